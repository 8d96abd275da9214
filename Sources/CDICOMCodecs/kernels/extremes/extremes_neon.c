#include "extremes.h"

#if CDICOM_ARM64
#include <arm_neon.h>

cdicom_words cdicom_extremes_neon(cdicom_cell cell, cdicom_words excluded, const uint8_t *source, size_t count) {
    const int widen = cell.bytes == 1 ? 8 : 0;
    const int16x8_t left = vdupq_n_s16((int16_t)(cell.left_shift + widen)), right = vdupq_n_s16((int16_t)-(cell.right_shift + widen));
    const int16x8_t least = vdupq_n_s16(INT16_MIN), most = vdupq_n_s16(INT16_MAX);
    const int16x8_t below = vdupq_n_s16(excluded.low), above = vdupq_n_s16(excluded.high);
    int16x8_t low = most, high = least;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint16x8_t cells = cell.bytes == 1 ? vmovl_u8(vld1_u8(source + i)) : vreinterpretq_u16_u8(vld1q_u8(source + 2 * i));
        uint16x8_t raised = vshlq_u16(cells, left);
        int16x8_t values = cell.is_signed ? vshlq_s16(vreinterpretq_s16_u16(raised), right)
                                          : veorq_s16(vreinterpretq_s16_u16(vshlq_u16(raised, right)), least);
        // An empty range (low > high) holds nothing: below or above it is then always true.
        uint16x8_t in = vorrq_u16(vcltq_s16(values, below), vcgtq_s16(values, above));
        low = vminq_s16(low, vbslq_s16(in, values, most));
        high = vmaxq_s16(high, vbslq_s16(in, values, least));
    }
    cdicom_words found = cdicom_extremes_scalar(cell, excluded, source + i * cell.bytes, count - i);
    return cdicom_joined(found, (cdicom_words){vminvq_s16(low), vmaxvq_s16(high)});
}
#endif
