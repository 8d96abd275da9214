#ifndef CDICOM_JPEG_DCT_INVERSE_VECTOR_H
#define CDICOM_JPEG_DCT_INVERSE_VECTOR_H

#include "jpeg_dct_inverse.h"
#include "jpeg_dct_inverse_body.h"
#include "jpeg_dct_lanes.h"
#include <string.h>

/// One block, as the scalar version does it, in eight lanes of 32 bits. `precision` is a constant where this is inlined.
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
    CDICOM_TRANSPOSE8(cdicom_lanes8, out);
    const uint32_t round = ((uint32_t)1 << (second_shift - 1));
#define IN(u) out[u]
#define OUT(u, sum) in[u] = (cdicom_lanes8)((cdicom_signed_lanes8)(sum) >> second_shift)
    CDICOM_JPEG_INVERSE_PASS(cdicom_lanes8, IN, OUT, round);
#undef IN
#undef OUT
    CDICOM_TRANSPOSE8(cdicom_lanes8, in);
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
