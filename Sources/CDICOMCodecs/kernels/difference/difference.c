#include "difference.h"

static cdicom_difference_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_difference_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_difference_avx2,
#endif
};

cdicom_status cdicom_difference(cdicom_level level, uint32_t sample_bytes, bool is_signed, const uint8_t *first, const uint8_t *second,
                                size_t count, uint64_t *largest) {
    if (!cdicom_level_is_available(level) || (sample_bytes != 1 && sample_bytes != 2 && sample_bytes != 4 && sample_bytes != 8)) {
        return CDICOM_BAD_ARGUMENT;
    }
    *largest = CDICOM_PICK(by_level, level)(sample_bytes, is_signed, first, second, count);
    return CDICOM_OK;
}
