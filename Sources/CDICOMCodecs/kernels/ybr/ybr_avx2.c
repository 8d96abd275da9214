#include "ybr.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
void cdicom_ybr_avx2(cdicom_ybr ybr, const uint8_t *source, uint8_t *target, size_t pixels) {
    cdicom_ybr_body(ybr, source, target, pixels);
}

CDICOM_TARGET_AVX2
void cdicom_expand_422_avx2(const uint8_t *source, uint8_t *target, size_t pixels) { cdicom_expand_422_body(source, target, pixels); }
#endif
