#include "resample.h"

#if CDICOM_X86_64
// Every function in it, and not the entry alone: bodies are taken in only by functions of the same instruction set.
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#include "resample_body.h"

void cdicom_resample_avx2(const cdicom_resampling *work) { cdicom_resample_body(work); }
#pragma clang attribute pop
#endif
