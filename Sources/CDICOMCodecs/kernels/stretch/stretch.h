#ifndef CDICOM_KERNEL_STRETCH_H
#define CDICOM_KERNEL_STRETCH_H

#include "../values/values.h"
#include "cdicom_window.h"

typedef void cdicom_stretch_fn(cdicom_sample_kind samples, cdicom_cell cell, cdicom_stretch stretch, const uint8_t *source, uint8_t *target,
                               uint32_t target_bytes, size_t count);

cdicom_stretch_fn cdicom_stretch_scalar;
#if CDICOM_X86_64
cdicom_stretch_fn cdicom_stretch_avx2;
#endif

#endif
