#include "rle_planes.h"
#include <string.h>

/// `stride` is a constant where this is called for what is common, so that the compiler finds its unpack instructions.
CDICOM_BODY void interleave(const uint8_t *const *planes, uint32_t stride, uint8_t *restrict target, size_t count) {
    const uint8_t *restrict a = planes[0], *restrict b = planes[stride > 1 ? 1 : 0];
    const uint8_t *restrict c = planes[stride > 2 ? 2 : 0], *restrict d = planes[stride > 3 ? 3 : 0];
    for (size_t i = 0; i < count; i++) {
        target[i * stride] = a[i];
        if (stride > 1) target[i * stride + 1] = b[i];
        if (stride > 2) target[i * stride + 2] = c[i];
        if (stride > 3) target[i * stride + 3] = d[i];
    }
}

void cdicom_rle_interleave_scalar(const uint8_t *const *planes, uint32_t stride, uint8_t *target, size_t count) {
    switch (stride) {
    case 1: memcpy(target, planes[0], count); break;
    case 2: interleave(planes, 2, target, count); break;
    case 3: interleave(planes, 3, target, count); break;
    case 4: interleave(planes, 4, target, count); break;
    default:
        for (uint32_t byte = 0; byte < stride; byte++) {
            const uint8_t *plane = planes[byte];
            for (size_t i = 0; i < count; i++) target[i * stride + byte] = plane[i];
        }
    }
}

/// `stride` and `byte` are constants where this is called, so that the loop becomes shuffles.
CDICOM_BODY void extract(const uint8_t *restrict source, uint32_t stride, uint32_t byte, uint8_t *restrict plane, size_t count) {
    for (size_t i = 0; i < count; i++) plane[i] = source[i * stride + byte];
}

void cdicom_rle_extract_scalar(const uint8_t *source, uint32_t stride, uint32_t byte, uint8_t *plane, size_t count) {
    switch (stride << 4 | byte) {
    case 0x10: memcpy(plane, source, count); break;
    case 0x20: extract(source, 2, 0, plane, count); break;
    case 0x21: extract(source, 2, 1, plane, count); break;
    case 0x30: extract(source, 3, 0, plane, count); break;
    case 0x31: extract(source, 3, 1, plane, count); break;
    case 0x32: extract(source, 3, 2, plane, count); break;
    case 0x40: extract(source, 4, 0, plane, count); break;
    case 0x41: extract(source, 4, 1, plane, count); break;
    case 0x42: extract(source, 4, 2, plane, count); break;
    case 0x43: extract(source, 4, 3, plane, count); break;
    default: extract(source, stride, byte, plane, count);
    }
}
