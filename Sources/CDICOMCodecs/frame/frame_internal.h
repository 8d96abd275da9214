#ifndef CDICOM_FRAME_INTERNAL_H
#define CDICOM_FRAME_INTERNAL_H

#include "../status/status_internal.h"
#include "cdicom_frame.h"
#include "cdicom_work.h"
#include <stdbool.h>
#include <string.h>

/// `*product = a * b`; false on overflow.
static inline bool cdicom_multiply(size_t a, size_t b, size_t *product) { return !__builtin_mul_overflow(a, b, product); }

/// The strides that a layout with zeros stands for. `row_stride` and `plane_stride` are never 0 after it: interleaved samples lie in one
/// plane, and `plane_stride` is then the distance of neighbouring samples of a pixel, `bytes_per_sample`.
typedef struct cdicom_strides {
    size_t sample;     ///< bytes from a sample to that of the next pixel in its row
    size_t row;
    size_t component;  ///< bytes from a sample to the next one of the same pixel
    size_t row_bytes;  ///< bytes of a row that samples fill: of all components, or of one when they lie in planes
    size_t byte_count; ///< from the first sample to the end of the last one, the padding of the last row left out
    bool is_tight;     ///< interleaved and without padding: the frame is one run of bytes
} cdicom_strides;

/// False when a dimension is 0, the container is none, rows or planes overlap, or the size does not fit in size_t.
bool cdicom_layout_strides(cdicom_sample_layout layout, cdicom_strides *strides);

/// CDICOM_BAD_ARGUMENT or CDICOM_TARGET_TOO_SMALL for a layout that is none, or a buffer that it does not fit in.
cdicom_status cdicom_check_target(cdicom_sample_layout layout, const uint8_t *target, size_t target_count, cdicom_strides *strides,
                                  cdicom_report *report);

/// CDICOM_BAD_ARGUMENT for a layout that is none, or samples that are fewer than it says.
cdicom_status cdicom_check_samples(cdicom_sample_layout layout, const uint8_t *samples, size_t sample_bytes, cdicom_strides *strides,
                                   cdicom_report *report);

/// Zeros in the samples of rows from `row` on, in every plane; bytes between the rows stay as they are.
void cdicom_clear_rows(cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target, uint32_t row);

#endif
