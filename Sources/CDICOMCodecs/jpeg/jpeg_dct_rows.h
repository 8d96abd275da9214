#ifndef CDICOM_JPEG_DCT_ROWS_H
#define CDICOM_JPEG_DCT_ROWS_H

#include "../kernels/dispatch.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Rows of component samples to rows of the target. Samples have 1 byte at 8 bits and 2 bytes at 12 bits.
///
/// Every buffer of a component's row may be read and written CDICOM_JPEG_ROW_SLACK bytes past its end; the target's may not.
#define CDICOM_JPEG_ROW_SLACK 64

typedef struct cdicom_jpeg_row_functions {
    /// The triangle filter in a row: 2 * count samples out of `count` > 2, a sample being 3/4 of the nearer and 1/4 of the farther one.
    /// The quarter is rounded up at the left one of a pair and down at the right one, so that there is no drift.
    void (*widen)(const uint8_t *row, uint8_t *target, size_t count);
    /// The same in both directions: 3/4 of the nearer row, 1/4 of the farther one.
    void (*widen_between)(const uint8_t *near, const uint8_t *far, uint8_t *target, size_t count);
    /// Only from row to row; `bias` is 1 for the upper row of a pair and 2 for the lower one.
    void (*between)(const uint8_t *near, const uint8_t *far, uint8_t *target, size_t count, uint32_t bias);
    /// Three rows to pixels of three samples of the same width.
    void (*interleave)(const uint8_t *const rows[3], uint8_t *target, size_t count);
    /// Y Cb Cr to R G B (JFIF 1.02), interleaved.
    void (*to_rgb)(const uint8_t *const rows[3], uint8_t *target, size_t count);
} cdicom_jpeg_row_functions;

const cdicom_jpeg_row_functions *cdicom_jpeg_rows_for(cdicom_level level, uint32_t precision);

/// Every sample `factor` times: at least `count` of them in the end.
void cdicom_jpeg_repeat(const uint8_t *row, uint8_t *target, size_t count, uint32_t numerator, uint32_t denominator, uint32_t width);

extern const cdicom_jpeg_row_functions cdicom_jpeg_rows8_scalar, cdicom_jpeg_rows12_scalar;
#if CDICOM_X86_64
extern const cdicom_jpeg_row_functions cdicom_jpeg_rows8_avx2, cdicom_jpeg_rows12_avx2;
#endif

#endif
