#ifndef CDICOM_JPEG_DCT_FORWARD_VECTOR_H
#define CDICOM_JPEG_DCT_FORWARD_VECTOR_H

#include "jpeg_dct_forward.h"
#include "jpeg_dct_forward_body.h"
#include "jpeg_dct_lanes.h"
#include <string.h>

/// One block, as the scalar version does it, in eight lanes of 32 bits. `precision` is a constant where this is inlined.
///
/// The division is by a reciprocal in single precision: (n + 1/2) / d is at least 1/(2d) away from every integer, and the product is off by
/// less than that as long as n is below 2^21, so that the integer part is exact.
CDICOM_BODY void cdicom_jpeg_forward_vector(const uint8_t *samples, size_t stride, const cdicom_jpeg_divisors *divisors,
                                            int16_t *coefficients, uint64_t *mask, uint32_t precision) {
    const int fraction = precision == 8 ? 2 : 1, shift = CDICOM_DCT_BITS - fraction;
    cdicom_lanes8 r[8], t[8];
    cdicom_signed_lanes8 coefficient[8];
    for (size_t y = 0; y < 8; y++) {
        if (precision == 8) {
            cdicom_byte_lanes8 row;
            memcpy(&row, samples + y * stride, sizeof row);
            r[y] = __builtin_convertvector(row, cdicom_lanes8) - 128;
        } else {
            cdicom_word_lanes8 row;
            memcpy(&row, samples + y * stride, sizeof row);
            r[y] = __builtin_convertvector(row, cdicom_lanes8) - 2048;
        }
    }
    CDICOM_TRANSPOSE8(cdicom_lanes8, r);
#define IN(x) r[x]
#define PLAIN(u, sum) t[u] = (sum) << fraction
#define OUT(u, sum) t[u] = (cdicom_lanes8)((cdicom_signed_lanes8)((sum) + (1u << (shift - 1))) >> shift)
    CDICOM_JPEG_FORWARD_PASS(cdicom_lanes8, IN, PLAIN, OUT);
#undef IN
#undef PLAIN
#undef OUT
    CDICOM_TRANSPOSE8(cdicom_lanes8, t);
#define IN(y) t[y]
#define PLAIN(v, sum) coefficient[v] = (cdicom_signed_lanes8)((sum) + (1u << (fraction - 1))) >> fraction
#define OUT(v, sum)                                                                                                    \
    coefficient[v] = (cdicom_signed_lanes8)((sum) + (1u << (CDICOM_DCT_BITS + fraction - 1))) >> (CDICOM_DCT_BITS + fraction)
    CDICOM_JPEG_FORWARD_PASS(cdicom_lanes8, IN, PLAIN, OUT);
#undef IN
#undef PLAIN
#undef OUT
    uint64_t found = 0;
    for (size_t v = 0; v < 8; v++) {
        cdicom_signed_lanes8 divisor;
        cdicom_float_lanes8 reciprocal;
        memcpy(&divisor, divisors->divisor + 8 * v, sizeof divisor);
        memcpy(&reciprocal, divisors->reciprocal + 8 * v, sizeof reciprocal);
        const cdicom_signed_lanes8 sign = coefficient[v] >> 31, size = (coefficient[v] ^ sign) - sign;
        const cdicom_float_lanes8 n = __builtin_convertvector(size + (divisor >> 1), cdicom_float_lanes8) + 0.5f;
        const cdicom_signed_lanes8 quotient = __builtin_convertvector(n * reciprocal, cdicom_signed_lanes8);
        const cdicom_short_lanes8 row = __builtin_convertvector((quotient ^ sign) - sign, cdicom_short_lanes8);
        memcpy(coefficients + 8 * v, &row, sizeof row);
        const cdicom_byte_lanes8 bits = {1, 2, 4, 8, 16, 32, 64, 128};
        const cdicom_byte_lanes8 used = __builtin_convertvector((cdicom_short_lanes8)(row != 0), cdicom_byte_lanes8) & bits;
        uint64_t word;
        memcpy(&word, &used, sizeof word);
        found |= ((word * 0x0101010101010101u) >> 56) << (8 * v);  // the sum of bytes that share no bit
    }
    *mask = found;
}

CDICOM_BODY void cdicom_jpeg_forward_vectors(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                                             int16_t *coefficients, uint64_t *masks, uint32_t precision) {
    for (size_t b = 0; b < blocks; b++)
        cdicom_jpeg_forward_vector(samples + b * (precision == 8 ? 8 : 16), stride, divisors, coefficients + 64 * b, masks + b, precision);
}

#endif
