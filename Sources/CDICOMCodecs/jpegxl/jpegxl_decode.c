#include "jpegxl_internal.h"

#if defined(CDICOM_HAS_JPEGXL)

bool cdicom_jpegxl_is_available(void) { return true; }

JxlParallelRetCode cdicom_jpegxl_run(void *opaque, void *jxl, JxlParallelRunInit init, JxlParallelRunFunction function, uint32_t start,
                                     uint32_t end) {
    const JxlParallelRetCode code = init(jxl, 1);
    if (code != 0) return code;
    for (uint32_t i = start; i < end; i++) {
        if (cdicom_is_cancelled(opaque)) return JXL_PARALLEL_RET_RUNNER_ERROR;
        function(jxl, i, 0);
    }
    return 0;
}

/// A decoder over bytes that are all there; NULL without memory.
static JxlDecoder *make_decoder(const uint8_t *bytes, size_t count, int events, const cdicom_work *work) {
    JxlDecoder *decoder = JxlDecoderCreate(NULL);
    if (decoder && JxlDecoderSetParallelRunner(decoder, cdicom_jpegxl_run, (void *)work) == JXL_DEC_SUCCESS
        && JxlDecoderSubscribeEvents(decoder, events) == JXL_DEC_SUCCESS
        && JxlDecoderSetInput(decoder, bytes, count) == JXL_DEC_SUCCESS) {
        JxlDecoderCloseInput(decoder);
        return decoder;
    }
    if (decoder) JxlDecoderDestroy(decoder);
    return NULL;
}

/// What a decoder that stopped early means.
static cdicom_status failed(JxlDecoderStatus status, size_t offset, const cdicom_work *work, cdicom_report *report) {
    if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);
    if (status == JXL_DEC_NEED_MORE_INPUT) return cdicom_fail(report, CDICOM_TRUNCATED, offset, "The JPEG XL codestream ends early");
    return cdicom_fail(report, CDICOM_CORRUPT, offset, "libjxl finds the codestream damaged");
}

static size_t place(JxlDecoder *decoder, size_t count) {
    const size_t left = JxlDecoderReleaseInput(decoder);
    return left <= count ? count - left : 0;
}

/// Reads up to the header of the picture.
static cdicom_status read_header(JxlDecoder *decoder, const uint8_t *bytes, size_t count, const cdicom_work *work,
                                 cdicom_jpegxl_header *header, cdicom_report *report) {
    *header = (cdicom_jpegxl_header){0};
    const JxlSignature signature = JxlSignatureCheck(bytes, count);
    if (signature == JXL_SIG_NOT_ENOUGH_BYTES) return cdicom_fail(report, CDICOM_TRUNCATED, count, "The JPEG XL codestream ends early");
    if (signature == JXL_SIG_INVALID) return cdicom_fail(report, CDICOM_CORRUPT, 0, "The bytes do not begin as JPEG XL does");
    const JxlDecoderStatus status = JxlDecoderProcessInput(decoder);
    if (status != JXL_DEC_BASIC_INFO) return failed(status, place(decoder, count), work, report);
    JxlBasicInfo info;
    if (JxlDecoderGetBasicInfo(decoder, &info) != JXL_DEC_SUCCESS) return failed(JXL_DEC_ERROR, 0, work, report);
    if (info.have_animation || info.num_extra_channels > 0 || info.alpha_bits > 0)
        return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "The picture is animated or has channels beside its colour");
    if (info.exponent_bits_per_sample > 0 || info.bits_per_sample > 16)
        return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "Samples of more than 16 bits or in floating point are not read");
    *header = (cdicom_jpegxl_header){
        .columns = info.xsize,
        .rows = info.ysize,
        .components = info.num_color_channels,
        .precision = (uint8_t)info.bits_per_sample,
        .is_boxed = signature == JXL_SIG_CONTAINER,
        .may_be_lossless = info.uses_original_profile != 0,
    };
    return CDICOM_OK;
}

