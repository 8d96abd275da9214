#include "cdicom_cpu.h"

#include <stdatomic.h>

// One bit a level. Scalar is always among them, so 0 means that nobody has asked yet.
static unsigned detected_levels(void) {
    unsigned levels = 1u << CDICOM_SCALAR;
#if defined(__x86_64__)
    // These also ask the operating system whether it saves the wide registers.
    __builtin_cpu_init();
    if (__builtin_cpu_supports("sse4.1")) levels |= 1u << CDICOM_SSE41;
    // Every machine with AVX2 has the bit instructions that codecs use with it, but a virtual machine may hide them.
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
        && __builtin_cpu_supports("lzcnt")) {
        levels |= 1u << CDICOM_AVX2;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
            levels |= 1u << CDICOM_AVX512;
    }
#elif defined(__aarch64__)
    levels |= 1u << CDICOM_NEON;
#endif
    return levels;
}

static unsigned levels(void) {
    // Threads that race here store the same value.
    static atomic_uint cached;
    unsigned known = atomic_load_explicit(&cached, memory_order_relaxed);
    if (known == 0) {
        known = detected_levels();
        atomic_store_explicit(&cached, known, memory_order_relaxed);
    }
    return known;
}

cdicom_level cdicom_best_level(void) {
    return (cdicom_level)(31 - __builtin_clz(levels()));
}

bool cdicom_level_is_available(cdicom_level level) {
    return (unsigned)level <= (unsigned)CDICOM_NEON && ((levels() >> (unsigned)level) & 1u) != 0;
}
