#ifndef CDICOM_JPEG_DCT_FORWARD_H
#define CDICOM_JPEG_DCT_FORWARD_H

#include "../kernels/dispatch.h"
#include <stddef.h>
#include <stdint.h>

/// How to divide the coefficients of a component, row by row; they come from the transform 8 times too large, so that a divisor is 8 times
/// a
/// quantisation step. All three ways give the quotient rounded to nearest, halves away from zero.
typedef struct cdicom_jpeg_divisors {
    uint32_t divisor[64];
    float reciprocal[64];
    /// For 16 bits: with m = ceil(2^(16+s) / divisor) below 2^16, `n * m >> (16 + s)` is the quotient of every n below 2^15. `scale` is
    /// 2^(16-s), as the factor of a second high product. Half the divisor is to be added first. A divisor that is more than twice any
    /// coefficient has m = 0.
    uint16_t half[64], factor[64], scale[64];
} cdicom_jpeg_divisors;

/// - steps: in zigzag order, 1..65535.
void cdicom_jpeg_divisors_make(cdicom_jpeg_divisors *divisors, const uint16_t steps[64]);

/// Transforms `blocks` neighbouring blocks (T.81 A.3.3, level shift included) and quantises them (A.3.4).
///
/// - samples: eight rows, `stride` bytes apart, of 1 byte (8 bits) or 2 bytes (12 bits); readable up to an even number of blocks.
/// - coefficients: 64 a block, row by row; an even number of blocks may be written.
/// - masks: for each block a bit for every coefficient that is not 0, in the order of the coefficients; likewise.
///
/// The same arithmetic as in the other direction, rows first: the coefficients are those of libjpeg's "islow", bit for bit.
typedef void cdicom_jpeg_forward_fn(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                                    int16_t *coefficients, uint64_t *masks);

cdicom_jpeg_forward_fn cdicom_jpeg_forward8_scalar, cdicom_jpeg_forward12_scalar;
#if CDICOM_X86_64
cdicom_jpeg_forward_fn cdicom_jpeg_forward8_avx2, cdicom_jpeg_forward12_avx2;
#elif CDICOM_ARM64
cdicom_jpeg_forward_fn cdicom_jpeg_forward8_neon, cdicom_jpeg_forward12_neon;
#endif

/// The version for a level and a precision of 8 or 12 bits.
cdicom_jpeg_forward_fn *cdicom_jpeg_forward(cdicom_level level, uint32_t precision);

#endif
