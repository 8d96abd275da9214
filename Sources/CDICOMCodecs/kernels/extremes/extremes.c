#include "extremes.h"

static cdicom_extremes_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_extremes_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_extremes_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_extremes_neon,
#endif
};

cdicom_status cdicom_extremes(cdicom_level level, cdicom_cell cell, int32_t excluded_low, int32_t excluded_high, const uint8_t *source,
                              size_t count, int32_t *smallest, int32_t *largest) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 2) return CDICOM_BAD_ARGUMENT;
    const int32_t bias = cell.is_signed ? 0 : 32768, least = -32768 + bias, most = 32767 + bias;
    int32_t low = excluded_low < least ? least : excluded_low, high = excluded_high > most ? most : excluded_high;
    *smallest = 1;
    *largest = 0;
    cdicom_words excluded = {1, 0};
    if (low <= high) excluded = (cdicom_words){(int16_t)(low - bias), (int16_t)(high - bias)};
    if (count == 0) return CDICOM_OK;
    cdicom_words found = CDICOM_PICK(by_level, level)(cell, excluded, source, count);
    if (found.low <= found.high) {
        *smallest = found.low + bias;
        *largest = found.high + bias;
    }
    return CDICOM_OK;
}
