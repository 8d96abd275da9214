#include "jpeg_dct_inverse_vector.h"

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
void cdicom_jpeg_inverse12_avx2(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride) {
    cdicom_jpeg_inverse_vectors(coefficients, blocks, lasts, target, stride, 12);
}
#endif
