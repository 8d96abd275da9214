#ifndef CDICOM_CELLS_H
#define CDICOM_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "cdicom_samples.h"

static inline bool cdicom_cell_is_valid(cdicom_cell cell) {
    if (cell.bytes != 1 && cell.bytes != 2 && cell.bytes != 4 && cell.bytes != 8) return false;
    return cell.right_shift < 8 * cell.bytes && cell.left_shift <= cell.right_shift && cell.is_signed <= 1;
}

/// Unaligned little-endian loads and stores; every machine that this is built for is little-endian.
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The pixel core is written for little-endian machines."
#endif
#define CDICOM_UNALIGNED(type)                                                   \
    static inline __attribute__((always_inline)) type cdicom_load_##type(const uint8_t *source) { \
        type value;                                                              \
        memcpy(&value, source, sizeof value);                                    \
        return value;                                                            \
    }                                                                            \
    static inline __attribute__((always_inline)) void cdicom_store_##type(uint8_t *target, type value) { \
        memcpy(target, &value, sizeof value);                                    \
    }
CDICOM_UNALIGNED(uint16_t)
CDICOM_UNALIGNED(uint32_t)
CDICOM_UNALIGNED(uint64_t)
#undef CDICOM_UNALIGNED

#endif
