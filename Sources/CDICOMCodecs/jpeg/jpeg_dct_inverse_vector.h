#ifndef CDICOM_JPEG_DCT_INVERSE_VECTOR_H
#define CDICOM_JPEG_DCT_INVERSE_VECTOR_H

#include "jpeg_dct_inverse.h"
#include "jpeg_dct_inverse_body.h"
#include <string.h>

/// The transform in eight lanes of 32 bits, for any machine that has vectors.
typedef uint32_t cdicom_lanes8 __attribute__((vector_size(32)));
typedef int32_t cdicom_signed_lanes8 __attribute__((vector_size(32)));
typedef int16_t cdicom_short_lanes8 __attribute__((vector_size(16)));
typedef uint16_t cdicom_word_lanes8 __attribute__((vector_size(16)));
typedef uint8_t cdicom_byte_lanes8 __attribute__((vector_size(8)));

#define CDICOM_SPLAT(value) ((cdicom_signed_lanes8){} + (int32_t)(value))

/// 8 x 8 values: pairs, quads, halves.
#define CDICOM_TRANSPOSE8(r)                                                                                         \
    do {                                                                                                             \
        cdicom_lanes8 a_[8], b_[8];                                                                                  \
        for (int i = 0; i < 4; i++) {                                                                                \
            a_[2 * i] = __builtin_shufflevector((r)[2 * i], (r)[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);               \
            a_[2 * i + 1] = __builtin_shufflevector((r)[2 * i], (r)[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);         \
        }                                                                                                            \
        for (int i = 0; i < 2; i++) {                                                                                \
            b_[4 * i] = __builtin_shufflevector(a_[4 * i], a_[4 * i + 2], 0, 1, 8, 9, 4, 5, 12, 13);                 \
            b_[4 * i + 1] = __builtin_shufflevector(a_[4 * i], a_[4 * i + 2], 2, 3, 10, 11, 6, 7, 14, 15);           \
            b_[4 * i + 2] = __builtin_shufflevector(a_[4 * i + 1], a_[4 * i + 3], 0, 1, 8, 9, 4, 5, 12, 13);         \
            b_[4 * i + 3] = __builtin_shufflevector(a_[4 * i + 1], a_[4 * i + 3], 2, 3, 10, 11, 6, 7, 14, 15);       \
        }                                                                                                            \
        for (int i = 0; i < 4; i++) {                                                                                \
            (r)[i] = __builtin_shufflevector(b_[i], b_[4 + i], 0, 1, 2, 3, 8, 9, 10, 11);                            \
            (r)[4 + i] = __builtin_shufflevector(b_[i], b_[4 + i], 4, 5, 6, 7, 12, 13, 14, 15);                      \
        }                                                                                                            \
    } while (0)

#define CDICOM_CUT(lanes, least, most) \
    __builtin_elementwise_min(__builtin_elementwise_max(lanes, CDICOM_SPLAT(least)), CDICOM_SPLAT(most))

/// One block, as the scalar version does it. `precision` is a constant where this is inlined.
CDICOM_BODY void cdicom_jpeg_inverse_vector(int16_t *coefficients, uint32_t last, uint8_t *target, size_t stride, uint32_t precision) {
    const int fraction = precision == 8 ? 2 : 1;
    const int32_t middle = 1 << (precision - 1), most = (1 << precision) - 1;
    if (last == 0) {
        int32_t sample = ((coefficients[0] + 4) >> 3) + middle;
        sample = sample < 0 ? 0 : sample > most ? most : sample;
        coefficients[0] = 0;
        const uint64_t bytes = precision == 8 ? (uint64_t)sample * 0x0101010101010101u : (uint64_t)sample * 0x0001000100010001u;
        for (size_t y = 0; y < 8; y++) {
            memcpy(target + y * stride, &bytes, 8);
            if (precision != 8) memcpy(target + y * stride + 8, &bytes, 8);
        }
        return;
    }
    cdicom_lanes8 in[8], out[8];
    for (int v = 0; v < 8; v++) {
        cdicom_short_lanes8 row;
        memcpy(&row, coefficients + 16 * v, sizeof row);
        in[v] = (cdicom_lanes8)__builtin_convertvector(row, cdicom_signed_lanes8);
        memset(coefficients + 16 * v, 0, sizeof row);
    }
    const int first_shift = CDICOM_DCT_BITS - fraction, second_shift = CDICOM_DCT_BITS + fraction + 3;
#define IN(v) in[v]
#define OUT(v, sum) out[v] = (cdicom_lanes8)((cdicom_signed_lanes8)(sum) >> first_shift)
    CDICOM_JPEG_INVERSE_PASS(cdicom_lanes8, IN, OUT, (uint32_t)1 << (first_shift - 1));
#undef IN
#undef OUT
    if (precision == 8) {
        for (int i = 0; i < 8; i++) {
            const cdicom_signed_lanes8 lanes = (cdicom_signed_lanes8)out[i];
            out[i] = (cdicom_lanes8)CDICOM_CUT(lanes, INT16_MIN, INT16_MAX);
        }
    }
    CDICOM_TRANSPOSE8(out);
    const uint32_t round = ((uint32_t)1 << (second_shift - 1));
#define IN(u) out[u]
#define OUT(u, sum) in[u] = (cdicom_lanes8)((cdicom_signed_lanes8)(sum) >> second_shift)
    CDICOM_JPEG_INVERSE_PASS(cdicom_lanes8, IN, OUT, round);
#undef IN
#undef OUT
    CDICOM_TRANSPOSE8(in);
    for (size_t y = 0; y < 8; y++) {
        const cdicom_signed_lanes8 shifted = (cdicom_signed_lanes8)in[y] + CDICOM_SPLAT(middle);
        const cdicom_signed_lanes8 lanes = CDICOM_CUT(shifted, 0, most);
        if (precision == 8) {
            const cdicom_byte_lanes8 bytes = __builtin_convertvector(lanes, cdicom_byte_lanes8);
            memcpy(target + y * stride, &bytes, sizeof bytes);
        } else {
            const cdicom_word_lanes8 words = __builtin_convertvector(lanes, cdicom_word_lanes8);
            memcpy(target + y * stride, &words, sizeof words);
        }
    }
}

CDICOM_BODY void cdicom_jpeg_inverse_vectors(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride,
                                             uint32_t precision) {
    for (size_t b = 0; b < blocks; b++)
        cdicom_jpeg_inverse_vector(coefficients + cdicom_jpeg_block_offset(b), lasts[b], target + b * 8 * (precision == 8 ? 1 : 2), stride,
                                   precision);
}

#endif
