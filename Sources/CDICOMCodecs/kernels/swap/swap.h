#ifndef CDICOM_KERNEL_SWAP_H
#define CDICOM_KERNEL_SWAP_H

#include "../cells.h"
#include "../dispatch.h"

typedef void cdicom_swap_fn(uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count);

cdicom_swap_fn cdicom_swap_scalar;
#if CDICOM_X86_64
cdicom_swap_fn cdicom_swap_avx2;
#endif

// The compiler turns these loops into byte shuffles, so that each level is this body compiled for its instruction set (arm64: the scalar
// version is NEON already).
CDICOM_BODY void cdicom_swap_loops(uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count) {
    switch (sample_bytes) {
    case 2:
        for (size_t i = 0; i < count; ++i) cdicom_store_uint16_t(target + 2 * i, __builtin_bswap16(cdicom_load_uint16_t(source + 2 * i)));
        break;
    case 4:
        for (size_t i = 0; i < count; ++i) cdicom_store_uint32_t(target + 4 * i, __builtin_bswap32(cdicom_load_uint32_t(source + 4 * i)));
        break;
    default:
        for (size_t i = 0; i < count; ++i) cdicom_store_uint64_t(target + 8 * i, __builtin_bswap64(cdicom_load_uint64_t(source + 8 * i)));
        break;
    }
}

// One pointer where there is one buffer, as in canonical.h.
CDICOM_BODY void cdicom_swap_body(uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count) {
    if (source == target) {
        cdicom_swap_loops(sample_bytes, target, target, count);
    } else {
        cdicom_swap_loops(sample_bytes, source, target, count);
    }
}

#endif
