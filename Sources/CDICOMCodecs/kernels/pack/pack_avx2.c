#include "pack.h"

#if CDICOM_X86_64
#include <immintrin.h>

CDICOM_TARGET_AVX2
void cdicom_pack_avx2(const uint8_t *source, uint8_t *target, size_t count) {
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        const __m256i is_zero = _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(source + i)), _mm256_setzero_si256());
        cdicom_store_uint32_t(target + i / 8, ~(uint32_t)_mm256_movemask_epi8(is_zero));
    }
    if (i < count) cdicom_pack_scalar(source + i, target + i / 8, count - i);
}
#endif
