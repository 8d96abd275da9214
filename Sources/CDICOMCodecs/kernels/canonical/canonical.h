#ifndef CDICOM_KERNEL_CANONICAL_H
#define CDICOM_KERNEL_CANONICAL_H

#include "../cells.h"
#include "../dispatch.h"

typedef void cdicom_canonical_fn(cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count);

cdicom_canonical_fn cdicom_canonical_scalar;
#if CDICOM_X86_64
cdicom_canonical_fn cdicom_canonical_avx2;
#endif

// The loops are plain enough for the compiler, so that each level is this body compiled for its instruction set (arm64: the scalar
// version is NEON already).
#define CDICOM_CANONICAL_LOOP(bits)                                                                    \
    if (cell.is_signed) {                                                                              \
        for (size_t i = 0; i < count; ++i) {                                                           \
            uint##bits##_t raised;                                                                     \
            memcpy(&raised, source + i * sizeof raised, sizeof raised);                                \
            raised = (uint##bits##_t)(raised << left);                                                 \
            int##bits##_t value = (int##bits##_t)((int##bits##_t)raised >> right);                     \
            memcpy(target + i * sizeof value, &value, sizeof value);                                   \
        }                                                                                              \
    } else {                                                                                           \
        for (size_t i = 0; i < count; ++i) {                                                           \
            uint##bits##_t value;                                                                      \
            memcpy(&value, source + i * sizeof value, sizeof value);                                   \
            value = (uint##bits##_t)((uint##bits##_t)(value << left) >> right);                        \
            memcpy(target + i * sizeof value, &value, sizeof value);                                   \
        }                                                                                              \
    }

CDICOM_BODY void cdicom_canonical_loops(cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count) {
    const unsigned left = cell.left_shift, right = cell.right_shift;
    switch (cell.bytes) {
    case 1: CDICOM_CANONICAL_LOOP(8) break;
    case 2: CDICOM_CANONICAL_LOOP(16) break;
    case 4: CDICOM_CANONICAL_LOOP(32) break;
    default: CDICOM_CANONICAL_LOOP(64) break;
    }
}

// Written with one pointer where there is one buffer: two that may overlap make the compiler fall back to single values.
CDICOM_BODY void cdicom_canonical_body(cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count) {
    if (source == target) {
        cdicom_canonical_loops(cell, target, target, count);
    } else {
        cdicom_canonical_loops(cell, source, target, count);
    }
}

#endif
