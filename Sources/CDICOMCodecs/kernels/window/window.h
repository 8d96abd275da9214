#ifndef CDICOM_KERNEL_WINDOW_H
#define CDICOM_KERNEL_WINDOW_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_window.h"

typedef void cdicom_window_fn(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target, size_t count);

cdicom_window_fn cdicom_window_scalar;
#if CDICOM_X86_64
cdicom_window_fn cdicom_window_avx2, cdicom_window_avx512;
#elif CDICOM_ARM64
cdicom_window_fn cdicom_window_neon;
#endif

#endif
