#ifndef CDICOM_KERNEL_YBR_H
#define CDICOM_KERNEL_YBR_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_color.h"

typedef void cdicom_ybr_fn(cdicom_ybr ybr, const uint8_t *source, uint8_t *target, size_t pixels);
typedef void cdicom_expand_422_fn(const uint8_t *source, uint8_t *target, size_t pixels);

cdicom_ybr_fn cdicom_ybr_scalar;
cdicom_expand_422_fn cdicom_expand_422_scalar;
#if CDICOM_X86_64
cdicom_ybr_fn cdicom_ybr_avx2;
cdicom_expand_422_fn cdicom_expand_422_avx2;
#endif

CDICOM_BODY uint8_t cdicom_cut(int32_t value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

// Y = 0.299 R + 0.587 G + 0.114 B, with Cb and Cr scaled by 1.772 and 1.402, turned round and brought to one denominator:
//
//     R = (1000 Y + 1402 Cr)/1000     G = (293500 Y - 101004 Cb - 209599 Cr)/293500     B = (1000 Y + 1772 Cb)/1000
//
// with Cb and Cr less 128. Half a denominator rounds, 256 of them make the sum positive; the division of an unsigned number by a constant is a
// multiplication, and exact.
CDICOM_BODY void cdicom_full_rgb(uint8_t y, uint8_t cb, uint8_t cr, uint8_t *r, uint8_t *g, uint8_t *b) {
    uint32_t red = 1000u * y + 1402u * cr + (256000 + 500 - 1402 * 128);
    uint32_t green = 293500u * y - 101004u * cb - 209599u * cr + (256u * 293500 + 146750 + (101004 + 209599) * 128);
    uint32_t blue = 1000u * y + 1772u * cb + (256000 + 500 - 1772 * 128);
    *r = cdicom_cut((int32_t)(red / 1000) - 256);
    *g = cdicom_cut((int32_t)(green / 293500) - 256);
    *b = cdicom_cut((int32_t)(blue / 1000) - 256);
}

// The same behind R' = 255/219 (Y - 16), Cb and Cr times 255/224.
CDICOM_BODY void cdicom_partial_rgb(uint8_t y, uint8_t cb, uint8_t cr, uint8_t *r, uint8_t *g, uint8_t *b) {
    const int64_t luma = y - 16, blue_difference = cb - 128, red_difference = cr - 128;
    uint64_t red = (uint64_t)(1904000 * luma + 2609823 * red_difference + 1635200ll * 1024 + 817600);
    uint64_t green = (uint64_t)(1117648000 * luma - 376037892 * blue_difference - 780337077 * red_difference + 959862400ll * 1024 + 479931200);
    uint64_t blue = (uint64_t)(1904000 * luma + 3298578 * blue_difference + 1635200ll * 1024 + 817600);
    *r = cdicom_cut((int32_t)(red / 1635200) - 1024);
    *g = cdicom_cut((int32_t)(green / 959862400) - 1024);
    *b = cdicom_cut((int32_t)(blue / 1635200) - 1024);
}

enum { CDICOM_YBR_BLOCK = 256 };

/// Blocks of planes between two shuffles, so that the arithmetic runs on whole vectors.
CDICOM_BODY void cdicom_ybr_body(cdicom_ybr ybr, const uint8_t *source, uint8_t *target, size_t pixels) {
    uint8_t planes[3][CDICOM_YBR_BLOCK];
    for (size_t start = 0; start < pixels; start += CDICOM_YBR_BLOCK) {
        size_t count = pixels - start < CDICOM_YBR_BLOCK ? pixels - start : CDICOM_YBR_BLOCK;
        const uint8_t *from = source + 3 * start;
        uint8_t *to = target + 3 * start;
        for (size_t i = 0; i < count; ++i) {
            planes[0][i] = from[3 * i];
            planes[1][i] = from[3 * i + 1];
            planes[2][i] = from[3 * i + 2];
        }
        if (ybr == CDICOM_YBR_FULL) {
            for (size_t i = 0; i < count; ++i) {
                cdicom_full_rgb(planes[0][i], planes[1][i], planes[2][i], &planes[0][i], &planes[1][i], &planes[2][i]);
            }
        } else {
            for (size_t i = 0; i < count; ++i) {
                cdicom_partial_rgb(planes[0][i], planes[1][i], planes[2][i], &planes[0][i], &planes[1][i], &planes[2][i]);
            }
        }
        for (size_t i = 0; i < count; ++i) {
            to[3 * i] = planes[0][i];
            to[3 * i + 1] = planes[1][i];
            to[3 * i + 2] = planes[2][i];
        }
    }
}

CDICOM_BODY void cdicom_expand_422_body(const uint8_t *restrict source, uint8_t *restrict target, size_t pixels) {
    for (size_t pair = 0; pair < pixels / 2; ++pair) {
        uint8_t cb = source[4 * pair + 2], cr = source[4 * pair + 3];
        target[6 * pair] = source[4 * pair];
        target[6 * pair + 1] = cb;
        target[6 * pair + 2] = cr;
        target[6 * pair + 3] = source[4 * pair + 1];
        target[6 * pair + 4] = cb;
        target[6 * pair + 5] = cr;
    }
}

#endif
