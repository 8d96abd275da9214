#include "steps.h"

#if CDICOM_X86_64
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

// Eight guesses, then the edges at both sides of each, gathered: where every value lies between its two the outputs are gathered too. Beside an
// edge rounding may have put a guess one off, so it is moved by one and tried again; what is then still wrong the scalar version does.
// Guesses are cut to 0 … count first; a guess that is not a number becomes 0.
CDICOM_BODY CDICOM_TARGET_AVX2 __m256i places(__m256 guess, __m256 most) {
    return _mm256_cvttps_epi32(_mm256_min_ps(_mm256_max_ps(guess, _mm256_setzero_ps()), most));
}

// One down where a mask says so, one up where the other does.
CDICOM_BODY CDICOM_TARGET_AVX2 __m256i moved(__m256i place, __m256i down, __m256i up, __m256i last) {
    place = _mm256_sub_epi32(_mm256_add_epi32(place, down), up);
    return _mm256_min_epi32(_mm256_max_epi32(place, _mm256_setzero_si256()), last);
}

CDICOM_BODY CDICOM_TARGET_AVX2 void store(uint8_t *target, size_t i, uint32_t target_bytes, __m256i outputs) {
    __m128i words = _mm_packus_epi32(_mm256_castsi256_si128(outputs), _mm256_extracti128_si256(outputs, 1));
    if (target_bytes == 1) {
        _mm_storel_epi64((__m128i *)(target + i), _mm_packus_epi16(words, words));
    } else {
        _mm_storeu_si128((__m128i *)(target + 2 * i), words);
    }
}

CDICOM_TARGET_AVX2
void cdicom_steps_int32_avx2(cdicom_cell cell, const cdicom_steps_int32 *steps, const uint8_t *source, uint8_t *target, size_t count) {
    const __m128i left = _mm_cvtsi32_si128(cell.left_shift), right = _mm_cvtsi32_si128(cell.right_shift);
    const __m256i bias = _mm256_set1_epi32(INT32_MIN), origin = _mm256_set1_epi32(steps->origin);
    const __m256 scale = _mm256_set1_ps(steps->scale), offset = _mm256_set1_ps(steps->offset), most = _mm256_set1_ps((float)steps->count);
    const __m256i ones = _mm256_set1_epi32(-1), last = _mm256_set1_epi32((int)steps->count);
    const uint32_t target_bytes = steps->target_bytes;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256i raised = _mm256_sll_epi32(_mm256_loadu_si256((const __m256i *)(source + 4 * i)), left);
        __m256i value = cell.is_signed ? _mm256_sra_epi32(raised, right) : _mm256_xor_si256(_mm256_srl_epi32(raised, right), bias);
        __m256 distance = _mm256_cvtepi32_ps(_mm256_sub_epi32(value, origin));
        __m256i place = places(_mm256_add_ps(_mm256_mul_ps(distance, scale), offset), most);
        __m256i low = _mm256_i32gather_epi32(steps->edges, place, 4), high = _mm256_i32gather_epi32(steps->edges + 1, place, 4);
        __m256i below = _mm256_cmpgt_epi32(low, value), within = _mm256_andnot_si256(below, _mm256_cmpgt_epi32(high, value));
        if (_mm256_movemask_epi8(within) != -1) {
            place = moved(place, below, _mm256_andnot_si256(_mm256_or_si256(within, below), ones), last);
            low = _mm256_i32gather_epi32(steps->edges, place, 4), high = _mm256_i32gather_epi32(steps->edges + 1, place, 4);
            within = _mm256_andnot_si256(_mm256_cmpgt_epi32(low, value), _mm256_cmpgt_epi32(high, value));
        }
        if (_mm256_movemask_epi8(within) == -1) {
            store(target, i, target_bytes, _mm256_i32gather_epi32((const int *)steps->outputs, place, 4));
        } else {
            cdicom_steps_int32_scalar(cell, steps, source + 4 * i, target + target_bytes * i, 8);
        }
    }
    if (i < count) cdicom_steps_int32_scalar(cell, steps, source + 4 * i, target + target_bytes * i, count - i);
}

