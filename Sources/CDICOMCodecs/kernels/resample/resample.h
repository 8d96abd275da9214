#ifndef CDICOM_KERNEL_RESAMPLE_H
#define CDICOM_KERNEL_RESAMPLE_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_resample.h"

/// Rows of the target that are made at a time.
#define CDICOM_RESAMPLE_ROWS 8

typedef struct cdicom_resampling {
    cdicom_number number;
    size_t channels;
    float maximum;
    cdicom_axis columns, rows;
    const uint8_t *source;
    uint8_t *target;
    float *scratch;
} cdicom_resampling;

typedef void cdicom_resample_fn(const cdicom_resampling *work);

cdicom_resample_fn cdicom_resample_scalar;
#if CDICOM_X86_64
cdicom_resample_fn cdicom_resample_avx2;
#endif

static inline size_t cdicom_number_bytes(cdicom_number number) {
    return number == CDICOM_U8 ? 1 : number == CDICOM_F32 ? 4 : 2;
}

#endif
