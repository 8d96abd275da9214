#include "rescale.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
void cdicom_rescale_avx2(cdicom_kind kind, double slope, double intercept, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_rescale_body(kind, slope, intercept, source, target, count);
}

CDICOM_TARGET_AVX2
void cdicom_widen_avx2(bool is_signed, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_widen_body(is_signed, source, target, count);
}
#endif
