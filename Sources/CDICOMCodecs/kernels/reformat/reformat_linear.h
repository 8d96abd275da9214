#ifndef CDICOM_KERNEL_REFORMAT_LINEAR_H
#define CDICOM_KERNEL_REFORMAT_LINEAR_H

#include "reformat.h"

#pragma STDC FP_CONTRACT OFF

CDICOM_BODY float cdicom_number_at(const cdicom_volume *volume, uint64_t index) {
    const uint8_t *source = volume->numbers;
    float value;
    switch (volume->number) {
    case CDICOM_U8: return source[index];
    case CDICOM_U16: return cdicom_load_uint16_t(source + 2 * index);
    case CDICOM_I16: return (int16_t)cdicom_load_uint16_t(source + 2 * index);
    default: memcpy(&value, source + 4 * index, sizeof value); return value;
    }
}

CDICOM_BODY float cdicom_between(float a, float b, float fraction) { return a + fraction * (b - a); }

/// The number at a place among the centers of the voxels; on the last one of an axis there is no neighbour, and none is needed.
CDICOM_BODY float cdicom_linear_at(const cdicom_volume *volume, const int64_t place[3]) {
    uint64_t index = 0, next[3];
    float fraction[3];
    for (int axis = 0; axis < 3; ++axis) {
        const int64_t whole = place[axis] >> 32;
        index += (uint64_t)whole * volume->stride[axis];
        next[axis] = whole + 1 < volume->size[axis] ? volume->stride[axis] : 0;
        fraction[axis] = (float)((uint32_t)place[axis] >> 8) * 0x1p-24f;
    }
    float slices[2];
    for (int slice = 0; slice < 2; ++slice) {
        const uint64_t row = index + (slice ? next[2] : 0), below = row + next[1];
        const float upper = cdicom_between(cdicom_number_at(volume, row), cdicom_number_at(volume, row + next[0]), fraction[0]);
        const float lower = cdicom_between(cdicom_number_at(volume, below), cdicom_number_at(volume, below + next[0]), fraction[0]);
        slices[slice] = cdicom_between(upper, lower, fraction[1]);
    }
    return cdicom_between(slices[0], slices[1], fraction[2]);
}

#endif
