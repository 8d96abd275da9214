#include "jpeg_dct_inverse.h"
#include "jpeg_dct_inverse_body.h"
#include <string.h>

static inline int32_t clamp(int32_t value, int32_t least, int32_t most) { return value < least ? least : value > most ? most : value; }

/// A block without AC coefficients: 64 times the same sample, as the two passes would give it.
CDICOM_BODY int32_t flat_sample(int32_t dc, uint32_t precision) {
    return clamp(((dc + 4) >> 3) + (1 << (precision - 1)), 0, (1 << precision) - 1);
}

CDICOM_BODY void put(uint8_t *row, size_t x, int32_t sample, uint32_t precision) {
    if (precision == 8) {
        row[x] = (uint8_t)sample;
    } else {
        const uint16_t wide = (uint16_t)sample;
        memcpy(row + 2 * x, &wide, sizeof wide);
    }
}

/// One block. `precision` is a constant where this is inlined.
CDICOM_BODY void inverse(int16_t *coefficients, uint32_t last, uint8_t *target, size_t stride, uint32_t precision) {
    const int fraction = precision == 8 ? 2 : 1;  // bits that are kept between the passes
    if (last == 0) {
        const int32_t sample = flat_sample(coefficients[0], precision);
        for (int y = 0; y < 8; y++)
            for (size_t x = 0; x < 8; x++) put(target + (size_t)y * stride, x, sample, precision);
        coefficients[0] = 0;
        return;
    }
    int32_t between[64];
    const int first_shift = CDICOM_DCT_BITS - fraction, second_shift = CDICOM_DCT_BITS + fraction + 3;
    for (int x = 0; x < 8; x++) {
        const int16_t *column = coefficients + x;
        if ((column[16] | column[32] | column[48] | column[64] | column[80] | column[96] | column[112]) == 0) {
            int32_t dc = column[0] * (1 << fraction);
            if (precision == 8) dc = clamp(dc, INT16_MIN, INT16_MAX);
            for (int y = 0; y < 8; y++) between[8 * y + x] = dc;
            continue;
        }
#define IN(v) ((uint32_t)(int32_t)column[16 * (v)])
#define OUT(v, sum)                                                                                                    \
    between[8 * (v) + x] = precision == 8 ? clamp((int32_t)(sum) >> first_shift, INT16_MIN, INT16_MAX) : (int32_t)(sum) >> first_shift
        CDICOM_JPEG_INVERSE_PASS(uint32_t, IN, OUT, 1u << (first_shift - 1));
#undef IN
#undef OUT
    }
    for (int y = 0; y < 8; y++) {
        const int32_t *line = between + 8 * y;
        uint8_t *row = target + (size_t)y * stride;
#define IN(u) ((uint32_t)line[u])
#define OUT(u, sum)                                                                                                                \
    put(row, u, clamp(((int32_t)(sum) >> second_shift) + (1 << (precision - 1)), 0, (1 << precision) - 1), precision)
        CDICOM_JPEG_INVERSE_PASS(uint32_t, IN, OUT, 1u << (second_shift - 1));
#undef IN
#undef OUT
    }
    for (int y = 0; y < 8; y++) memset(coefficients + 16 * y, 0, 8 * sizeof *coefficients);
}

CDICOM_BODY void inverse_all(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride,
                             uint32_t precision) {
    for (size_t b = 0; b < blocks; b++)
        inverse(coefficients + cdicom_jpeg_block_offset(b), lasts[b], target + b * 8 * (precision == 8 ? 1 : 2), stride, precision);
}

void cdicom_jpeg_inverse8_scalar(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride) {
    inverse_all(coefficients, blocks, lasts, target, stride, 8);
}

void cdicom_jpeg_inverse12_scalar(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride) {
    inverse_all(coefficients, blocks, lasts, target, stride, 12);
}
