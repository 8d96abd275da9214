#include "rle_planes.h"

#if CDICOM_X86_64
#include <immintrin.h>

// A stride of three needs byte shuffles, which the baseline of x86-64 lacks: 48 bytes at a time, each third of them gathered from all three
// planes. What a shuffle takes from the others is 0 (an index with the high bit), so that the three are joined by "or".
//
//     target 0    r0 g0 b0 r1 g1 b1 r2 g2 b2 r3 g3 b3 r4 g4 b4 r5
//     target 1    g5 b5 r6 g6 b6 …                       b9 ra ga
//     target 2    ba rb gb bb …                         rf gf bf

#define NO (-128)

/// Places in a plane of 16 that target byte 16 * third + i takes from plane `p` of three.
static const int8_t weave[3][3][16] = {
    {{0, NO, NO, 1, NO, NO, 2, NO, NO, 3, NO, NO, 4, NO, NO, 5},
     {NO, 0, NO, NO, 1, NO, NO, 2, NO, NO, 3, NO, NO, 4, NO, NO},
     {NO, NO, 0, NO, NO, 1, NO, NO, 2, NO, NO, 3, NO, NO, 4, NO}},
    {{NO, NO, 6, NO, NO, 7, NO, NO, 8, NO, NO, 9, NO, NO, 10, NO},
     {5, NO, NO, 6, NO, NO, 7, NO, NO, 8, NO, NO, 9, NO, NO, 10},
     {NO, 5, NO, NO, 6, NO, NO, 7, NO, NO, 8, NO, NO, 9, NO, NO}},
    {{NO, 11, NO, NO, 12, NO, NO, 13, NO, NO, 14, NO, NO, 15, NO, NO},
     {NO, NO, 11, NO, NO, 12, NO, NO, 13, NO, NO, 14, NO, NO, 15, NO},
     {10, NO, NO, 11, NO, NO, 12, NO, NO, 13, NO, NO, 14, NO, NO, 15}},
};

/// The same for 16-bit units, eight to a vector.
static const int8_t weave16[3][3][16] = {
    {{0, 1, NO, NO, NO, NO, 2, 3, NO, NO, NO, NO, 4, 5, NO, NO},
     {NO, NO, 0, 1, NO, NO, NO, NO, 2, 3, NO, NO, NO, NO, 4, 5},
     {NO, NO, NO, NO, 0, 1, NO, NO, NO, NO, 2, 3, NO, NO, NO, NO}},
    {{NO, NO, 6, 7, NO, NO, NO, NO, 8, 9, NO, NO, NO, NO, 10, 11},
     {NO, NO, NO, NO, 6, 7, NO, NO, NO, NO, 8, 9, NO, NO, NO, NO},
     {4, 5, NO, NO, NO, NO, 6, 7, NO, NO, NO, NO, 8, 9, NO, NO}},
    {{NO, NO, NO, NO, 12, 13, NO, NO, NO, NO, 14, 15, NO, NO, NO, NO},
     {10, 11, NO, NO, NO, NO, 12, 13, NO, NO, NO, NO, 14, 15, NO, NO},
     {NO, NO, 10, 11, NO, NO, NO, NO, 12, 13, NO, NO, NO, NO, 14, 15}},
};

/// Places in 16 bytes of pixels that go to the plane of byte `byte`, one row for each third of 48 bytes.
static const int8_t gather[3][3][16] = {
    {{0, 3, 6, 9, 12, 15, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO},
     {NO, NO, NO, NO, NO, NO, 2, 5, 8, 11, 14, NO, NO, NO, NO, NO},
     {NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 1, 4, 7, 10, 13}},
    {{1, 4, 7, 10, 13, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO},
     {NO, NO, NO, NO, NO, 0, 3, 6, 9, 12, 15, NO, NO, NO, NO, NO},
     {NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 2, 5, 8, 11, 14}},
    {{2, 5, 8, 11, 14, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO},
     {NO, NO, NO, NO, NO, 1, 4, 7, 10, 13, NO, NO, NO, NO, NO, NO},
     {NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 0, 3, 6, 9, 12, 15}},
};

static inline __attribute__((always_inline)) CDICOM_TARGET_SSE41 __m128i load(const void *from) {
    return _mm_loadu_si128((const __m128i *)from);
}

/// The three vectors of each plane become three vectors of pixels.
static inline __attribute__((always_inline)) CDICOM_TARGET_SSE41 void weave_three(const int8_t table[3][3][16], __m128i r, __m128i g,
                                                                                 __m128i b, uint8_t *target) {
    for (int third = 0; third < 3; third++) {
        const __m128i rg = _mm_or_si128(_mm_shuffle_epi8(r, load(table[third][0])), _mm_shuffle_epi8(g, load(table[third][1])));
        _mm_storeu_si128((__m128i *)(target + 16 * third), _mm_or_si128(rg, _mm_shuffle_epi8(b, load(table[third][2]))));
    }
}

CDICOM_TARGET_SSE41
void cdicom_rle_interleave_sse41(const uint8_t *const *planes, uint32_t stride, uint8_t *target, size_t count) {
    size_t i = 0;
    if (stride == 3) {
        for (; i + 16 <= count; i += 16)
            weave_three(weave, load(planes[0] + i), load(planes[1] + i), load(planes[2] + i), target + 3 * i);
    } else if (stride == 6) {
        for (; i + 16 <= count; i += 16) {
            __m128i low[3], high[3];
            for (int sample = 0; sample < 3; sample++) {
                const __m128i a = load(planes[2 * sample] + i), b = load(planes[2 * sample + 1] + i);
                low[sample] = _mm_unpacklo_epi8(a, b);
                high[sample] = _mm_unpackhi_epi8(a, b);
            }
            weave_three(weave16, low[0], low[1], low[2], target + 6 * i);
            weave_three(weave16, high[0], high[1], high[2], target + 6 * i + 48);
        }
    }
    if (i == count) return;
    const uint8_t *rest[CDICOM_RLE_MAXIMUM_SEGMENTS];
    for (uint32_t byte = 0; byte < stride; byte++) rest[byte] = planes[byte] + i;
    cdicom_rle_interleave_scalar(rest, stride, target + i * stride, count - i);
}

CDICOM_TARGET_SSE41
void cdicom_rle_extract_sse41(const uint8_t *source, uint32_t stride, uint32_t byte, uint8_t *plane, size_t count) {
    size_t i = 0;
    if (stride == 3) {
        const __m128i first = load(gather[byte][0]), second = load(gather[byte][1]), third = load(gather[byte][2]);
        for (; i + 16 <= count; i += 16) {
            const uint8_t *from = source + 3 * i;
            const __m128i both = _mm_or_si128(_mm_shuffle_epi8(load(from), first), _mm_shuffle_epi8(load(from + 16), second));
            _mm_storeu_si128((__m128i *)(plane + i), _mm_or_si128(both, _mm_shuffle_epi8(load(from + 32), third)));
        }
    }
    if (i < count) cdicom_rle_extract_scalar(source + i * stride, stride, byte, plane + i, count - i);
}
#endif
