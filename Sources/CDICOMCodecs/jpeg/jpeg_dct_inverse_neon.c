#include "jpeg_dct_inverse_vector.h"

#if CDICOM_ARM64
void cdicom_jpeg_inverse8_neon(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride) {
    cdicom_jpeg_inverse_vectors(coefficients, blocks, lasts, target, stride, 8);
}

void cdicom_jpeg_inverse12_neon(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride) {
    cdicom_jpeg_inverse_vectors(coefficients, blocks, lasts, target, stride, 12);
}
#endif
