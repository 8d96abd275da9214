#include "rle_planes.h"
#include <string.h>

#if defined(__SSE2__)
    #include <emmintrin.h>
#endif

static void interleave_2(const uint8_t *restrict a, const uint8_t *restrict b, uint8_t *restrict target, size_t count) {
    for (size_t i = 0; i < count; i++) {
        target[2 * i] = a[i];
        target[2 * i + 1] = b[i];
    }
}

static void interleave_3(const uint8_t *restrict a, const uint8_t *restrict b, const uint8_t *restrict c, uint8_t *restrict target,
                         size_t count) {
    size_t i = 0;
#if defined(__SSE2__)
    // SSE2 has no byte shuffle: make r g b 0 pixels by unpacking, then close the gaps, first inside 64-bit lanes, then between them.
    // Each store writes 16 bytes of which 12 count, so the last 16 pixels are left to the plain loop, whose room is then enough.
    const __m128i zero = _mm_setzero_si128(), even = _mm_set1_epi64x(0x0000000000FFFFFF), odd = _mm_set1_epi64x(0x0000FFFFFF000000);
    const __m128i low = _mm_set_epi64x(0, -1);
    for (; i + 32 <= count; i += 16) {
        const __m128i r = _mm_loadu_si128((const __m128i *)(a + i)), g = _mm_loadu_si128((const __m128i *)(b + i));
        const __m128i u = _mm_loadu_si128((const __m128i *)(c + i));
        const __m128i rg0 = _mm_unpacklo_epi8(r, g), rg1 = _mm_unpackhi_epi8(r, g);
        const __m128i b0 = _mm_unpacklo_epi8(u, zero), b1 = _mm_unpackhi_epi8(u, zero);
        const __m128i quad[4] = {_mm_unpacklo_epi16(rg0, b0), _mm_unpackhi_epi16(rg0, b0), _mm_unpacklo_epi16(rg1, b1),
                                 _mm_unpackhi_epi16(rg1, b1)};
        for (int k = 0; k < 4; k++) {
            const __m128i pairs = _mm_or_si128(_mm_and_si128(quad[k], even), _mm_and_si128(_mm_srli_epi64(quad[k], 8), odd));
            const __m128i closed = _mm_or_si128(_mm_and_si128(pairs, low), _mm_srli_si128(_mm_andnot_si128(low, pairs), 2));
            _mm_storeu_si128((__m128i *)(target + 3 * i + 12 * k), closed);
        }
    }
#endif
    for (; i < count; i++) {
        target[3 * i] = a[i];
        target[3 * i + 1] = b[i];
        target[3 * i + 2] = c[i];
    }
}

static void interleave_4(const uint8_t *restrict a, const uint8_t *restrict b, const uint8_t *restrict c, const uint8_t *restrict d,
                         uint8_t *restrict target, size_t count) {
    for (size_t i = 0; i < count; i++) {
        target[4 * i] = a[i];
        target[4 * i + 1] = b[i];
        target[4 * i + 2] = c[i];
        target[4 * i + 3] = d[i];
    }
}

void cdicom_rle_interleave(const uint8_t *const planes[CDICOM_RLE_MAXIMUM_SEGMENTS], uint32_t stride, uint8_t *target, size_t count) {
    switch (stride) {
    case 1: memcpy(target, planes[0], count); break;
    case 2: interleave_2(planes[0], planes[1], target, count); break;
    case 3: interleave_3(planes[0], planes[1], planes[2], target, count); break;
    case 4: interleave_4(planes[0], planes[1], planes[2], planes[3], target, count); break;
    default:
        for (uint32_t byte = 0; byte < stride; byte++) {
            const uint8_t *plane = planes[byte];
            for (size_t i = 0; i < count; i++) target[i * stride + byte] = plane[i];
        }
    }
}

/// `stride` and `byte` are constants where this is called, so that the loop becomes shuffles.
static inline __attribute__((always_inline)) void extract(const uint8_t *restrict source, uint32_t stride, uint32_t byte,
                                                          uint8_t *restrict plane, size_t count) {
    for (size_t i = 0; i < count; i++) plane[i] = source[i * stride + byte];
}

void cdicom_rle_extract_plane(const uint8_t *source, uint32_t stride, uint32_t byte, uint8_t *plane, size_t count) {
    switch (stride << 4 | byte) {
    case 0x10: memcpy(plane, source, count); break;
    case 0x20: extract(source, 2, 0, plane, count); break;
    case 0x21: extract(source, 2, 1, plane, count); break;
    case 0x30: extract(source, 3, 0, plane, count); break;
    case 0x31: extract(source, 3, 1, plane, count); break;
    case 0x32: extract(source, 3, 2, plane, count); break;
    case 0x40: extract(source, 4, 0, plane, count); break;
    case 0x41: extract(source, 4, 1, plane, count); break;
    case 0x42: extract(source, 4, 2, plane, count); break;
    case 0x43: extract(source, 4, 3, plane, count); break;
    default: extract(source, stride, byte, plane, count);
    }
}
