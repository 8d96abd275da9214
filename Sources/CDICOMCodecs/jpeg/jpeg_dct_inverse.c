#include "jpeg_dct_inverse.h"

static cdicom_jpeg_inverse_fn *const by_level8[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_jpeg_inverse8_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_jpeg_inverse8_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_jpeg_inverse8_neon,
#endif
};

static cdicom_jpeg_inverse_fn *const by_level12[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_jpeg_inverse12_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_jpeg_inverse12_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_jpeg_inverse12_neon,
#endif
};

cdicom_jpeg_inverse_fn *cdicom_jpeg_inverse(cdicom_level level, uint32_t precision) {
    return precision == 8 ? CDICOM_PICK(by_level8, level) : CDICOM_PICK(by_level12, level);
}
