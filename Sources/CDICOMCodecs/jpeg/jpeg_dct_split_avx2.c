#include "jpeg_dct_avx2.h"
#include "jpeg_dct_split_body.h"

#if CDICOM_X86_64
/// 16 pixels of three bytes to three registers.
CDICOM_INLINE_AVX2 void split_pixels(const uint8_t *source, uint8_t *const rows[3], size_t at) {
    const __m128i p0 = _mm_loadu_si128((const __m128i *)source), p1 = _mm_loadu_si128((const __m128i *)(source + 16));
    const __m128i p2 = _mm_loadu_si128((const __m128i *)(source + 32));
#define OR3(a, b, c) _mm_or_si128(_mm_or_si128(a, b), c)
    const __m128i r = OR3(_mm_shuffle_epi8(p0, _mm_setr_epi8(0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
                          _mm_shuffle_epi8(p1, _mm_setr_epi8(-1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14, -1, -1, -1, -1, -1)),
                          _mm_shuffle_epi8(p2, _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 4, 7, 10, 13)));
    const __m128i g = OR3(_mm_shuffle_epi8(p0, _mm_setr_epi8(1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
                          _mm_shuffle_epi8(p1, _mm_setr_epi8(-1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15, -1, -1, -1, -1, -1)),
                          _mm_shuffle_epi8(p2, _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 2, 5, 8, 11, 14)));
    const __m128i b = OR3(_mm_shuffle_epi8(p0, _mm_setr_epi8(2, 5, 8, 11, 14, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1)),
                          _mm_shuffle_epi8(p1, _mm_setr_epi8(-1, -1, -1, -1, -1, 1, 4, 7, 10, 13, -1, -1, -1, -1, -1, -1)),
                          _mm_shuffle_epi8(p2, _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 3, 6, 9, 12, 15)));
#undef OR3
    _mm_storeu_si128((__m128i *)(rows[0] + at), r);
    _mm_storeu_si128((__m128i *)(rows[1] + at), g);
    _mm_storeu_si128((__m128i *)(rows[2] + at), b);
}

CDICOM_TARGET_AVX2 static void split8(const uint8_t *source, uint8_t *const rows[3], size_t count) {
    size_t i = 0;
    for (; i + 16 <= count; i += 16) split_pixels(source + 3 * i, rows, i);
    if (i == count) return;
    uint8_t pixels[48] = {0};
    memcpy(pixels, source + 3 * i, 3 * (count - i));
    split_pixels(pixels, rows, i);
}

/// (a * fa + b * fb + extra + round) >> 16 in both halves of the lanes.
CDICOM_INLINE_AVX2 __m256i mix(__m256i low, __m256i high, __m256i low_extra, __m256i high_extra, __m256i factors, int32_t round) {
    const __m256i rounding = _mm256_set1_epi32(round);
    const __m256i l = _mm256_add_epi32(_mm256_add_epi32(_mm256_madd_epi16(low, factors), low_extra), rounding);
    const __m256i h = _mm256_add_epi32(_mm256_add_epi32(_mm256_madd_epi16(high, factors), high_extra), rounding);
    return _mm256_packs_epi32(_mm256_srai_epi32(l, 16), _mm256_srai_epi32(h, 16));
}

/// Sixteen pixels in 16-bit lanes. 38470 does not fit in a signed factor: half of it is taken twice.
CDICOM_INLINE_AVX2 void convert(__m256i *first, __m256i *second, __m256i *third) {
    const __m256i r = *first, g = *second, b = *third, zero = _mm256_setzero_si256();
    const __m256i rg_low = _mm256_unpacklo_epi16(r, g), rg_high = _mm256_unpackhi_epi16(r, g);
    const __m256i bg_low = _mm256_unpacklo_epi16(b, g), bg_high = _mm256_unpackhi_epi16(b, g);
    const int32_t middle = 128 * 65536 + 32767;
    *first = mix(rg_low, rg_high, _mm256_madd_epi16(bg_low, CDICOM_PAIR(CDICOM_JPEG_Y_B, CDICOM_JPEG_Y_G / 2)),
                 _mm256_madd_epi16(bg_high, CDICOM_PAIR(CDICOM_JPEG_Y_B, CDICOM_JPEG_Y_G / 2)),
                 CDICOM_PAIR(CDICOM_JPEG_Y_R, CDICOM_JPEG_Y_G / 2), 32768);
    // A number in the high half of a lane, shifted down by one, is 32768 times itself.
    *second = mix(rg_low, rg_high, _mm256_srli_epi32(_mm256_unpacklo_epi16(zero, b), 1),
                  _mm256_srli_epi32(_mm256_unpackhi_epi16(zero, b), 1), CDICOM_PAIR(-CDICOM_JPEG_CB_R, -CDICOM_JPEG_CB_G), middle);
    *third = mix(bg_low, bg_high, _mm256_srli_epi32(_mm256_unpacklo_epi16(zero, r), 1),
                 _mm256_srli_epi32(_mm256_unpackhi_epi16(zero, r), 1), CDICOM_PAIR(-CDICOM_JPEG_CR_B, -CDICOM_JPEG_CR_G), middle);
}

CDICOM_TARGET_AVX2 static void to_ycc8(uint8_t *const rows[3], size_t count) {
    const __m256i zero = _mm256_setzero_si256();
    for (size_t i = 0; i < count; i += 32) {  // into the slack
        __m256i low[3], high[3];
        for (int c = 0; c < 3; c++) {
            const __m256i bytes = _mm256_loadu_si256((const __m256i *)(rows[c] + i));
            low[c] = _mm256_unpacklo_epi8(bytes, zero);
            high[c] = _mm256_unpackhi_epi8(bytes, zero);
        }
        convert(&low[0], &low[1], &low[2]);
        convert(&high[0], &high[1], &high[2]);
        for (int c = 0; c < 3; c++) _mm256_storeu_si256((__m256i *)(rows[c] + i), _mm256_packus_epi16(low[c], high[c]));
    }
}

CDICOM_TARGET_AVX2 static void split12(const uint8_t *source, uint8_t *const rows[3], size_t count) {
    cdicom_split12_split(source, rows, count);
}

CDICOM_TARGET_AVX2 static void to_ycc12(uint8_t *const rows[3], size_t count) { cdicom_split12_to_ycc(rows, count); }

#define AVX2(bits)                                                                                                            \
    CDICOM_TARGET_AVX2 static void halve##bits(const uint8_t *row, uint8_t *target, size_t count) {                           \
        cdicom_split##bits##_halve(row, target, count);                                                                       \
    }                                                                                                                         \
    CDICOM_TARGET_AVX2 static void quarter##bits(const uint8_t *upper, const uint8_t *lower, uint8_t *target, size_t count) { \
        cdicom_split##bits##_quarter(upper, lower, target, count);                                                            \
    }                                                                                                                         \
    const cdicom_jpeg_split_functions cdicom_jpeg_split##bits##_avx2 = {split##bits, to_ycc##bits, halve##bits, quarter##bits};

AVX2(8)
AVX2(12)
#endif
