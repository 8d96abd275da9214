#ifndef CDICOM_JPEG_DCT_AVX2_H
#define CDICOM_JPEG_DCT_AVX2_H

#include "../kernels/dispatch.h"
#include "jpeg_dct_constants.h"

#if CDICOM_X86_64
#include <immintrin.h>
#include <stdint.h>

#define CDICOM_INLINE_AVX2 static inline __attribute__((always_inline, target("avx2")))

/// Two factors for `_mm256_madd_epi16` on unpacked pairs.
#define CDICOM_PAIR(a, b) _mm256_set1_epi32((int)(((uint32_t)(uint16_t)(int16_t)(b) << 16) | (uint16_t)(int16_t)(a)))

// The rotations multiplied out, so that all sums are formed in 32 bits and nothing overflows before the cut to 16 bits:
// each odd part is a sum of the four odd inputs, as two pairs.
enum {
    CDICOM_DCT_A = CDICOM_DCT_1_175,
    CDICOM_DCT_B0_7 = CDICOM_DCT_0_298 - CDICOM_DCT_0_899 + CDICOM_DCT_A - CDICOM_DCT_1_961,
    CDICOM_DCT_B0_1 = CDICOM_DCT_A - CDICOM_DCT_0_899,
    CDICOM_DCT_B0_5 = CDICOM_DCT_A,
    CDICOM_DCT_B0_3 = CDICOM_DCT_A - CDICOM_DCT_1_961,
    CDICOM_DCT_B1_7 = CDICOM_DCT_A,
    CDICOM_DCT_B1_1 = CDICOM_DCT_A - CDICOM_DCT_0_390,
    CDICOM_DCT_B1_5 = CDICOM_DCT_2_053 - CDICOM_DCT_2_562 + CDICOM_DCT_A - CDICOM_DCT_0_390,
    CDICOM_DCT_B1_3 = CDICOM_DCT_A - CDICOM_DCT_2_562,
    CDICOM_DCT_B2_7 = CDICOM_DCT_A - CDICOM_DCT_1_961,
    CDICOM_DCT_B2_1 = CDICOM_DCT_A,
    CDICOM_DCT_B2_5 = CDICOM_DCT_A - CDICOM_DCT_2_562,
    CDICOM_DCT_B2_3 = CDICOM_DCT_3_072 - CDICOM_DCT_2_562 + CDICOM_DCT_A - CDICOM_DCT_1_961,
    CDICOM_DCT_B3_7 = CDICOM_DCT_A - CDICOM_DCT_0_899,
    CDICOM_DCT_B3_1 = CDICOM_DCT_1_501 - CDICOM_DCT_0_899 + CDICOM_DCT_A - CDICOM_DCT_0_390,
    CDICOM_DCT_B3_5 = CDICOM_DCT_A - CDICOM_DCT_0_390,
    CDICOM_DCT_B3_3 = CDICOM_DCT_A,
};

/// 8 x 8 values in each half of the registers.
CDICOM_INLINE_AVX2 void cdicom_dct_transpose(__m256i r[8]) {
    __m256i a[8], b[8];
    for (int i = 0; i < 4; i++) {
        a[2 * i] = _mm256_unpacklo_epi16(r[2 * i], r[2 * i + 1]);
        a[2 * i + 1] = _mm256_unpackhi_epi16(r[2 * i], r[2 * i + 1]);
    }
    for (int i = 0; i < 2; i++) {
        b[4 * i] = _mm256_unpacklo_epi32(a[4 * i], a[4 * i + 2]);
        b[4 * i + 1] = _mm256_unpackhi_epi32(a[4 * i], a[4 * i + 2]);
        b[4 * i + 2] = _mm256_unpacklo_epi32(a[4 * i + 1], a[4 * i + 3]);
        b[4 * i + 3] = _mm256_unpackhi_epi32(a[4 * i + 1], a[4 * i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        r[2 * i] = _mm256_unpacklo_epi64(b[i], b[4 + i]);
        r[2 * i + 1] = _mm256_unpackhi_epi64(b[i], b[4 + i]);
    }
}
#endif

#endif
