#include "jpeg_lossless_decode.h"

cdicom_status cdicom_lossless_decode_scans(cdicom_lossless_decoder *decoder, cdicom_report *report) {
    cdicom_jpeg_stream *stream = decoder->stream;
    const cdicom_jpeg_header *header = &stream->header;
    const uint32_t all = (1u << header->components) - 1;
    while (decoder->decoded != all) {
        if (!stream->has_scan)
            return cdicom_fail(report, CDICOM_TRUNCATED, stream->next, "The codestream ends before the scans of all components");
        uint32_t components = 0;
        for (uint32_t i = 0; i < stream->scan.components; i++) components |= 1u << stream->scan.index[i];
        if (components & decoder->decoded)
            return cdicom_fail(report, CDICOM_CORRUPT, stream->scan.offset, "A second scan of the same component");
        cdicom_lossless_scan_begin(&decoder->scan, stream, decoder->work, &decoder->output, &decoder->memory);
        const cdicom_status status = cdicom_lossless_decode_rows(decoder, 0, report);
        if (status != CDICOM_OK) return status;
    }
    return CDICOM_OK;
}

cdicom_status cdicom_lossless_decode_rows(cdicom_lossless_decoder *decoder, uint32_t row, cdicom_report *report) {
    cdicom_jpeg_stream *stream = decoder->stream;
    for (; row < decoder->scan.mcu_rows; row++) {
        const cdicom_status status = cdicom_lossless_scan_row(&decoder->scan, row, report);
        if (status != CDICOM_OK) return status;
    }
    for (uint32_t i = 0; i < stream->scan.components; i++) decoder->decoded |= 1u << stream->scan.index[i];
    cdicom_lossless_scan_end(&decoder->scan);
    if (decoder->decoded != (1u << stream->header.components) - 1) return cdicom_jpeg_next_scan(stream, report);
    // The picture is complete: what is wrong behind it does not take it away.
    const uint32_t rows = stream->header.rows;
    if (cdicom_jpeg_next_scan(stream, NULL) != CDICOM_OK || stream->has_scan || stream->header.rows != rows) {
        stream->notes |= CDICOM_JPEG_NOTE_TRAILING_DATA;
        if (stream->has_end) return CDICOM_OK;
    }
    cdicom_jpeg_finish(stream);
    return CDICOM_OK;
}

void cdicom_lossless_decoder_begin(cdicom_lossless_decoder *decoder, cdicom_jpeg_stream *stream, cdicom_session *session,
                                   cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target) {
    decoder->stream = stream;
    decoder->work = session->work;
    decoder->decoded = 0;
    decoder->output = (cdicom_lossless_output){.header = &stream->header, .layout = layout, .strides = *strides, .target = target};
    const cdicom_jpeg_header *header = &stream->header;
    if (header->horizontal != 1 || header->vertical != 1) {
        for (uint32_t i = 0; i < header->components; i++)
            if (header->component[i].horizontal != header->horizontal || header->component[i].vertical != header->vertical)
                stream->notes |= CDICOM_JPEG_NOTE_UPSAMPLED;
    }
}

cdicom_status cdicom_jpeg_lossless_decode(cdicom_jpeg_stream *stream, cdicom_session *session, cdicom_sample_layout layout,
                                          const cdicom_strides *strides, const cdicom_jpeg_options *options, uint8_t *target,
                                          uint32_t *rows_done, cdicom_report *report) {
    (void)options;  // all of them are the DCT processes'
    cdicom_lossless_decoder decoder;
    cdicom_lossless_decoder_begin(&decoder, stream, session, layout, strides, target);
    size_t total = 0;
    const bool fits = cdicom_lossless_add_room(&stream->header, &total, &decoder.memory);
    cdicom_status status = cdicom_session_reserve(session, fits ? total : SIZE_MAX, report);
    if (status != CDICOM_OK) return status;
    cdicom_lossless_take(session, &decoder.memory);
    status = cdicom_lossless_decode_scans(&decoder, report);
    *rows_done = cdicom_lossless_rows_done(&decoder.output);
    return status;
}
