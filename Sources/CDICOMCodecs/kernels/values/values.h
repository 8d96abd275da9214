#ifndef CDICOM_KERNEL_VALUES_H
#define CDICOM_KERNEL_VALUES_H

#include <math.h>

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_values.h"

typedef void cdicom_line_values_fn(cdicom_sample_kind samples, cdicom_cell cell, cdicom_line line, const uint8_t *source, void *target,
                                   cdicom_value_kind kind, size_t count);
typedef void cdicom_integer_values_fn(cdicom_cell cell, int32_t slope, int32_t intercept, const uint8_t *source, void *target,
                                      cdicom_value_kind kind, size_t count);

cdicom_line_values_fn cdicom_line_values_scalar;
cdicom_integer_values_fn cdicom_integer_values_scalar;
#if CDICOM_X86_64
cdicom_line_values_fn cdicom_line_values_avx2;
cdicom_integer_values_fn cdicom_integer_values_avx2;
#endif

#define CDICOM_VALUE(bits)                                                                                            \
    CDICOM_BODY int64_t cdicom_signed##bits(cdicom_cell cell, const uint8_t *source) {                                \
        uint##bits##_t raw;                                                                                           \
        memcpy(&raw, source, sizeof raw);                                                                             \
        return (int##bits##_t)(uint##bits##_t)(raw << cell.left_shift) >> cell.right_shift;                           \
    }                                                                                                                 \
    CDICOM_BODY uint64_t cdicom_unsigned##bits(cdicom_cell cell, const uint8_t *source) {                             \
        uint##bits##_t raw;                                                                                           \
        memcpy(&raw, source, sizeof raw);                                                                             \
        return (uint##bits##_t)(raw << cell.left_shift) >> cell.right_shift;                                          \
    }
CDICOM_VALUE(8)
CDICOM_VALUE(16)
CDICOM_VALUE(32)
CDICOM_VALUE(64)
#undef CDICOM_VALUE

CDICOM_BODY double cdicom_binary32(cdicom_cell cell, const uint8_t *source) {
    (void)cell;
    float value;
    memcpy(&value, source, sizeof value);
    return value;
}

CDICOM_BODY double cdicom_binary64(cdicom_cell cell, const uint8_t *source) {
    (void)cell;
    double value;
    memcpy(&value, source, sizeof value);
    return value;
}

/// Runs `BODY(load, bytes)` with the function that loads a sample, so that each loop is compiled for its own kind of sample. Values of up to
/// 32 bits are loaded as int32 or uint32, which is what vectors convert fastest.
#define CDICOM_FOR_SAMPLES(samples, cell, BODY)                                                                       \
    if ((samples) == CDICOM_BINARY32) {                                                                               \
        BODY(cdicom_binary32, 4)                                                                                      \
    } else if ((samples) == CDICOM_BINARY64) {                                                                        \
        BODY(cdicom_binary64, 8)                                                                                      \
    } else if ((cell).is_signed) {                                                                                    \
        switch ((cell).bytes) {                                                                                       \
        case 1: BODY((int32_t)cdicom_signed8, 1) break;                                                               \
        case 2: BODY((int32_t)cdicom_signed16, 2) break;                                                              \
        case 4: BODY((int32_t)cdicom_signed32, 4) break;                                                              \
        default: BODY((int64_t)cdicom_signed64, 8) break;                                                             \
        }                                                                                                             \
    } else {                                                                                                          \
        switch ((cell).bytes) {                                                                                       \
        case 1: BODY((int32_t)cdicom_unsigned8, 1) break;                                                             \
        case 2: BODY((int32_t)cdicom_unsigned16, 2) break;                                                            \
        case 4: BODY((uint32_t)cdicom_unsigned32, 4) break;                                                           \
        default: BODY((uint64_t)cdicom_unsigned64, 8) break;                                                          \
        }                                                                                                             \
    }

#endif
