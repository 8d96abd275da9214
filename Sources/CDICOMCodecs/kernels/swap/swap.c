#include "swap.h"

static cdicom_swap_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_swap_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_swap_avx2,
#endif
};

cdicom_status cdicom_swap_bytes(cdicom_level level, uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level)) return CDICOM_BAD_ARGUMENT;
    if (sample_bytes != 2 && sample_bytes != 4 && sample_bytes != 8) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(by_level, level)(sample_bytes, source, target, count);
    return CDICOM_OK;
}
