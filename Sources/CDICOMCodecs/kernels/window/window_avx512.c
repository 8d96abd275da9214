#include "window.h"

#if CDICOM_X86_64
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

// As in window_avx2.c, with 32 cells to a register.
CDICOM_BODY CDICOM_TARGET_AVX512 __m512i stretched(__m512i cells, __m128i left, __m128i right, bool is_signed, __m512 zero_point,
                                                 __m512 scale, __m512 offset) {
    const __m512i high_half = _mm512_set1_epi16(0x4B00); // the upper 16 bits of 2^23 as a float
    __m512i raised = _mm512_sll_epi16(cells, left);
    __m512i values = is_signed ? _mm512_xor_si512(_mm512_sra_epi16(raised, right), _mm512_set1_epi16((short)0x8000))
                               : _mm512_srl_epi16(raised, right);
    __m512 low = _mm512_sub_ps(_mm512_castsi512_ps(_mm512_unpacklo_epi16(values, high_half)), zero_point);
    __m512 high = _mm512_sub_ps(_mm512_castsi512_ps(_mm512_unpackhi_epi16(values, high_half)), zero_point);
    low = _mm512_add_ps(_mm512_mul_ps(low, scale), offset);
    high = _mm512_add_ps(_mm512_mul_ps(high, scale), offset);
    return _mm512_packs_epi32(_mm512_cvttps_epi32(low), _mm512_cvttps_epi32(high));
}

CDICOM_BODY CDICOM_TARGET_AVX512 void window_cells(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target,
                                                 size_t count, bool is_signed) {
    const __m128i left = _mm_cvtsi32_si128(cell.left_shift), right = _mm_cvtsi32_si128(cell.right_shift);
    const __m512 zero_point = _mm512_set1_ps(8388608.0f + (float)((is_signed ? 32768 : 0) + window.origin));
    const __m512 scale = _mm512_set1_ps(window.scale), offset = _mm512_set1_ps(window.offset);
    const __m512i flip = _mm512_set1_epi8((char)window.flip);
    // Packing works within the four 128-bit lanes: 0–7, 32–39 | 8–15, 40–47 | 16–23, 48–55 | 24–31, 56–63.
    const __m512i order = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    size_t i = 0;
    for (; i + 64 <= count; i += 64) {
        __m512i first = _mm512_loadu_si512(source + 2 * i);
        __m512i second = _mm512_loadu_si512(source + 2 * i + 64);
        first = stretched(first, left, right, is_signed, zero_point, scale, offset);
        second = stretched(second, left, right, is_signed, zero_point, scale, offset);
        __m512i bytes = _mm512_permutexvar_epi64(order, _mm512_packus_epi16(first, second));
        _mm512_storeu_si512(target + i, _mm512_xor_si512(bytes, flip));
    }
    if (i < count) cdicom_window_scalar(cell, window, source + 2 * i, target + i, count - i);
}

CDICOM_TARGET_AVX512
void cdicom_window_avx512(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target, size_t count) {
    if (cell.is_signed) {
        window_cells(cell, window, source, target, count, true);
    } else {
        window_cells(cell, window, source, target, count, false);
    }
}
#endif