cdicom_status cdicom_jpegxl_probe(cdicom_source source, const cdicom_work *work, cdicom_jpegxl_header *header, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!header || !work) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "No place for the header");
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    cdicom_status status = cdicom_session_join(&session, source, &bytes, &count, report);
    JxlDecoder *decoder = status == CDICOM_OK ? make_decoder(bytes, count, JXL_DEC_BASIC_INFO, work) : NULL;
    if (decoder) {
        status = read_header(decoder, bytes, count, work, header, report);
        JxlDecoderDestroy(decoder);
    } else if (status == CDICOM_OK) {
        status = cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "libjxl could not be started");
    }
    cdicom_session_close(&session);
    return status;
}

static cdicom_status check(const cdicom_jpegxl_header *header, cdicom_sample_layout layout, const cdicom_work *work, size_t byte_count,
                           cdicom_report *report) {
    const uint64_t pixels = (uint64_t)header->columns * header->rows;
    if (header->columns != layout.columns || header->rows != layout.rows)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The codestream has other columns or rows than the layout");
    if (header->components != layout.samples_per_pixel)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The codestream has another number of components than the layout");
    if (layout.bytes_per_sample > 2 || header->precision > 8 * layout.bytes_per_sample)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The samples fit in 1 or 2 bytes, and the layout has others");
    // libjxl works in floating point, with a copy or two of the frame.
    if (pixels > work->limits.pixels || byte_count > work->limits.target_bytes || header->components > work->limits.components
        || pixels > work->limits.working_bytes / (12 * header->components))
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame is larger than the limits allow");
    return CDICOM_OK;
}

/// libjxl's rows into those of the layout.
static void spread(const uint8_t *from, uint32_t width, uint32_t precision, cdicom_sample_layout layout, const cdicom_strides *strides,
                   uint8_t *target) {
    const uint32_t full = width == 1 ? 255 : 65535, largest = (1u << precision) - 1;
    for (uint32_t row = 0; row < layout.rows; row++)
        for (uint32_t column = 0; column < layout.columns; column++)
            for (uint32_t component = 0; component < layout.samples_per_pixel; component++, from += width) {
                uint32_t value = width == 1 ? from[0] : (uint32_t)(from[0] | from[1] << 8);
                if (largest != full) value = cdicom_jpegxl_narrowed(value, largest, full);
                uint8_t *to = target + row * strides->row + column * strides->sample + component * strides->component;
                to[0] = (uint8_t)value;
                if (layout.bytes_per_sample == 2) to[1] = (uint8_t)(value >> 8);
            }
}

static cdicom_status decode(JxlDecoder *decoder, const uint8_t *bytes, size_t count, cdicom_sample_layout layout,
                            const cdicom_strides *strides, cdicom_session *session, uint8_t *target, cdicom_report *report) {
    cdicom_jpegxl_header header;
    cdicom_status status = read_header(decoder, bytes, count, session->work, &header, report);
    if (status == CDICOM_OK) status = check(&header, layout, session->work, strides->byte_count, report);
    if (status != CDICOM_OK) return status;
    const uint32_t width = header.precision <= 8 ? 1 : 2;
    const bool is_direct = strides->is_tight && width == layout.bytes_per_sample && header.precision == 8 * width;
    const size_t size = (size_t)layout.columns * layout.rows * layout.samples_per_pixel * width;
    uint8_t *samples = target;
    if (!is_direct) {
        size_t total = 0;
        status = cdicom_session_reserve(session, cdicom_add_room(&total, size) ? total : SIZE_MAX, report);
        if (status != CDICOM_OK) return status;
        samples = cdicom_session_take(session, size);
    }
    const JxlPixelFormat format = {
        .num_channels = layout.samples_per_pixel,
        .data_type = width == 1 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16,
        .endianness = JXL_LITTLE_ENDIAN,
    };
    JxlDecoderStatus event = JxlDecoderProcessInput(decoder);
    if (event == JXL_DEC_NEED_IMAGE_OUT_BUFFER) {
        size_t wanted = 0;
        if (JxlDecoderImageOutBufferSize(decoder, &format, &wanted) != JXL_DEC_SUCCESS || wanted != size
            || JxlDecoderSetImageOutBuffer(decoder, &format, samples, size) != JXL_DEC_SUCCESS)
            return failed(JXL_DEC_ERROR, 0, session->work, report);
        event = JxlDecoderProcessInput(decoder);
    }
    if (event != JXL_DEC_FULL_IMAGE) return failed(event, place(decoder, count), session->work, report);
    if (!is_direct) spread(samples, width, header.precision, layout, strides, target);
    if (report) report->rows_done = layout.rows;
    return CDICOM_OK;
}

