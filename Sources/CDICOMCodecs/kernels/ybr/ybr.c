#include "ybr.h"

static cdicom_ybr_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_ybr_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_ybr_avx2,
#endif
};
static cdicom_expand_422_fn *const expand_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_expand_422_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_expand_422_avx2,
#endif
};

cdicom_status cdicom_ybr_to_rgb(cdicom_level level, cdicom_ybr ybr, const uint8_t *source, uint8_t *target, size_t pixels) {
    if (!cdicom_level_is_available(level) || ybr > CDICOM_YBR_PARTIAL) return CDICOM_BAD_ARGUMENT;
    if (pixels > 0) CDICOM_PICK(by_level, level)(ybr, source, target, pixels);
    return CDICOM_OK;
}

cdicom_status cdicom_expand_422(cdicom_level level, const uint8_t *source, uint8_t *target, size_t pixels) {
    if (!cdicom_level_is_available(level) || pixels % 2 != 0) return CDICOM_BAD_ARGUMENT;
    if (pixels > 0) CDICOM_PICK(expand_by_level, level)(source, target, pixels);
    return CDICOM_OK;
}
