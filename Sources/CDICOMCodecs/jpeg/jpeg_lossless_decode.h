#ifndef CDICOM_JPEG_LOSSLESS_DECODE_H
#define CDICOM_JPEG_LOSSLESS_DECODE_H

#include "jpeg_lossless_scan.h"

/// A lossless frame on its way.
typedef struct cdicom_lossless_decoder {
    cdicom_jpeg_stream *stream;
    const cdicom_work *work;
    cdicom_lossless_memory memory;
    cdicom_lossless_output output;
    cdicom_lossless_scan scan;
    uint32_t decoded; ///< a bit for each component
} cdicom_lossless_decoder;

/// Fills in all but `memory`.
void cdicom_lossless_decoder_begin(cdicom_lossless_decoder *decoder, cdicom_jpeg_stream *stream, cdicom_session *session,
                                   cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target);

/// Decodes the current scan of the stream, and those behind it, until every component is there.
cdicom_status cdicom_lossless_decode_scans(cdicom_lossless_decoder *decoder, cdicom_report *report);

/// Decodes the current scan from row `row` of MCUs on, and goes on to the next one, or to the end of the codestream.
cdicom_status cdicom_lossless_decode_rows(cdicom_lossless_decoder *decoder, uint32_t row, cdicom_report *report);

#endif
