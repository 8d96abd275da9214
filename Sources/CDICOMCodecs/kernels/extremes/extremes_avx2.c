#include "extremes.h"

#if CDICOM_X86_64
#include <immintrin.h>

typedef struct pair {
    __m256i low, high;
} pair;

CDICOM_BODY CDICOM_TARGET_AVX2 pair extended(pair found, __m256i cells, __m128i left, __m128i right, bool is_signed, __m256i below,
                                             __m256i above, bool excludes) {
    __m256i raised = _mm256_sll_epi16(cells, left);
    __m256i values = is_signed ? _mm256_sra_epi16(raised, right)
                               : _mm256_xor_si256(_mm256_srl_epi16(raised, right), _mm256_set1_epi16((short)0x8000));
    __m256i for_low = values, for_high = values;
    if (excludes) {
        __m256i in = _mm256_or_si256(_mm256_cmpgt_epi16(below, values), _mm256_cmpgt_epi16(values, above));
        for_low = _mm256_blendv_epi8(_mm256_set1_epi16(INT16_MAX), values, in);
        for_high = _mm256_blendv_epi8(_mm256_set1_epi16(INT16_MIN), values, in);
    }
    return (pair){_mm256_min_epi16(found.low, for_low), _mm256_max_epi16(found.high, for_high)};
}

CDICOM_BODY CDICOM_TARGET_AVX2 cdicom_words extremes(cdicom_cell cell, cdicom_words excluded, const uint8_t *source, size_t count,
                                                     bool is_signed, bool excludes) {
    const unsigned widen = cell.bytes == 1 ? 8 : 0;
    const __m128i left = _mm_cvtsi32_si128((int)(cell.left_shift + widen)), right = _mm_cvtsi32_si128((int)(cell.right_shift + widen));
    const __m256i below = _mm256_set1_epi16(excluded.low), above = _mm256_set1_epi16(excluded.high);
    const pair none = {_mm256_set1_epi16(INT16_MAX), _mm256_set1_epi16(INT16_MIN)};
    pair even = none, odd = none;
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i first, second;
        if (cell.bytes == 1) {
            first = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(source + i)));
            second = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(source + i + 16)));
        } else {
            first = _mm256_loadu_si256((const __m256i *)(source + 2 * i));
            second = _mm256_loadu_si256((const __m256i *)(source + 2 * i + 32));
        }
        even = extended(even, first, left, right, is_signed, below, above, excludes);
        odd = extended(odd, second, left, right, is_signed, below, above, excludes);
    }
    int16_t low[16], high[16];
    _mm256_storeu_si256((__m256i *)low, _mm256_min_epi16(even.low, odd.low));
    _mm256_storeu_si256((__m256i *)high, _mm256_max_epi16(even.high, odd.high));
    cdicom_words found = cdicom_extremes_scalar(cell, excluded, source + i * cell.bytes, count - i);
    for (unsigned k = 0; k < 16; ++k) found = cdicom_joined(found, (cdicom_words){low[k], high[k]});
    return found;
}

CDICOM_TARGET_AVX2
cdicom_words cdicom_extremes_avx2(cdicom_cell cell, cdicom_words excluded, const uint8_t *source, size_t count) {
    const bool excludes = excluded.low <= excluded.high;
    if (cell.is_signed) {
        return excludes ? extremes(cell, excluded, source, count, true, true) : extremes(cell, excluded, source, count, true, false);
    }
    return excludes ? extremes(cell, excluded, source, count, false, true) : extremes(cell, excluded, source, count, false, false);
}
#endif
