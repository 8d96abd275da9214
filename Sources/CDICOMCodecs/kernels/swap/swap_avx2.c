#include "swap.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
void cdicom_swap_avx2(uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_swap_body(sample_bytes, source, target, count);
}
#endif
