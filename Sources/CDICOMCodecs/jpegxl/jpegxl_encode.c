#include "jpegxl_internal.h"

#if defined(CDICOM_HAS_JPEGXL)

/// Everything that the encoder has to give, into the target.
static cdicom_status put_out(JxlEncoder *encoder, const cdicom_work *work, uint8_t *target, size_t target_count, size_t *written,
                             cdicom_report *report) {
    JxlEncoderCloseInput(encoder);
    uint8_t *next = target;
    size_t left = target_count;
    const JxlEncoderStatus status = JxlEncoderProcessOutput(encoder, &next, &left);
    if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);
    if (status == JXL_ENC_NEED_MORE_OUTPUT) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target cannot hold the encoded frame");
    if (status != JXL_ENC_SUCCESS) return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "libjxl could not encode the frame");
    *written = target_count - left;
    return CDICOM_OK;
}

static JxlEncoder *make_encoder(const cdicom_work *work) {
    JxlEncoder *encoder = JxlEncoderCreate(NULL);
    if (encoder && JxlEncoderSetParallelRunner(encoder, cdicom_jpegxl_run, (void *)work) == JXL_ENC_SUCCESS) return encoder;
    if (encoder) JxlEncoderDestroy(encoder);
    return NULL;
}

/// Samples that fill their container, interleaved and without padding.
static void gather(const uint8_t *samples, cdicom_sample_layout layout, const cdicom_strides *strides, uint32_t width, uint32_t precision,
                   uint8_t *to) {
    const uint32_t full = width == 1 ? 255 : 65535, largest = (1u << precision) - 1;
    for (uint32_t row = 0; row < layout.rows; row++)
        for (uint32_t column = 0; column < layout.columns; column++)
            for (uint32_t component = 0; component < layout.samples_per_pixel; component++, to += width) {
                const uint8_t *from = samples + row * strides->row + column * strides->sample + component * strides->component;
                uint32_t value = (layout.bytes_per_sample == 2 ? (uint32_t)(from[0] | from[1] << 8) : from[0]) & largest;
                if (largest != full) value = cdicom_jpegxl_widened(value, largest, full);
                to[0] = (uint8_t)value;
                if (width == 2) to[1] = (uint8_t)(value >> 8);
            }
}

static bool add_frame(JxlEncoder *encoder, cdicom_sample_layout layout, cdicom_jpegxl_encoding encoding, uint32_t width,
                      const uint8_t *samples, size_t size) {
    const bool is_lossless = encoding.distance == 0;
    JxlBasicInfo info;
    JxlEncoderInitBasicInfo(&info);
    info.xsize = layout.columns;
    info.ysize = layout.rows;
    info.bits_per_sample = encoding.precision;
    info.num_color_channels = layout.samples_per_pixel;
    info.uses_original_profile = is_lossless ? JXL_TRUE : JXL_FALSE;
    if (JxlEncoderSetBasicInfo(encoder, &info) != JXL_ENC_SUCCESS) return false;
    JxlColorEncoding colour;
    JxlColorEncodingSetToSRGB(&colour, layout.samples_per_pixel == 1 ? JXL_TRUE : JXL_FALSE);
    if (JxlEncoderSetColorEncoding(encoder, &colour) != JXL_ENC_SUCCESS) return false;
    if (JxlEncoderGetRequiredCodestreamLevel(encoder) == 10 && JxlEncoderSetCodestreamLevel(encoder, 10) != JXL_ENC_SUCCESS) return false;
    JxlEncoderFrameSettings *settings = JxlEncoderFrameSettingsCreate(encoder, NULL);
    const JxlPixelFormat format = {
        .num_channels = layout.samples_per_pixel,
        .data_type = width == 1 ? JXL_TYPE_UINT8 : JXL_TYPE_UINT16,
        .endianness = JXL_LITTLE_ENDIAN,
    };
    return settings && JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, encoding.effort) == JXL_ENC_SUCCESS
           && (is_lossless ? JxlEncoderSetFrameLossless(settings, JXL_TRUE) : JxlEncoderSetFrameDistance(settings, encoding.distance))
                  == JXL_ENC_SUCCESS
           && JxlEncoderAddImageFrame(settings, &format, samples, size) == JXL_ENC_SUCCESS;
}

