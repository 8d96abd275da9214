#include "window.h"

#if CDICOM_ARM64
#include <arm_neon.h>

#pragma STDC FP_CONTRACT OFF

CDICOM_BODY int16x4_t stretched(int32x4_t values, int32x4_t origin, float32x4_t scale, float32x4_t offset) {
    float32x4_t y = vaddq_f32(vmulq_f32(vcvtq_f32_s32(vsubq_s32(values, origin)), scale), offset);
    return vqmovn_s32(vcvtq_s32_f32(y)); // rounds towards 0, saturates to 16 bits
}

CDICOM_BODY void window_cells(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target, size_t count,
                              bool is_signed) {
    const int16x8_t left = vdupq_n_s16(cell.left_shift), right = vdupq_n_s16((int16_t)-cell.right_shift);
    const int32x4_t origin = vdupq_n_s32(window.origin);
    const float32x4_t scale = vdupq_n_f32(window.scale), offset = vdupq_n_f32(window.offset);
    const uint8x8_t flip = vdup_n_u8(window.flip);
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint16x8_t raised = vshlq_u16(vreinterpretq_u16_u8(vld1q_u8(source + 2 * i)), left);
        int32x4_t low, high;
        if (is_signed) {
            int16x8_t values = vshlq_s16(vreinterpretq_s16_u16(raised), right);
            low = vmovl_s16(vget_low_s16(values));
            high = vmovl_s16(vget_high_s16(values));
        } else {
            uint16x8_t values = vshlq_u16(raised, right);
            low = vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(values)));
            high = vreinterpretq_s32_u32(vmovl_u16(vget_high_u16(values)));
        }
        int16x8_t words = vcombine_s16(stretched(low, origin, scale, offset), stretched(high, origin, scale, offset));
        vst1_u8(target + i, veor_u8(vqmovun_s16(words), flip));
    }
    if (i < count) cdicom_window_scalar(cell, window, source + 2 * i, target + i, count - i);
}

void cdicom_window_neon(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target, size_t count) {
    if (cell.is_signed) {
        window_cells(cell, window, source, target, count, true);
    } else {
        window_cells(cell, window, source, target, count, false);
    }
}
#endif
