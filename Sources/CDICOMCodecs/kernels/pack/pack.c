#include "pack.h"

static cdicom_pack_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_pack_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_pack_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_pack_neon,
#endif
};

cdicom_status cdicom_pack_bits(cdicom_level level, const uint8_t *source, size_t count, uint8_t *target, size_t target_bytes,
                               size_t first_bit) {
    if (!cdicom_level_is_available(level)) return CDICOM_BAD_ARGUMENT;
    if (count == 0) return CDICOM_OK;
    // In bytes, so that no product can overflow.
    const size_t skipped = first_bit / 8, within = first_bit % 8;
    if (skipped > target_bytes || count / 8 + (count % 8 + within + 7) / 8 > target_bytes - skipped) return CDICOM_TARGET_TOO_SMALL;
    target += skipped;
    // Frames start at any bit: those before the first whole byte go one by one, beside the bits of the frame before.
    if (within != 0) {
        size_t lead = 8 - within;
        if (lead > count) lead = count;
        uint32_t byte = *target & ((1u << within) - 1);
        for (size_t i = 0; i < lead; ++i) byte |= (uint32_t)(source[i] != 0) << (within + i);
        *target++ = (uint8_t)byte;
        source += lead;
        count -= lead;
    }
    if (count > 0) CDICOM_PICK(by_level, level)(source, target, count);
    return CDICOM_OK;
}
