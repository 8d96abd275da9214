#include "interleave.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
void cdicom_interleave_avx2(uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target, size_t pixels) {
    cdicom_interleave_body(sample_bytes, planes, source, target, pixels);
}

CDICOM_TARGET_AVX2
void cdicom_deinterleave_avx2(uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target, size_t pixels) {
    cdicom_deinterleave_body(sample_bytes, planes, source, target, pixels);
}
#endif
