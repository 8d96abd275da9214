#include "difference.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
uint64_t cdicom_difference_avx2(uint32_t sample_bytes, bool is_signed, const uint8_t *first, const uint8_t *second, size_t count) {
    return cdicom_difference_body(sample_bytes, is_signed, first, second, count);
}
#endif
