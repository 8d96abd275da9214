#include "canonical.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
void cdicom_canonical_avx2(cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_canonical_body(cell, source, target, count);
}
#endif
