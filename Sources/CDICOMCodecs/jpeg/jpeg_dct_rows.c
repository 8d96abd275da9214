#include "jpeg_dct_rows_body.h"

#define SCALAR(bits)                                                                                                            \
    static void widen##bits(const uint8_t *row, uint8_t *target, size_t count) { cdicom_rows##bits##_widen(row, target, count); } \
    static void widen_between##bits(const uint8_t *near, const uint8_t *far, uint8_t *target, size_t count) {                   \
        cdicom_rows##bits##_widen_between(near, far, target, count);                                                            \
    }                                                                                                                           \
    static void between##bits(const uint8_t *near, const uint8_t *far, uint8_t *target, size_t count, uint32_t bias) {          \
        cdicom_rows##bits##_between(near, far, target, count, bias);                                                            \
    }                                                                                                                           \
    static void interleave##bits(const uint8_t *const rows[3], uint8_t *target, size_t count) {                                 \
        cdicom_rows##bits##_interleave(rows, target, count);                                                                    \
    }                                                                                                                           \
    static void to_rgb##bits(const uint8_t *const rows[3], uint8_t *target, size_t count) {                                     \
        cdicom_rows##bits##_to_rgb(rows, target, count);                                                                        \
    }                                                                                                                           \
    const cdicom_jpeg_row_functions cdicom_jpeg_rows##bits##_scalar = {widen##bits, widen_between##bits, between##bits,         \
                                                                       interleave##bits, to_rgb##bits};

SCALAR(8)
SCALAR(12)

static const cdicom_jpeg_row_functions *const by_level8[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = &cdicom_jpeg_rows8_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = &cdicom_jpeg_rows8_avx2,
#endif
};

static const cdicom_jpeg_row_functions *const by_level12[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = &cdicom_jpeg_rows12_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = &cdicom_jpeg_rows12_avx2,
#endif
};

const cdicom_jpeg_row_functions *cdicom_jpeg_rows_for(cdicom_level level, uint32_t precision) {
    return precision == 8 ? CDICOM_PICK(by_level8, level) : CDICOM_PICK(by_level12, level);
}

void cdicom_jpeg_repeat(const uint8_t *row, uint8_t *target, size_t count, uint32_t numerator, uint32_t denominator, uint32_t width) {
    if (width == 1 && numerator == 1 && denominator == 2) {
        for (size_t i = 0; 2 * i < count; i++) target[2 * i] = target[2 * i + 1] = row[i];  // one more at odd counts: within the slack
        return;
    }
    uint32_t phase = 0;
    for (size_t i = 0, from = 0; i < count; i++) {
        memcpy(target + i * width, row + from * width, width);
        phase += numerator;
        if (phase >= denominator) phase -= denominator, from++;
    }
}
