#ifndef CDICOM_RESAMPLE_H
#define CDICOM_RESAMPLE_H

#include "cdicom_cpu.h"
#include "cdicom_status.h"

/// What a number is in memory, little endian and without alignment.
typedef enum cdicom_number {
    CDICOM_U8 = 0,
    CDICOM_U16,
    CDICOM_I16,
    CDICOM_F32
} cdicom_number;

/// How positions of the target are made of those of the source, along one side: number `i` of the target is the sum of `counts[i]` samples
/// from `starts[i]` on, times their weights from `weights[i * taps]` on.
typedef struct cdicom_axis {
    const int32_t *starts;
    const int32_t *counts; ///< 1 … taps
    const float *weights;
    size_t count;  ///< positions of the target
    size_t taps;   ///< weights kept for each
    size_t source; ///< positions of the source: each `starts[i] + counts[i]` is at most that
} cdicom_axis;

/// Pixels of `channels` interleaved samples, `columns.source` × `rows.source` of them, to `columns.count` × `rows.count`.
///
/// In single precision: first down the columns, then along the rows, sums from the first weight to the last, no fused multiply-add;
/// integers are then cut to 0 … `maximum` (I16: -maximum - 1 … maximum) and rounded to nearest, halves up. So all levels give the same
/// bytes.
///
/// `scratch` is 16 · columns.source · channels floats. CDICOM_BAD_ARGUMENT for an axis that leaves its source, CDICOM_TARGET_TOO_SMALL
/// where a size does not fit.
cdicom_status cdicom_resample(cdicom_level level, cdicom_number number, uint32_t channels, float maximum, cdicom_axis columns,
                              cdicom_axis rows, const uint8_t *source, size_t source_bytes, uint8_t *target, size_t target_bytes,
                              float *scratch, size_t scratch_count);

/// A way through pixels: which pixel of the source the first of the target is, and how many further the next column's and the next row's.
typedef struct cdicom_walk {
    int64_t first;
    int64_t column_step;
    int64_t row_step;
} cdicom_walk;

/// Pixels of 1 to 64 bytes in another arrangement: cut out, turned by quarters, mirrored. CDICOM_BAD_ARGUMENT for a walk that leaves the
/// source.
cdicom_status cdicom_walk_pixels(uint32_t pixel_bytes, cdicom_walk walk, size_t columns, size_t rows, const uint8_t *source,
                               size_t source_bytes, uint8_t *target, size_t target_bytes);

/// Rows of `row_bytes` to places that are `target_stride` bytes apart. CDICOM_TARGET_TOO_SMALL where a row leaves its buffer.
cdicom_status cdicom_copy_rows(const uint8_t *source, size_t source_bytes, size_t source_stride, uint8_t *target, size_t target_bytes,
                               size_t target_stride, size_t row_bytes, size_t rows);

#endif
