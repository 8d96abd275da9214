#include "jpeg_dct_forward_vector.h"

#if CDICOM_ARM64
void cdicom_jpeg_forward8_neon(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                               int16_t *coefficients, uint64_t *masks) {
    cdicom_jpeg_forward_vectors(samples, stride, blocks, divisors, coefficients, masks, 8);
}

void cdicom_jpeg_forward12_neon(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                                int16_t *coefficients, uint64_t *masks) {
    cdicom_jpeg_forward_vectors(samples, stride, blocks, divisors, coefficients, masks, 12);
}
#endif
