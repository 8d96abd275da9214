#include "jpeg_dct_rows_body.h"

#if CDICOM_X86_64
#include <immintrin.h>

#define INLINE_AVX2 static inline __attribute__((always_inline, target("avx2")))

/// Three registers of 32 bytes to 32 pixels of three bytes: in each half, 16 pixels.
INLINE_AVX2 void store_pixels(__m256i r, __m256i g, __m256i b, uint8_t *target) {
#define MASK(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))
    const __m256i r0 = MASK(0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1, 5);
    const __m256i g0 = MASK(-1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1, -1);
    const __m256i b0 = MASK(-1, -1, 0, -1, -1, 1, -1, -1, 2, -1, -1, 3, -1, -1, 4, -1);
    const __m256i r1 = MASK(-1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10, -1);
    const __m256i g1 = MASK(5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1, 10);
    const __m256i b1 = MASK(-1, 5, -1, -1, 6, -1, -1, 7, -1, -1, 8, -1, -1, 9, -1, -1);
    const __m256i r2 = MASK(-1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1, -1);
    const __m256i g2 = MASK(-1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15, -1);
    const __m256i b2 = MASK(10, -1, -1, 11, -1, -1, 12, -1, -1, 13, -1, -1, 14, -1, -1, 15);
#undef MASK
    const __m256i o0 = _mm256_or_si256(_mm256_or_si256(_mm256_shuffle_epi8(r, r0), _mm256_shuffle_epi8(g, g0)), _mm256_shuffle_epi8(b, b0));
    const __m256i o1 = _mm256_or_si256(_mm256_or_si256(_mm256_shuffle_epi8(r, r1), _mm256_shuffle_epi8(g, g1)), _mm256_shuffle_epi8(b, b1));
    const __m256i o2 = _mm256_or_si256(_mm256_or_si256(_mm256_shuffle_epi8(r, r2), _mm256_shuffle_epi8(g, g2)), _mm256_shuffle_epi8(b, b2));
    _mm256_storeu_si256((__m256i *)target, _mm256_permute2x128_si256(o0, o1, 0x20));
    _mm256_storeu_si256((__m256i *)(target + 32), _mm256_permute2x128_si256(o2, o0, 0x30));
    _mm256_storeu_si256((__m256i *)(target + 64), _mm256_permute2x128_si256(o1, o2, 0x31));
}

INLINE_AVX2 __m256i load(const uint8_t *from) { return _mm256_loadu_si256((const __m256i *)from); }

/// Sixteen pixels in 16-bit lanes, exact as the definition in 32 bits: 1.402 is 1 + 26345/2^16, 1.772 is 2 - 14942/2^16 and 0.714 is
/// 1 - 18734/2^16, whose factors fit in 16 bits; twice the argument in a high product, plus 1, halved, rounds as adding 2^15 does.
INLINE_AVX2 void convert(__m256i y, __m256i cb, __m256i cr, __m256i *r, __m256i *g, __m256i *b) {
    const __m256i one = _mm256_set1_epi16(1);
    const __m256i cb2 = _mm256_add_epi16(cb, cb), cr2 = _mm256_add_epi16(cr, cr);
    const __m256i red = _mm256_srai_epi16(_mm256_add_epi16(_mm256_mulhi_epi16(cr2, _mm256_set1_epi16(26345)), one), 1);
    const __m256i blue = _mm256_srai_epi16(_mm256_add_epi16(_mm256_mulhi_epi16(cb2, _mm256_set1_epi16(-14942)), one), 1);
    const __m256i factors = _mm256_set1_epi32((int)((18734u << 16) | (uint16_t)-22554)), half = _mm256_set1_epi32(32768);
    const __m256i low = _mm256_add_epi32(_mm256_madd_epi16(_mm256_unpacklo_epi16(cb, cr), factors), half);
    const __m256i high = _mm256_add_epi32(_mm256_madd_epi16(_mm256_unpackhi_epi16(cb, cr), factors), half);
    const __m256i green = _mm256_packs_epi32(_mm256_srai_epi32(low, 16), _mm256_srai_epi32(high, 16));
    *r = _mm256_add_epi16(y, _mm256_add_epi16(cr, red));
    *g = _mm256_add_epi16(y, _mm256_sub_epi16(green, cr));
    *b = _mm256_add_epi16(y, _mm256_add_epi16(cb2, blue));
}