cdicom_status cdicom_jpegxl_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                   cdicom_jpegxl_encoding encoding, const cdicom_work *work, uint8_t *target, size_t target_count,
                                   size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!work || !target || !written) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "No place for the result");
    *written = 0;
    cdicom_strides strides;
    cdicom_status status = cdicom_check_samples(layout, samples, sample_bytes, &strides, report);
    if (status != CDICOM_OK) return status;
    if (layout.bytes_per_sample > 2 || (layout.samples_per_pixel != 1 && layout.samples_per_pixel != 3) || encoding.precision == 0
        || encoding.precision > 8 * layout.bytes_per_sample || encoding.effort < 1 || encoding.effort > 9
        || !(encoding.distance >= 0 && encoding.distance <= 25))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "JPEG XL takes 1 or 3 samples of up to 16 bits, effort 1..9, distance 0..25");
    const uint32_t width = encoding.precision <= 8 ? 1 : 2;
    const bool is_direct = strides.is_tight && width == layout.bytes_per_sample && encoding.precision == 8 * width;
    const size_t size = (size_t)layout.columns * layout.rows * layout.samples_per_pixel * width;
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *input = samples;
    if (!is_direct) {
        size_t total = 0;
        status = cdicom_session_reserve(&session, cdicom_add_room(&total, size) ? total : SIZE_MAX, report);
        if (status == CDICOM_OK) {
            uint8_t *gathered = cdicom_session_take(&session, size);
            gather(samples, layout, &strides, width, encoding.precision, gathered);
            input = gathered;
        }
    }
    if (status == CDICOM_OK) {
        JxlEncoder *encoder = make_encoder(work);
        if (!encoder)
            status = cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "libjxl could not be started");
        else if (!add_frame(encoder, layout, encoding, width, input, size))
            status = cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "libjxl could not encode the frame");
        else
            status = put_out(encoder, work, target, target_count, written, report);
        if (encoder) JxlEncoderDestroy(encoder);
    }
    if (status == CDICOM_OK && report) report->rows_done = layout.rows;
    cdicom_session_close(&session);
    return status;
}

cdicom_status cdicom_jpegxl_recompress(cdicom_source jpeg, const cdicom_work *work, uint8_t *target, size_t target_count,
                                       size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!work || !target || !written) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "No place for the result");
    *written = 0;
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    cdicom_status status = cdicom_session_join(&session, jpeg, &bytes, &count, report);
    if (status == CDICOM_OK) {
        JxlEncoder *encoder = make_encoder(work);
        JxlEncoderFrameSettings *settings = encoder ? JxlEncoderFrameSettingsCreate(encoder, NULL) : NULL;
        if (!settings)
            status = cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "libjxl could not be started");
        else if (JxlEncoderStoreJPEGMetadata(encoder, JXL_TRUE) != JXL_ENC_SUCCESS
                 || JxlEncoderAddJPEGFrame(settings, bytes, count) != JXL_ENC_SUCCESS)
            status = cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "libjxl cannot recompress this JPEG: it takes 8-bit Huffman-coded DCT only");
        else
            status = put_out(encoder, work, target, target_count, written, report);
        if (encoder) JxlEncoderDestroy(encoder);
    }
    cdicom_session_close(&session);
    return status;
}

#else

cdicom_status cdicom_jpegxl_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                   cdicom_jpegxl_encoding encoding, const cdicom_work *work, uint8_t *target, size_t target_count,
                                   size_t *written, cdicom_report *report) {
    (void)samples, (void)sample_bytes, (void)layout, (void)encoding, (void)work, (void)target, (void)target_count;
    if (written) *written = 0;
    return cdicom_jpegxl_refuse(report);
}

cdicom_status cdicom_jpegxl_recompress(cdicom_source jpeg, const cdicom_work *work, uint8_t *target, size_t target_count,
                                       size_t *written, cdicom_report *report) {
    (void)jpeg, (void)work, (void)target, (void)target_count;
    if (written) *written = 0;
    return cdicom_jpegxl_refuse(report);
}

#endif
