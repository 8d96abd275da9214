#ifndef CDICOM_KERNEL_RESCALE_H
#define CDICOM_KERNEL_RESCALE_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_volume.h"

typedef enum cdicom_kind {
    CDICOM_KIND_U8 = 0,
    CDICOM_KIND_I8,
    CDICOM_KIND_U16,
    CDICOM_KIND_I16,
    CDICOM_KIND_U32,
    CDICOM_KIND_I32,
    CDICOM_KIND_F32,
    CDICOM_KIND_F64
} cdicom_kind;

typedef void cdicom_rescale_fn(cdicom_kind kind, double slope, double intercept, const uint8_t *source, uint8_t *target, size_t count);
typedef void cdicom_widen_fn(bool is_signed, const uint8_t *source, uint8_t *target, size_t count);

cdicom_rescale_fn cdicom_rescale_scalar;
cdicom_widen_fn cdicom_widen_scalar;
#if CDICOM_X86_64
cdicom_rescale_fn cdicom_rescale_avx2;
cdicom_widen_fn cdicom_widen_avx2;
#endif

#pragma STDC FP_CONTRACT OFF

// The loops are plain enough for the compiler, so that each level is this body compiled for its instruction set (arm64: the scalar version
// is NEON already).
#define CDICOM_RESCALE_LOOP(type)                                   \
    for (size_t i = 0; i < count; ++i) {                            \
        type value;                                                 \
        memcpy(&value, source + i * sizeof value, sizeof value);    \
        const float result = (float)(slope * (double)value + intercept); \
        memcpy(target + i * sizeof result, &result, sizeof result); \
    }                                                               \
    break;

CDICOM_BODY void cdicom_rescale_body(cdicom_kind kind, double slope, double intercept, const uint8_t *restrict source,
                                     uint8_t *restrict target, size_t count) {
    switch (kind) {
    case CDICOM_KIND_U8: CDICOM_RESCALE_LOOP(uint8_t)
    case CDICOM_KIND_I8: CDICOM_RESCALE_LOOP(int8_t)
    case CDICOM_KIND_U16: CDICOM_RESCALE_LOOP(uint16_t)
    case CDICOM_KIND_I16: CDICOM_RESCALE_LOOP(int16_t)
    case CDICOM_KIND_U32: CDICOM_RESCALE_LOOP(uint32_t)
    case CDICOM_KIND_I32: CDICOM_RESCALE_LOOP(int32_t)
    case CDICOM_KIND_F32: CDICOM_RESCALE_LOOP(float)
    default: CDICOM_RESCALE_LOOP(double)
    }
}

CDICOM_BODY void cdicom_widen_body(bool is_signed, const uint8_t *restrict source, uint8_t *restrict target, size_t count) {
    if (is_signed) {
        for (size_t i = 0; i < count; ++i) cdicom_store_uint16_t(target + 2 * i, (uint16_t)(int16_t)(int8_t)source[i]);
    } else {
        for (size_t i = 0; i < count; ++i) cdicom_store_uint16_t(target + 2 * i, source[i]);
    }
}

#endif
