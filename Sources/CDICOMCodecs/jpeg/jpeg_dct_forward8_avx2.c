#include "jpeg_dct_avx2.h"
#include "jpeg_dct_forward.h"

#if CDICOM_X86_64
/// The rotated results of one pass from half of the lanes: (a3, a2), (d3, d0) and (d2, d1) as pairs.
CDICOM_INLINE_AVX2 void rotate(__m256i a32, __m256i d30, __m256i d21, int shift, __m256i out[8]) {
    const __m256i round = _mm256_set1_epi32(1 << (shift - 1));
#define SUM(i, a, b) out[i] = _mm256_srai_epi32(_mm256_add_epi32(_mm256_add_epi32(a, b), round), shift)
    SUM(2, _mm256_madd_epi16(a32, CDICOM_PAIR(CDICOM_DCT_0_541 + CDICOM_DCT_0_765, CDICOM_DCT_0_541)), _mm256_setzero_si256());
    SUM(6, _mm256_madd_epi16(a32, CDICOM_PAIR(CDICOM_DCT_0_541, CDICOM_DCT_0_541 - CDICOM_DCT_1_847)), _mm256_setzero_si256());
    SUM(7, _mm256_madd_epi16(d30, CDICOM_PAIR(CDICOM_DCT_B0_7, CDICOM_DCT_B0_1)),
        _mm256_madd_epi16(d21, CDICOM_PAIR(CDICOM_DCT_B0_5, CDICOM_DCT_B0_3)));
    SUM(5, _mm256_madd_epi16(d30, CDICOM_PAIR(CDICOM_DCT_B1_7, CDICOM_DCT_B1_1)),
        _mm256_madd_epi16(d21, CDICOM_PAIR(CDICOM_DCT_B1_5, CDICOM_DCT_B1_3)));
    SUM(3, _mm256_madd_epi16(d30, CDICOM_PAIR(CDICOM_DCT_B2_7, CDICOM_DCT_B2_1)),
        _mm256_madd_epi16(d21, CDICOM_PAIR(CDICOM_DCT_B2_5, CDICOM_DCT_B2_3)));
    SUM(1, _mm256_madd_epi16(d30, CDICOM_PAIR(CDICOM_DCT_B3_7, CDICOM_DCT_B3_1)),
        _mm256_madd_epi16(d21, CDICOM_PAIR(CDICOM_DCT_B3_5, CDICOM_DCT_B3_3)));
#undef SUM
}

/// One pass. Eight bits fit: in the second one the sums without a rotation are at most 64 times 4 times 128, in size.
CDICOM_INLINE_AVX2 void pass(__m256i r[8], int is_second) {
    const __m256i s0 = _mm256_add_epi16(r[0], r[7]), d0 = _mm256_sub_epi16(r[0], r[7]);
    const __m256i s1 = _mm256_add_epi16(r[1], r[6]), d1 = _mm256_sub_epi16(r[1], r[6]);
    const __m256i s2 = _mm256_add_epi16(r[2], r[5]), d2 = _mm256_sub_epi16(r[2], r[5]);
    const __m256i s3 = _mm256_add_epi16(r[3], r[4]), d3 = _mm256_sub_epi16(r[3], r[4]);
    const __m256i a0 = _mm256_add_epi16(s0, s3), a3 = _mm256_sub_epi16(s0, s3);
    const __m256i a1 = _mm256_add_epi16(s1, s2), a2 = _mm256_sub_epi16(s1, s2);
    const int shift = is_second ? CDICOM_DCT_BITS + 2 : CDICOM_DCT_BITS - 2;
    __m256i low[8], high[8];
    rotate(_mm256_unpacklo_epi16(a3, a2), _mm256_unpacklo_epi16(d3, d0), _mm256_unpacklo_epi16(d2, d1), shift, low);
    rotate(_mm256_unpackhi_epi16(a3, a2), _mm256_unpackhi_epi16(d3, d0), _mm256_unpackhi_epi16(d2, d1), shift, high);
    const __m256i sum = _mm256_add_epi16(a0, a1), difference = _mm256_sub_epi16(a0, a1), two = _mm256_set1_epi16(2);
    r[0] = is_second ? _mm256_srai_epi16(_mm256_add_epi16(sum, two), 2) : _mm256_slli_epi16(sum, 2);
    r[4] = is_second ? _mm256_srai_epi16(_mm256_add_epi16(difference, two), 2) : _mm256_slli_epi16(difference, 2);
    for (int i = 1; i < 8; i++)
        if (i != 4) r[i] = _mm256_packs_epi32(low[i], high[i]);
}

CDICOM_INLINE_AVX2 __m256i both_halves(const uint16_t *from) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)from));
}

CDICOM_TARGET_AVX2
void cdicom_jpeg_forward8_avx2(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                               int16_t *coefficients, uint64_t *masks) {
    const __m256i middle = _mm256_set1_epi16(128), zero = _mm256_setzero_si256();
    for (size_t b = 0; b < blocks; b += 2, samples += 16, coefficients += 128, masks += 2) {
        __m256i r[8];
        for (size_t y = 0; y < 8; y++)
            r[y] = _mm256_sub_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(samples + y * stride))), middle);
        cdicom_dct_transpose(r);
        pass(r, 0);
        cdicom_dct_transpose(r);
        pass(r, 1);
        uint64_t first = 0, second = 0;
        for (size_t v = 0; v < 8; v += 2) {
            __m256i row[2];
            for (size_t i = 0; i < 2; i++) {
                const __m256i size = _mm256_add_epi16(_mm256_abs_epi16(r[v + i]), both_halves(divisors->half + 8 * (v + i)));
                const __m256i high = _mm256_mulhi_epu16(size, both_halves(divisors->factor + 8 * (v + i)));
                row[i] = _mm256_sign_epi16(_mm256_mulhi_epu16(high, both_halves(divisors->scale + 8 * (v + i))), r[v + i]);
                _mm_storeu_si128((__m128i *)(coefficients + 8 * (v + i)), _mm256_castsi256_si128(row[i]));
                _mm_storeu_si128((__m128i *)(coefficients + 64 + 8 * (v + i)), _mm256_extracti128_si256(row[i], 1));
            }
            // Saturation keeps what is not 0; the low half is of the first block, both rows.
            const uint32_t is_zero = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_packs_epi16(row[0], row[1]), zero));
            first |= (uint64_t)(uint16_t)~is_zero << (8 * v);
            second |= (uint64_t)(uint16_t)(~is_zero >> 16) << (8 * v);
        }
        masks[0] = first;
        masks[1] = second;
    }
}
#endif
