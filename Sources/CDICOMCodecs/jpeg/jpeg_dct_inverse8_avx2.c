#include "jpeg_dct_avx2.h"
#include "jpeg_dct_inverse.h"

#if CDICOM_X86_64
/// Half of the lanes of one pass: the unpacked inputs as pairs (0,4) (2,6) (7,1) (5,3), eight sums out. With `is_low` the inputs 4 to 7 are
/// zero, and the last two pairs are (0,1) left out and (1,3).
CDICOM_INLINE_AVX2 void half_pass(__m256i p04, __m256i p26, __m256i p71, __m256i p53, int shift, int is_low, __m256i out[8]) {
    const __m256i round = _mm256_set1_epi32(1 << (shift - 1));
    const __m256i e0 = _mm256_add_epi32(_mm256_madd_epi16(p04, CDICOM_PAIR(1 << CDICOM_DCT_BITS, 1 << CDICOM_DCT_BITS)), round);
    const __m256i e1 =
        is_low ? e0 : _mm256_add_epi32(_mm256_madd_epi16(p04, CDICOM_PAIR(1 << CDICOM_DCT_BITS, -(1 << CDICOM_DCT_BITS))), round);
    const __m256i e3 = _mm256_madd_epi16(p26, CDICOM_PAIR(CDICOM_DCT_0_541 + CDICOM_DCT_0_765, CDICOM_DCT_0_541));
    const __m256i e2 = _mm256_madd_epi16(p26, CDICOM_PAIR(CDICOM_DCT_0_541, CDICOM_DCT_0_541 - CDICOM_DCT_1_847));
    const __m256i a0 = _mm256_add_epi32(e0, e3), a3 = _mm256_sub_epi32(e0, e3);
    const __m256i a1 = _mm256_add_epi32(e1, e2), a2 = _mm256_sub_epi32(e1, e2);
    __m256i b0, b1, b2, b3;
    if (is_low) {
        b0 = _mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B0_1, CDICOM_DCT_B0_3));
        b1 = _mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B1_1, CDICOM_DCT_B1_3));
        b2 = _mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B2_1, CDICOM_DCT_B2_3));
        b3 = _mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B3_1, CDICOM_DCT_B3_3));
    } else {
        b0 = _mm256_add_epi32(_mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B0_7, CDICOM_DCT_B0_1)),
                              _mm256_madd_epi16(p53, CDICOM_PAIR(CDICOM_DCT_B0_5, CDICOM_DCT_B0_3)));
        b1 = _mm256_add_epi32(_mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B1_7, CDICOM_DCT_B1_1)),
                              _mm256_madd_epi16(p53, CDICOM_PAIR(CDICOM_DCT_B1_5, CDICOM_DCT_B1_3)));
        b2 = _mm256_add_epi32(_mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B2_7, CDICOM_DCT_B2_1)),
                              _mm256_madd_epi16(p53, CDICOM_PAIR(CDICOM_DCT_B2_5, CDICOM_DCT_B2_3)));
        b3 = _mm256_add_epi32(_mm256_madd_epi16(p71, CDICOM_PAIR(CDICOM_DCT_B3_7, CDICOM_DCT_B3_1)),
                              _mm256_madd_epi16(p53, CDICOM_PAIR(CDICOM_DCT_B3_5, CDICOM_DCT_B3_3)));
    }
    out[0] = _mm256_srai_epi32(_mm256_add_epi32(a0, b3), shift);
    out[7] = _mm256_srai_epi32(_mm256_sub_epi32(a0, b3), shift);
    out[1] = _mm256_srai_epi32(_mm256_add_epi32(a1, b2), shift);
    out[6] = _mm256_srai_epi32(_mm256_sub_epi32(a1, b2), shift);
    out[2] = _mm256_srai_epi32(_mm256_add_epi32(a2, b1), shift);
    out[5] = _mm256_srai_epi32(_mm256_sub_epi32(a2, b1), shift);
    out[3] = _mm256_srai_epi32(_mm256_add_epi32(a3, b0), shift);
    out[4] = _mm256_srai_epi32(_mm256_sub_epi32(a3, b0), shift);
}

