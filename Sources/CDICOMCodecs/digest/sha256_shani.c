#include "sha256.h"

#if CDICOM_X86_64
#include <cpuid.h>
#include <immintrin.h>

bool cdicom_has_shani(void) {
    // Leaf 7, EBX bit 29. It works on registers that the baseline has, so the operating system need not be asked.
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b >> 29 & 1) != 0;
}

#define TARGET __attribute__((target("sha,sse4.1,ssse3")))

/// Four rounds: the instruction takes two at a time, on the state in two halves and two words of schedule plus constants.
CDICOM_BODY TARGET void four_rounds(__m128i *abef, __m128i *cdgh, __m128i schedule, unsigned round) {
    __m128i sum = _mm_add_epi32(schedule, _mm_loadu_si128((const __m128i *)(cdicom_sha256_constants + round)));
    *cdgh = _mm_sha256rnds2_epu32(*cdgh, *abef, sum);
    *abef = _mm_sha256rnds2_epu32(*abef, *cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

TARGET void cdicom_sha256_shani(uint32_t state[8], const uint8_t *blocks, size_t count) {
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    __m128i dcba = _mm_loadu_si128((const __m128i *)state), hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
    // The order that the instructions have: A B E F and C D G H, each from the highest word down.
    __m128i cdab = _mm_shuffle_epi32(dcba, 0xB1), efgh = _mm_shuffle_epi32(hgfe, 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; count > 0; --count, blocks += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i words[4];
        for (unsigned i = 0; i < 4; ++i) {
            words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(blocks + 16 * i)), big_endian);
            four_rounds(&abef, &cdgh, words[i], 4 * i);
        }
        for (unsigned i = 4; i < 16; ++i) {
            // W[t] = W[t-16] + s0(W[t-15]) + W[t-7] + s1(W[t-2]), four at a time.
            __m128i before = words[(i + 3) % 4], next = _mm_sha256msg1_epu32(words[i % 4], words[(i + 1) % 4]);
            next = _mm_add_epi32(next, _mm_alignr_epi8(before, words[(i + 2) % 4], 4));
            words[i % 4] = _mm_sha256msg2_epu32(next, before);
            four_rounds(&abef, &cdgh, words[i % 4], 4 * i);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif
