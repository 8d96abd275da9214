#include "rle_planes.h"

#if CDICOM_ARM64
#include <arm_neon.h>

// NEON loads and stores two to four vectors woven together, which is all there is to it.

void cdicom_rle_interleave_neon(const uint8_t *const *planes, uint32_t stride, uint8_t *target, size_t count) {
    size_t i = 0;
    switch (stride) {
    case 2:
        for (; i + 16 <= count; i += 16) {
            const uint8x16x2_t pixels = {{vld1q_u8(planes[0] + i), vld1q_u8(planes[1] + i)}};
            vst2q_u8(target + 2 * i, pixels);
        }
        break;
    case 3:
        for (; i + 16 <= count; i += 16) {
            const uint8x16x3_t pixels = {{vld1q_u8(planes[0] + i), vld1q_u8(planes[1] + i), vld1q_u8(planes[2] + i)}};
            vst3q_u8(target + 3 * i, pixels);
        }
        break;
    case 4:
        for (; i + 16 <= count; i += 16) {
            const uint8x16x4_t pixels = {
                {vld1q_u8(planes[0] + i), vld1q_u8(planes[1] + i), vld1q_u8(planes[2] + i), vld1q_u8(planes[3] + i)}};
            vst4q_u8(target + 4 * i, pixels);
        }
        break;
    case 6:
        for (; i + 8 <= count; i += 8) {
            uint16x8x3_t pixels;
            for (int sample = 0; sample < 3; sample++) {
                const uint16x8_t low = vmovl_u8(vld1_u8(planes[2 * sample] + i));
                const uint16x8_t high = vshll_n_u8(vld1_u8(planes[2 * sample + 1] + i), 8);
                pixels.val[sample] = vorrq_u16(low, high);
            }
            vst3q_u16((uint16_t *)(void *)(target + 6 * i), pixels);
        }
        break;
    default: break;
    }
    if (i == count) return;
    const uint8_t *rest[CDICOM_RLE_MAXIMUM_SEGMENTS];
    for (uint32_t byte = 0; byte < stride; byte++) rest[byte] = planes[byte] + i;
    cdicom_rle_interleave_scalar(rest, stride, target + i * stride, count - i);
}

void cdicom_rle_extract_neon(const uint8_t *source, uint32_t stride, uint32_t byte, uint8_t *plane, size_t count) {
    size_t i = 0;
    switch (stride) {
    case 2:
        for (; i + 16 <= count; i += 16) {
            const uint8x16x2_t pixels = vld2q_u8(source + 2 * i);
            vst1q_u8(plane + i, byte == 0 ? pixels.val[0] : pixels.val[1]);
        }
        break;
    case 3:
        for (; i + 16 <= count; i += 16) {
            const uint8x16x3_t pixels = vld3q_u8(source + 3 * i);
            vst1q_u8(plane + i, byte == 0 ? pixels.val[0] : byte == 1 ? pixels.val[1] : pixels.val[2]);
        }
        break;
    case 4:
        for (; i + 16 <= count; i += 16) {
            const uint8x16x4_t pixels = vld4q_u8(source + 4 * i);
            vst1q_u8(plane + i, byte == 0 ? pixels.val[0] : byte == 1 ? pixels.val[1] : byte == 2 ? pixels.val[2] : pixels.val[3]);
        }
        break;
    default: break;
    }
    if (i < count) cdicom_rle_extract_scalar(source + i * stride, stride, byte, plane + i, count - i);
}
#endif
