#ifndef CDICOM_KERNEL_EXTREMES_H
#define CDICOM_KERNEL_EXTREMES_H

#include "../cells.h"
#include "../dispatch.h"

/// Results and the excluded range are signed 16-bit words: unsigned values minus 2^15, signed ones as they are, so that minimum, maximum
/// and comparison are one instruction each whatever the sign. With no value left, smallest = INT16_MAX and largest = INT16_MIN.
typedef struct cdicom_words {
    int16_t low, high;
} cdicom_words;

/// `cell` is as in memory; `excluded` is empty when low > high.
typedef cdicom_words cdicom_extremes_fn(cdicom_cell cell, cdicom_words excluded, const uint8_t *source, size_t count);

cdicom_extremes_fn cdicom_extremes_scalar;
#if CDICOM_X86_64
cdicom_extremes_fn cdicom_extremes_avx2;
#elif CDICOM_ARM64
cdicom_extremes_fn cdicom_extremes_neon;
#endif

static inline cdicom_words cdicom_joined(cdicom_words a, cdicom_words b) {
    return (cdicom_words){a.low < b.low ? a.low : b.low, a.high > b.high ? a.high : b.high};
}

#endif
