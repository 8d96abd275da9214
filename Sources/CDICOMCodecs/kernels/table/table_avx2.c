#include "table.h"

#if CDICOM_X86_64
#include <immintrin.h>

// A byte shuffle looks up 16 entries by the low four bits of the index and gives 0 where bit 7 is set. Shuffle k takes the index minus 16 k
// with a saturating addition of 0x70, which sets bit 7 unless what is left is below 16: each byte hits in exactly one of 16 shuffles, and
// OR gathers the hits.
CDICOM_TARGET_AVX2
void cdicom_look_up8_avx2(const uint8_t *table, const uint8_t *source, uint8_t *target, size_t count) {
    const __m256i saturate = _mm256_set1_epi8(0x70), sixteen = _mm256_set1_epi8(16);
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        __m256i first = _mm256_loadu_si256((const __m256i *)(source + i)), first_hits = _mm256_setzero_si256();
        __m256i second = _mm256_loadu_si256((const __m256i *)(source + i + 32)), second_hits = _mm256_setzero_si256();
        for (unsigned k = 0; k < 16; ++k) {
            __m256i entries = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(table + 16 * k)));
            first_hits = _mm256_or_si256(first_hits, _mm256_shuffle_epi8(entries, _mm256_adds_epu8(first, saturate)));
            second_hits = _mm256_or_si256(second_hits, _mm256_shuffle_epi8(entries, _mm256_adds_epu8(second, saturate)));
            first = _mm256_sub_epi8(first, sixteen); // an index that was below 16 wraps to 240 and more: no further hit
            second = _mm256_sub_epi8(second, sixteen);
        }
        _mm256_storeu_si256((__m256i *)(target + i), first_hits);
        _mm256_storeu_si256((__m256i *)(target + i + 32), second_hits);
    }
    if (i < count) cdicom_look_up8_scalar(table, source + i, target + i, count - i);
}
#endif
