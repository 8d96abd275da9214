// Included by each level's file, which defines CDICOM_NAME and CDICOM_TARGET (an attribute, or nothing): the compiler makes vectors of this loop,
// and contraction is off so that all levels round alike.
#include "stretch.h"

#pragma STDC FP_CONTRACT OFF

CDICOM_TARGET void CDICOM_NAME(cdicom_sample_kind samples, cdicom_cell cell, cdicom_stretch stretch, const uint8_t *restrict source,
                               uint8_t *restrict target, uint32_t target_bytes, size_t count) {
    const double top = stretch.top;
    // The first comparison is false for what is not a number, so that it becomes 0.
#define CDICOM_STRETCH(load, bytes, store)                                                                            \
    for (size_t i = 0; i < count; ++i) {                                                                              \
        double y = ((double)load(cell, source + bytes * i) - stretch.origin) * stretch.scale + stretch.offset;        \
        y = y > 0.0 ? y : 0.0;                                                                                        \
        y = y < top ? y : top;                                                                                        \
        int32_t place = (int32_t)y ^ stretch.flip;                                                                    \
        store;                                                                                                        \
    }
#define CDICOM_STRETCH_BODY(load, bytes)                                                                              \
    if (target_bytes == 1) {                                                                                          \
        CDICOM_STRETCH(load, bytes, target[i] = (uint8_t)place)                                                       \
    } else {                                                                                                          \
        CDICOM_STRETCH(load, bytes, cdicom_store_uint16_t(target + 2 * i, (uint16_t)place))                           \
    }
    if (samples == CDICOM_BINARY32) {
        CDICOM_STRETCH_BODY(cdicom_binary32, 4)
    } else if (cell.is_signed) {
        CDICOM_STRETCH_BODY((int32_t)cdicom_signed32, 4)
    } else {
        CDICOM_STRETCH_BODY((uint32_t)cdicom_unsigned32, 4)
    }
}
