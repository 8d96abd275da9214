#include "interleave.h"

static cdicom_interleave_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_interleave_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_interleave_avx2,
#endif
};

static cdicom_interleave_fn *const planes_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_deinterleave_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_deinterleave_avx2,
#endif
};

cdicom_status cdicom_interleave(cdicom_level level, uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target,
                                size_t pixels) {
    if (!cdicom_level_is_available(level) || planes == 0) return CDICOM_BAD_ARGUMENT;
    if (sample_bytes != 1 && sample_bytes != 2 && sample_bytes != 4) return CDICOM_BAD_ARGUMENT;
    if (pixels > 0) CDICOM_PICK(by_level, level)(sample_bytes, planes, source, target, pixels);
    return CDICOM_OK;
}

cdicom_status cdicom_deinterleave(cdicom_level level, uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target,
                                  size_t pixels) {
    if (!cdicom_level_is_available(level) || planes == 0) return CDICOM_BAD_ARGUMENT;
    if (sample_bytes != 1 && sample_bytes != 2 && sample_bytes != 4) return CDICOM_BAD_ARGUMENT;
    if (pixels > 0) CDICOM_PICK(planes_by_level, level)(sample_bytes, planes, source, target, pixels);
    return CDICOM_OK;
}
