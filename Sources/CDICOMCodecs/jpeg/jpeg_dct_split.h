#ifndef CDICOM_JPEG_DCT_SPLIT_H
#define CDICOM_JPEG_DCT_SPLIT_H

#include "../kernels/dispatch.h"
#include <stddef.h>
#include <stdint.h>

/// Rows of the source to rows of components, of 1 byte at 8 bits and 2 bytes at 12 bits. Rows of components may be read and written 64
/// bytes
/// past their ends.
typedef struct cdicom_jpeg_split_functions {
    /// Pixels of three samples of the same width to three rows.
    void (*split)(const uint8_t *source, uint8_t *const rows[3], size_t count);
    /// R G B to Y Cb Cr, in place.
    void (*to_ycc)(uint8_t *const rows[3], size_t count);
    /// `count` samples, the mean of two neighbours each: rounded down and up in turn, so that there is no drift.
    void (*halve)(const uint8_t *row, uint8_t *target, size_t count);
    /// The mean of two by two: halves are rounded down and up in turn.
    void (*quarter)(const uint8_t *upper, const uint8_t *lower, uint8_t *target, size_t count);
} cdicom_jpeg_split_functions;

const cdicom_jpeg_split_functions *cdicom_jpeg_split_for(cdicom_level level, uint32_t precision);

#if CDICOM_X86_64
extern const cdicom_jpeg_split_functions cdicom_jpeg_split8_avx2, cdicom_jpeg_split12_avx2;
#endif

#endif
