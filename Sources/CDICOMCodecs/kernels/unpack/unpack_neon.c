#include "unpack.h"

#if CDICOM_ARM64
#include <arm_neon.h>

void cdicom_unpack_neon(const uint8_t *source, size_t first_bit, uint8_t *target, size_t count) {
    size_t lead = (8 - first_bit) % 8;
    if (lead > count) lead = count;
    cdicom_unpack_scalar(source, first_bit, target, lead);
    if (first_bit != 0) source += 1;
    target += lead;
    count -= lead;

    const uint8x8_t bit = vcreate_u8(0x8040201008040201u), one = vdup_n_u8(1);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) vst1_u8(target + i, vand_u8(vtst_u8(vdup_n_u8(source[i / 8]), bit), one));
    if (i < count) cdicom_unpack_scalar(source + i / 8, 0, target + i, count - i);
}
#endif