INLINE_AVX2 void rgb_pixels(const uint8_t *luma, const uint8_t *blue, const uint8_t *red, uint8_t *target) {
    const __m256i zero = _mm256_setzero_si256(), middle = _mm256_set1_epi16(128);
    const __m256i y = load(luma), cb = load(blue), cr = load(red);
    __m256i rl, gl, bl, rh, gh, bh;
    convert(_mm256_unpacklo_epi8(y, zero), _mm256_sub_epi16(_mm256_unpacklo_epi8(cb, zero), middle),
            _mm256_sub_epi16(_mm256_unpacklo_epi8(cr, zero), middle), &rl, &gl, &bl);
    convert(_mm256_unpackhi_epi8(y, zero), _mm256_sub_epi16(_mm256_unpackhi_epi8(cb, zero), middle),
            _mm256_sub_epi16(_mm256_unpackhi_epi8(cr, zero), middle), &rh, &gh, &bh);
    store_pixels(_mm256_packus_epi16(rl, rh), _mm256_packus_epi16(gl, gh), _mm256_packus_epi16(bl, bh), target);
}

CDICOM_TARGET_AVX2 static void interleave8(const uint8_t *const rows[3], uint8_t *target, size_t count) {
    size_t i = 0;
    for (; i + 32 <= count; i += 32) store_pixels(load(rows[0] + i), load(rows[1] + i), load(rows[2] + i), target + 3 * i);
    if (i == count) return;
    uint8_t pixels[96];
    store_pixels(load(rows[0] + i), load(rows[1] + i), load(rows[2] + i), pixels);
    memcpy(target + 3 * i, pixels, 3 * (count - i));
}

CDICOM_TARGET_AVX2 static void to_rgb8(const uint8_t *const rows[3], uint8_t *target, size_t count) {
    size_t i = 0;
    for (; i + 32 <= count; i += 32) rgb_pixels(rows[0] + i, rows[1] + i, rows[2] + i, target + 3 * i);
    if (i == count) return;
    uint8_t pixels[96];
    rgb_pixels(rows[0] + i, rows[1] + i, rows[2] + i, pixels);
    memcpy(target + 3 * i, pixels, 3 * (count - i));
}

#define AVX2(bits)                                                                                                                    \
    CDICOM_TARGET_AVX2 static void widen##bits(const uint8_t *row, uint8_t *target, size_t count) {                                   \
        cdicom_rows##bits##_widen(row, target, count);                                                                                \
    }                                                                                                                                 \
    CDICOM_TARGET_AVX2 static void widen_between##bits(const uint8_t *near, const uint8_t *far, uint8_t *target, size_t count) {      \
        cdicom_rows##bits##_widen_between(near, far, target, count);                                                                  \
    }                                                                                                                                 \
    CDICOM_TARGET_AVX2 static void between##bits(const uint8_t *near, const uint8_t *far, uint8_t *target, size_t count,              \
                                                 uint32_t bias) {                                                                     \
        cdicom_rows##bits##_between(near, far, target, count, bias);                                                                  \
    }

AVX2(8)
AVX2(12)

CDICOM_TARGET_AVX2 static void interleave12(const uint8_t *const rows[3], uint8_t *target, size_t count) {
    cdicom_rows12_interleave(rows, target, count);
}

CDICOM_TARGET_AVX2 static void to_rgb12(const uint8_t *const rows[3], uint8_t *target, size_t count) {
    cdicom_rows12_to_rgb(rows, target, count);
}

const cdicom_jpeg_row_functions cdicom_jpeg_rows8_avx2 = {widen8, widen_between8, between8, interleave8, to_rgb8};
const cdicom_jpeg_row_functions cdicom_jpeg_rows12_avx2 = {widen12, widen_between12, between12, interleave12, to_rgb12};
#endif
