#include "pack.h"

#if CDICOM_ARM64
#include <arm_neon.h>

// Each byte that is not 0 leaves the bit of its place; added across the eight they are the byte.
void cdicom_pack_neon(const uint8_t *source, uint8_t *target, size_t count) {
    const uint8x8_t bit = vcreate_u8(0x8040201008040201u);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const uint8x8_t bytes = vld1_u8(source + i);
        target[i / 8] = vaddv_u8(vand_u8(vtst_u8(bytes, bytes), bit));
    }
    if (i < count) cdicom_pack_scalar(source + i, target + i / 8, count - i);
}
#endif
