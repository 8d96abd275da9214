#include "unpack.h"

#if CDICOM_X86_64
#include <immintrin.h>

// Frames start at any bit (they follow each other without padding): the bits before the first whole byte go one by one, then 32 at a time,
// each source byte spread over eight target bytes and tested with one bit each.
CDICOM_TARGET_AVX2
void cdicom_unpack_avx2(const uint8_t *source, size_t first_bit, uint8_t *target, size_t count) {
    size_t lead = (8 - first_bit) % 8;
    if (lead > count) lead = count;
    cdicom_unpack_scalar(source, first_bit, target, lead);
    if (first_bit != 0) source += 1;
    target += lead;
    count -= lead;

    const __m256i spread = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
    const __m256i bit = _mm256_set1_epi64x((long long)0x8040201008040201u), one = _mm256_set1_epi8(1);
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i bits = _mm256_shuffle_epi8(_mm256_set1_epi32((int)cdicom_load_uint32_t(source + i / 8)), spread);
        __m256i set = _mm256_cmpeq_epi8(_mm256_and_si256(bits, bit), bit);
        _mm256_storeu_si256((__m256i *)(target + i), _mm256_and_si256(set, one));
    }
    if (i < count) cdicom_unpack_scalar(source + i / 8, 0, target + i, count - i);
}
#endif