cdicom_status cdicom_jpegxl_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_work *work, uint8_t *target,
                                   size_t target_count, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!work) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "No limits to work in");
    cdicom_strides strides;
    cdicom_status status = cdicom_check_target(layout, target, target_count, &strides, report);
    if (status != CDICOM_OK) return status;
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    status = cdicom_session_join(&session, source, &bytes, &count, report);
    JxlDecoder *decoder = status == CDICOM_OK ? make_decoder(bytes, count, JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE, work) : NULL;
    if (decoder) {
        status = decode(decoder, bytes, count, layout, &strides, &session, target, report);
        JxlDecoderDestroy(decoder);
    } else if (status == CDICOM_OK) {
        status = cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "libjxl could not be started");
    }
    cdicom_session_close(&session);
    if (status != CDICOM_OK) cdicom_clear_rows(layout, &strides, target, 0);
    return status;
}

cdicom_status cdicom_jpegxl_rebuild_jpeg(cdicom_source source, const cdicom_work *work, uint8_t *target, size_t target_count,
                                         size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!work || !target || !written) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "No place for the result");
    *written = 0;
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    cdicom_status status = cdicom_session_join(&session, source, &bytes, &count, report);
    JxlDecoder *decoder = status == CDICOM_OK ? make_decoder(bytes, count, JXL_DEC_JPEG_RECONSTRUCTION | JXL_DEC_FULL_IMAGE, work) : NULL;
    if (decoder) {
        JxlDecoderStatus event = JxlDecoderProcessInput(decoder);
        if (event == JXL_DEC_JPEG_RECONSTRUCTION) {
            event = JxlDecoderSetJPEGBuffer(decoder, target, target_count) == JXL_DEC_SUCCESS ? JxlDecoderProcessInput(decoder) : JXL_DEC_ERROR;
            if (event == JXL_DEC_JPEG_NEED_MORE_OUTPUT)
                status = cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target cannot hold the JPEG");
            else if (event != JXL_DEC_FULL_IMAGE)
                status = failed(event, place(decoder, count), work, report);
            else
                *written = target_count - JxlDecoderReleaseJPEGBuffer(decoder);
        } else if (event == JXL_DEC_FULL_IMAGE || event == JXL_DEC_NEED_IMAGE_OUT_BUFFER || event == JXL_DEC_SUCCESS) {
            status = cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "The codestream was not made from a JPEG");
        } else {
            status = failed(event, place(decoder, count), work, report);
        }
        JxlDecoderDestroy(decoder);
    } else if (status == CDICOM_OK) {
        status = cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "libjxl could not be started");
    }
    cdicom_session_close(&session);
    return status;
}

#else

bool cdicom_jpegxl_is_available(void) { return false; }

cdicom_status cdicom_jpegxl_probe(cdicom_source source, const cdicom_work *work, cdicom_jpegxl_header *header, cdicom_report *report) {
    (void)source, (void)work, (void)header;
    return cdicom_jpegxl_refuse(report);
}

cdicom_status cdicom_jpegxl_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_work *work, uint8_t *target,
                                   size_t target_count, cdicom_report *report) {
    (void)source, (void)work;
    cdicom_strides strides;
    const cdicom_status status = cdicom_check_target(layout, target, target_count, &strides, report);
    if (status != CDICOM_OK) return status;
    cdicom_clear_rows(layout, &strides, target, 0);
    return cdicom_jpegxl_refuse(report);
}

cdicom_status cdicom_jpegxl_rebuild_jpeg(cdicom_source source, const cdicom_work *work, uint8_t *target, size_t target_count,
                                         size_t *written, cdicom_report *report) {
    (void)source, (void)work, (void)target, (void)target_count;
    if (written) *written = 0;
    return cdicom_jpegxl_refuse(report);
}

#endif
