#ifndef CDICOM_KERNEL_UNPACK_H
#define CDICOM_KERNEL_UNPACK_H

#include "../cells.h"
#include "../dispatch.h"

/// `first_bit` is at most 7 for the vector versions, any for scalar.
typedef void cdicom_unpack_fn(const uint8_t *source, size_t first_bit, uint8_t *target, size_t count);

cdicom_unpack_fn cdicom_unpack_scalar;
#if CDICOM_X86_64
cdicom_unpack_fn cdicom_unpack_avx2;
#elif CDICOM_ARM64
cdicom_unpack_fn cdicom_unpack_neon;
#endif

#endif
