#include "unpack.h"

static cdicom_unpack_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_unpack_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_unpack_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_unpack_neon,
#endif
};

cdicom_status cdicom_unpack_bits(cdicom_level level, const uint8_t *source, size_t source_bytes, size_t first_bit, uint8_t *target,
                                 size_t count) {
    if (!cdicom_level_is_available(level)) return CDICOM_BAD_ARGUMENT;
    if (count == 0) return CDICOM_OK;
    // In bytes, so that no product can overflow.
    size_t skipped = first_bit / 8;
    if (skipped > source_bytes) return CDICOM_TRUNCATED;
    size_t left = source_bytes - skipped, within = first_bit % 8;
    if (count / 8 + (count % 8 + within + 7) / 8 > left) return CDICOM_TRUNCATED;
    CDICOM_PICK(by_level, level)(source + skipped, within, target, count);
    return CDICOM_OK;
}
