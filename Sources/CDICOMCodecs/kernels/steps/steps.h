#ifndef CDICOM_KERNEL_STEPS_H
#define CDICOM_KERNEL_STEPS_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_window.h"

typedef void cdicom_steps_int32_fn(cdicom_cell cell, const cdicom_steps_int32 *steps, const uint8_t *source, uint8_t *target, size_t count);
typedef void cdicom_steps_float_fn(const cdicom_steps_float *steps, const uint8_t *source, uint8_t *target, size_t count);
typedef void cdicom_steps_double_fn(const cdicom_steps_double *steps, const uint8_t *source, uint8_t *target, size_t count);

cdicom_steps_int32_fn cdicom_steps_int32_scalar;
cdicom_steps_float_fn cdicom_steps_float_scalar;
cdicom_steps_double_fn cdicom_steps_double_scalar;
#if CDICOM_X86_64
cdicom_steps_int32_fn cdicom_steps_int32_avx2;
cdicom_steps_float_fn cdicom_steps_float_avx2;
cdicom_steps_double_fn cdicom_steps_double_avx2;
#endif

/// Stored value of a cell of 4 bytes; an unsigned one less 2^31, so that it is an int32 whatever its sign.
CDICOM_BODY int32_t cdicom_steps_value(cdicom_cell cell, const uint8_t *source) {
    uint32_t raised = cdicom_load_uint32_t(source) << cell.left_shift;
    return cell.is_signed ? (int32_t)raised >> cell.right_shift : (int32_t)((raised >> cell.right_shift) ^ 0x80000000u);
}

CDICOM_BODY void cdicom_steps_store(uint8_t *target, size_t i, uint32_t target_bytes, uint32_t output) {
    if (target_bytes == 1) {
        target[i] = (uint8_t)output;
    } else {
        cdicom_store_uint16_t(target + 2 * i, (uint16_t)output);
    }
}

#endif
