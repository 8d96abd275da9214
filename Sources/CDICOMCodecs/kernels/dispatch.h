#ifndef CDICOM_DISPATCH_H
#define CDICOM_DISPATCH_H

#include "cdicom_cpu.h"

#define CDICOM_LEVEL_COUNT (CDICOM_NEON + 1)

/// Functions named by their own instruction set: the package passes no compiler flags, so that others may depend on it.
#if defined(__x86_64__)
#define CDICOM_X86_64 1
#define CDICOM_TARGET_SSE41 __attribute__((target("sse4.1")))
#define CDICOM_TARGET_AVX2 __attribute__((target("avx2")))
#define CDICOM_TARGET_AVX512 __attribute__((target("avx2,avx512f,avx512bw,avx512vl")))
#elif defined(__aarch64__)
#define CDICOM_ARM64 1
#endif

/// A body that is compiled again inside functions of several instruction sets.
#define CDICOM_BODY static inline __attribute__((always_inline))

/// The version for `level` out of a table with an entry per level: a missing entry falls to the next lower one, and scalar is never missing.
#define CDICOM_PICK(by_level, level)                                       \
    ({                                                                     \
        unsigned pick_ = (unsigned)(level);                                \
        while ((by_level)[pick_] == NULL) pick_ -= 1;                      \
        (by_level)[pick_];                                                 \
    })

#endif
