#include "window.h"

#if CDICOM_X86_64
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

// 16 cells -> 16 words of y, saturated to 16 bits. The value, made unsigned by a bias of 2^15 where it is signed, becomes the low half of
// the float 2^23 + value, so one exact subtraction both converts it and moves the origin to 0:
//     cells  c0 … c7 | c8 … c15        unpack low  c0 … c3 | c8 … c11     unpack high  c4 … c7 | c12 … c15
// and packing the two puts the words back in order, since both work within 128-bit lanes.
CDICOM_BODY CDICOM_TARGET_AVX2 __m256i stretched(__m256i cells, __m128i left, __m128i right, bool is_signed, __m256 zero_point,
                                                 __m256 scale, __m256 offset) {
    const __m256i high_half = _mm256_set1_epi16(0x4B00); // the upper 16 bits of 2^23 as a float
    __m256i raised = _mm256_sll_epi16(cells, left);
    __m256i values = is_signed ? _mm256_xor_si256(_mm256_sra_epi16(raised, right), _mm256_set1_epi16((short)0x8000))
                               : _mm256_srl_epi16(raised, right);
    __m256 low = _mm256_sub_ps(_mm256_castsi256_ps(_mm256_unpacklo_epi16(values, high_half)), zero_point);
    __m256 high = _mm256_sub_ps(_mm256_castsi256_ps(_mm256_unpackhi_epi16(values, high_half)), zero_point);
    low = _mm256_add_ps(_mm256_mul_ps(low, scale), offset);
    high = _mm256_add_ps(_mm256_mul_ps(high, scale), offset);
    return _mm256_packs_epi32(_mm256_cvttps_epi32(low), _mm256_cvttps_epi32(high));
}

CDICOM_BODY CDICOM_TARGET_AVX2 void window_cells(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target,
                                                 size_t count, bool is_signed) {
    const __m128i left = _mm_cvtsi32_si128(cell.left_shift), right = _mm_cvtsi32_si128(cell.right_shift);
    const __m256 zero_point = _mm256_set1_ps(8388608.0f + (float)((is_signed ? 32768 : 0) + window.origin));
    const __m256 scale = _mm256_set1_ps(window.scale), offset = _mm256_set1_ps(window.offset);
    const __m256i flip = _mm256_set1_epi8((char)window.flip);
    size_t i = 0;
    for (; i + 32 <= count; i += 32) {
        __m256i first = _mm256_loadu_si256((const __m256i *)(source + 2 * i));
        __m256i second = _mm256_loadu_si256((const __m256i *)(source + 2 * i + 32));
        first = stretched(first, left, right, is_signed, zero_point, scale, offset);
        second = stretched(second, left, right, is_signed, zero_point, scale, offset);
        // Lanes come out as 0–7, 16–23 | 8–15, 24–31.
        __m256i bytes = _mm256_permute4x64_epi64(_mm256_packus_epi16(first, second), _MM_SHUFFLE(3, 1, 2, 0));
        _mm256_storeu_si256((__m256i *)(target + i), _mm256_xor_si256(bytes, flip));
    }
    if (i < count) cdicom_window_scalar(cell, window, source + 2 * i, target + i, count - i);
}

CDICOM_TARGET_AVX2
void cdicom_window_avx2(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target, size_t count) {
    if (cell.is_signed) {
        window_cells(cell, window, source, target, count, true);
    } else {
        window_cells(cell, window, source, target, count, false);
    }
}
#endif