/// One pass over eight registers of 16-bit values, each result cut to 16 bits.
CDICOM_INLINE_AVX2 void pass(__m256i r[8], int shift, int is_low) {
    __m256i low[8], high[8];
    if (is_low) {
        const __m256i zero = _mm256_setzero_si256();
        half_pass(_mm256_unpacklo_epi16(r[0], zero), _mm256_unpacklo_epi16(r[2], zero), _mm256_unpacklo_epi16(r[1], r[3]), zero, shift, 1,
                  low);
        half_pass(_mm256_unpackhi_epi16(r[0], zero), _mm256_unpackhi_epi16(r[2], zero), _mm256_unpackhi_epi16(r[1], r[3]), zero, shift, 1,
                  high);
    } else {
        half_pass(_mm256_unpacklo_epi16(r[0], r[4]), _mm256_unpacklo_epi16(r[2], r[6]), _mm256_unpacklo_epi16(r[7], r[1]),
                  _mm256_unpacklo_epi16(r[5], r[3]), shift, 0, low);
        half_pass(_mm256_unpackhi_epi16(r[0], r[4]), _mm256_unpackhi_epi16(r[2], r[6]), _mm256_unpackhi_epi16(r[7], r[1]),
                  _mm256_unpackhi_epi16(r[5], r[3]), shift, 0, high);
    }
    for (int i = 0; i < 8; i++) r[i] = _mm256_packs_epi32(low[i], high[i]);
}

/// Columns of 16-bit samples to rows of bytes; the first block's in the low half of a register, the second's in the high half.
CDICOM_INLINE_AVX2 void store(const __m256i c[8], uint8_t *target, size_t stride) {
    const __m256i middle = _mm256_set1_epi8((char)0x80);
    __m256i half[2][2];
    for (int i = 0; i < 2; i++) {
        const __m256i even = _mm256_packs_epi16(c[4 * i], c[4 * i + 2]), odd = _mm256_packs_epi16(c[4 * i + 1], c[4 * i + 3]);
        const __m256i c01 = _mm256_unpacklo_epi8(even, odd), c23 = _mm256_unpackhi_epi8(even, odd);
        half[i][0] = _mm256_unpacklo_epi16(c01, c23);  // four columns of rows 0 to 3
        half[i][1] = _mm256_unpackhi_epi16(c01, c23);  // of rows 4 to 7
    }
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            __m256i rows = j == 0 ? _mm256_unpacklo_epi32(half[0][i], half[1][i]) : _mm256_unpackhi_epi32(half[0][i], half[1][i]);
            rows = _mm256_xor_si256(_mm256_permute4x64_epi64(rows, 0xD8), middle);
            uint8_t *row = target + (size_t)(4 * i + 2 * j) * stride;
            _mm_storeu_si128((__m128i *)row, _mm256_castsi256_si128(rows));
            _mm_storeu_si128((__m128i *)(row + stride), _mm256_extracti128_si256(rows, 1));
        }
    }
}

CDICOM_INLINE_AVX2 void inverse_pair(int16_t *coefficients, uint8_t *target, size_t stride, int is_low) {
    const __m256i zero = _mm256_setzero_si256();
    __m256i r[8];
    for (int v = 0; v < 8; v++) {
        __m256i *const row = (__m256i *)(coefficients + 16 * v);
        r[v] = is_low && v >= 4 ? zero : _mm256_loadu_si256(row);
        if (!is_low || v < 4) _mm256_storeu_si256(row, zero);
    }
    pass(r, CDICOM_DCT_BITS - 2, is_low);
    cdicom_dct_transpose(r);
    pass(r, CDICOM_DCT_BITS + 2 + 3, is_low);
    store(r, target, stride);
}

CDICOM_TARGET_AVX2
void cdicom_jpeg_inverse8_avx2(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride) {
    enum { LOW = 10 };  // the zigzag indices before this lie in the quarter of the lowest frequencies
    for (size_t b = 0; b < blocks; b += 2, coefficients += CDICOM_JPEG_PAIR_COUNT, target += 16) {
        const uint8_t last = b + 1 < blocks ? lasts[b] | lasts[b + 1] : lasts[b];
        if (last == 0) {
            const __m128i first = _mm_set1_epi16((int16_t)((coefficients[0] + 4) >> 3));
            const __m128i second = _mm_set1_epi16((int16_t)((coefficients[8] + 4) >> 3));
            const __m128i row = _mm_xor_si128(_mm_packs_epi16(first, second), _mm_set1_epi8((char)0x80));
            for (size_t y = 0; y < 8; y++) _mm_storeu_si128((__m128i *)(target + y * stride), row);
            coefficients[0] = coefficients[8] = 0;
        } else if (lasts[b] < LOW && (b + 1 == blocks || lasts[b + 1] < LOW)) {
            inverse_pair(coefficients, target, stride, 1);
        } else {
            inverse_pair(coefficients, target, stride, 0);
        }
    }
}
#endif
