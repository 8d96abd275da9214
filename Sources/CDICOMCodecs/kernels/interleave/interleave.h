#ifndef CDICOM_KERNEL_INTERLEAVE_H
#define CDICOM_KERNEL_INTERLEAVE_H

#include "../cells.h"
#include "../dispatch.h"

typedef void cdicom_interleave_fn(uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target, size_t pixels);

cdicom_interleave_fn cdicom_interleave_scalar, cdicom_deinterleave_scalar;
#if CDICOM_X86_64
cdicom_interleave_fn cdicom_interleave_avx2, cdicom_deinterleave_avx2;
#endif

// Three planes (RGB, YCbCr) are nearly all there is, and the compiler has shuffles for a stride of three; the body is compiled for each
// level's instruction set (arm64: the scalar version is NEON already). Source and target never overlap, and saying so is what lets the
// loops be vectorised.
#define CDICOM_INTERLEAVE(bits)                                                                                      \
    if (planes == 3) {                                                                                               \
        for (size_t i = 0; i < pixels; ++i) {                                                                        \
            memcpy(target + (3 * i + 0) * (bits / 8), source + i * (bits / 8), bits / 8);                            \
            memcpy(target + (3 * i + 1) * (bits / 8), source + (pixels + i) * (bits / 8), bits / 8);                 \
            memcpy(target + (3 * i + 2) * (bits / 8), source + (2 * pixels + i) * (bits / 8), bits / 8);             \
        }                                                                                                            \
    } else {                                                                                                         \
        for (size_t plane = 0; plane < planes; ++plane) {                                                            \
            const uint8_t *from = source + plane * pixels * (bits / 8);                                              \
            for (size_t i = 0; i < pixels; ++i) memcpy(target + (planes * i + plane) * (bits / 8), from + i * (bits / 8), bits / 8); \
        }                                                                                                            \
    }

CDICOM_BODY void cdicom_interleave_body(uint32_t sample_bytes, uint32_t planes, const uint8_t *restrict source, uint8_t *restrict target,
                                        size_t pixels) {
    switch (sample_bytes) {
    case 1: CDICOM_INTERLEAVE(8) break;
    case 2: CDICOM_INTERLEAVE(16) break;
    default: CDICOM_INTERLEAVE(32) break;
    }
}

#define CDICOM_DEINTERLEAVE(bits)                                                                                    \
    if (planes == 3) {                                                                                               \
        for (size_t i = 0; i < pixels; ++i) {                                                                        \
            memcpy(target + i * (bits / 8), source + (3 * i + 0) * (bits / 8), bits / 8);                            \
            memcpy(target + (pixels + i) * (bits / 8), source + (3 * i + 1) * (bits / 8), bits / 8);                 \
            memcpy(target + (2 * pixels + i) * (bits / 8), source + (3 * i + 2) * (bits / 8), bits / 8);             \
        }                                                                                                            \
    } else {                                                                                                         \
        for (size_t plane = 0; plane < planes; ++plane) {                                                            \
            uint8_t *to = target + plane * pixels * (bits / 8);                                                      \
            for (size_t i = 0; i < pixels; ++i) memcpy(to + i * (bits / 8), source + (planes * i + plane) * (bits / 8), bits / 8); \
        }                                                                                                            \
    }

CDICOM_BODY void cdicom_deinterleave_body(uint32_t sample_bytes, uint32_t planes, const uint8_t *restrict source,
                                          uint8_t *restrict target, size_t pixels) {
    switch (sample_bytes) {
    case 1: CDICOM_DEINTERLEAVE(8) break;
    case 2: CDICOM_DEINTERLEAVE(16) break;
    default: CDICOM_DEINTERLEAVE(32) break;
    }
}

#endif
