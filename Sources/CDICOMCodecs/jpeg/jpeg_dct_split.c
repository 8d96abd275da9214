#include "jpeg_dct_split_body.h"

#define SCALAR(bits)                                                                                                      \
    static void split##bits(const uint8_t *source, uint8_t *const rows[3], size_t count) {                                \
        cdicom_split##bits##_split(source, rows, count);                                                                  \
    }                                                                                                                     \
    static void to_ycc##bits(uint8_t *const rows[3], size_t count) { cdicom_split##bits##_to_ycc(rows, count); }          \
    static void halve##bits(const uint8_t *row, uint8_t *target, size_t count) { cdicom_split##bits##_halve(row, target, count); } \
    static void quarter##bits(const uint8_t *upper, const uint8_t *lower, uint8_t *target, size_t count) {                \
        cdicom_split##bits##_quarter(upper, lower, target, count);                                                        \
    }                                                                                                                     \
    static const cdicom_jpeg_split_functions scalar##bits = {split##bits, to_ycc##bits, halve##bits, quarter##bits};

SCALAR(8)
SCALAR(12)

static const cdicom_jpeg_split_functions *const by_level8[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = &scalar8,
#if CDICOM_X86_64
    [CDICOM_AVX2] = &cdicom_jpeg_split8_avx2,
#endif
};

static const cdicom_jpeg_split_functions *const by_level12[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = &scalar12,
#if CDICOM_X86_64
    [CDICOM_AVX2] = &cdicom_jpeg_split12_avx2,
#endif
};

const cdicom_jpeg_split_functions *cdicom_jpeg_split_for(cdicom_level level, uint32_t precision) {
    return precision == 8 ? CDICOM_PICK(by_level8, level) : CDICOM_PICK(by_level12, level);
}
