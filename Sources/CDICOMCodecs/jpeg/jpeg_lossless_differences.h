#ifndef CDICOM_JPEG_LOSSLESS_DIFFERENCES_H
#define CDICOM_JPEG_LOSSLESS_DIFFERENCES_H

#include "../frame/frame_internal.h"
#include "../kernels/dispatch.h"

/// Rows of samples, as a scan interleaves them, and their differences from what predicts them.

/// One row of `count` components from `first` on, side by side: the low `precision` bits, shifted down by the point transform.
void cdicom_lossless_get_row(cdicom_sample_layout layout, const cdicom_strides *strides, const uint8_t *samples, uint32_t row,
                             uint32_t first, uint32_t count, uint32_t precision, uint32_t point_transform, uint16_t *to);

/// Differences of a row of `count` samples, `components` of them a pixel, modulo 2^16 (T.81 H.1.2.1). `initial` predicts the first pixel where
/// the row begins a scan or a restart interval, and the left neighbour the others; `above` is not read then.
void cdicom_lossless_differences(cdicom_level level, uint32_t selection, uint32_t components, bool is_first, uint16_t initial,
                                 const uint16_t *above, const uint16_t *row, size_t count, uint16_t *differences);

#endif