CDICOM_TARGET_AVX2
void cdicom_steps_float_avx2(const cdicom_steps_float *steps, const uint8_t *source, uint8_t *target, size_t count) {
    const __m256 origin = _mm256_set1_ps(steps->origin);
    const __m256 scale = _mm256_set1_ps(steps->scale), offset = _mm256_set1_ps(steps->offset), most = _mm256_set1_ps((float)steps->count);
    const __m256i ones = _mm256_set1_epi32(-1), last = _mm256_set1_epi32((int)steps->count);
    const uint32_t target_bytes = steps->target_bytes;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256 value = _mm256_loadu_ps((const float *)(const void *)(source + 4 * i));
        __m256i place = places(_mm256_add_ps(_mm256_mul_ps(_mm256_sub_ps(value, origin), scale), offset), most);
        __m256 low = _mm256_i32gather_ps(steps->edges, place, 4), high = _mm256_i32gather_ps(steps->edges + 1, place, 4);
        __m256 above = _mm256_cmp_ps(low, value, _CMP_LE_OQ), within = _mm256_and_ps(above, _mm256_cmp_ps(value, high, _CMP_LT_OQ));
        if (_mm256_movemask_ps(within) != 0xFF) {
            __m256i up = _mm256_castps_si256(_mm256_andnot_ps(within, above));
            place = moved(place, _mm256_andnot_si256(_mm256_castps_si256(above), ones), up, last);
            low = _mm256_i32gather_ps(steps->edges, place, 4), high = _mm256_i32gather_ps(steps->edges + 1, place, 4);
            within = _mm256_and_ps(_mm256_cmp_ps(low, value, _CMP_LE_OQ), _mm256_cmp_ps(value, high, _CMP_LT_OQ));
        }
        if (_mm256_movemask_ps(within) == 0xFF) {
            store(target, i, target_bytes, _mm256_i32gather_epi32((const int *)steps->outputs, place, 4));
        } else {
            cdicom_steps_float_scalar(steps, source + 4 * i, target + target_bytes * i, 8);
        }
    }
    if (i < count) cdicom_steps_float_scalar(steps, source + 4 * i, target + target_bytes * i, count - i);
}

CDICOM_TARGET_AVX2
void cdicom_steps_double_avx2(const cdicom_steps_double *steps, const uint8_t *source, uint8_t *target, size_t count) {
    const __m256d origin = _mm256_set1_pd(steps->origin), scale = _mm256_set1_pd(steps->scale), offset = _mm256_set1_pd(steps->offset);
    const __m256 most = _mm256_set1_ps((float)steps->count);
    const uint32_t target_bytes = steps->target_bytes;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256d first = _mm256_loadu_pd((const double *)(const void *)(source + 8 * i));
        __m256d second = _mm256_loadu_pd((const double *)(const void *)(source + 8 * i + 32));
        __m128 first_guess = _mm256_cvtpd_ps(_mm256_add_pd(_mm256_mul_pd(_mm256_sub_pd(first, origin), scale), offset));
        __m128 second_guess = _mm256_cvtpd_ps(_mm256_add_pd(_mm256_mul_pd(_mm256_sub_pd(second, origin), scale), offset));
        __m256i place = places(_mm256_set_m128(second_guess, first_guess), most);
        __m128i first_place = _mm256_castsi256_si128(place), second_place = _mm256_extracti128_si256(place, 1);
        __m256d within = _mm256_and_pd(_mm256_cmp_pd(_mm256_i32gather_pd(steps->edges, first_place, 8), first, _CMP_LE_OQ),
                                       _mm256_cmp_pd(first, _mm256_i32gather_pd(steps->edges + 1, first_place, 8), _CMP_LT_OQ));
        within = _mm256_and_pd(within, _mm256_cmp_pd(_mm256_i32gather_pd(steps->edges, second_place, 8), second, _CMP_LE_OQ));
        within = _mm256_and_pd(within, _mm256_cmp_pd(second, _mm256_i32gather_pd(steps->edges + 1, second_place, 8), _CMP_LT_OQ));
        if (_mm256_movemask_pd(within) == 0xF) {
            store(target, i, target_bytes, _mm256_i32gather_epi32((const int *)steps->outputs, place, 4));
        } else {
            cdicom_steps_double_scalar(steps, source + 8 * i, target + target_bytes * i, 8);
        }
    }
    if (i < count) cdicom_steps_double_scalar(steps, source + 8 * i, target + target_bytes * i, count - i);
}
#endif
