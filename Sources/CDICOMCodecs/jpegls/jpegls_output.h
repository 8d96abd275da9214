#ifndef CDICOM_JPEGLS_OUTPUT_H
#define CDICOM_JPEGLS_OUTPUT_H

#include "../frame/frame_internal.h"
#include "../kernels/dispatch.h"
#include "jpegls_markers.h"

/// Decoded rows on their way to the caller's buffer.
typedef struct jpegls_output {
    cdicom_sample_layout layout;
    cdicom_strides strides;
    uint8_t *target;
} jpegls_output;

/// Stores row `y` of a component, on every row and column of the frame that it stands for. `step`: samples from one of the row to the next.
/// False when a sample has no entry in the mapping table; the row is then not complete.
bool cdicom_jpegls_store_row(const jpegls_output *output, const jpegls_codestream *codestream, jpegls_component *component,
                             const jpegls_table *table, const uint16_t *row, size_t step, uint32_t y);

/// Stores a row of a frame whose components are interleaved by sample, in the frame's order.
void cdicom_jpegls_store_pixels(const jpegls_output *output, const uint16_t *row, uint32_t y);

/// Undoes a colour transform, 1 to 3 for HP1 to HP3, in the first `rows` rows of three components. They are modulo 2^8 or 2^16.
void cdicom_jpegls_undo_transform(const jpegls_output *output, uint32_t transform, uint32_t precision, uint32_t rows);

#endif
