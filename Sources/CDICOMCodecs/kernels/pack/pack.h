#ifndef CDICOM_KERNEL_PACK_H
#define CDICOM_KERNEL_PACK_H

#include "../cells.h"
#include "../dispatch.h"

/// `count` bytes to bits from the first of `target` on, least significant first. The bits behind the last one in its byte become 0.
typedef void cdicom_pack_fn(const uint8_t *source, uint8_t *target, size_t count);

cdicom_pack_fn cdicom_pack_scalar;
#if CDICOM_X86_64
cdicom_pack_fn cdicom_pack_avx2;
#elif CDICOM_ARM64
cdicom_pack_fn cdicom_pack_neon;
#endif

#endif
