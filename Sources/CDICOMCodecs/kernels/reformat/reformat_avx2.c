#include "reformat.h"

#if CDICOM_X86_64
#include <immintrin.h>

#pragma STDC FP_CONTRACT OFF

/// Places of eight samples along one axis. The two registers hold lanes 0 1 4 5 and 2 3 6 7, so that a shuffle within 128 bits gives the
/// whole parts, or the fractions, in order.
typedef struct places {
    __m256i outer, inner;
} places;

CDICOM_BODY CDICOM_TARGET_AVX2 __m256i whole_parts(places p) {
    return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(p.outer), _mm256_castsi256_ps(p.inner), _MM_SHUFFLE(3, 1, 3, 1)));
}

CDICOM_BODY CDICOM_TARGET_AVX2 __m256 fractions(places p) {
    const __m256 outer = _mm256_castsi256_ps(p.outer), inner = _mm256_castsi256_ps(p.inner);
    __m256i low = _mm256_castps_si256(_mm256_shuffle_ps(outer, inner, _MM_SHUFFLE(2, 0, 2, 0)));
    return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_srli_epi32(low, 8)), _mm256_set1_ps(0x1p-24f));
}

CDICOM_BODY CDICOM_TARGET_AVX2 __m256 between(__m256 a, __m256 b, __m256 fraction) {
    return _mm256_add_ps(a, _mm256_mul_ps(fraction, _mm256_sub_ps(b, a)));
}

/// Eight pairs of neighbours in a row, each between its two. A pair of words lies in one number of 32 bits.
CDICOM_BODY CDICOM_TARGET_AVX2 __m256 pairs(const uint8_t *source, __m256i index, __m256 fraction, cdicom_number number) {
    if (number == CDICOM_F32) {
        return between(_mm256_i32gather_ps((const float *)source, index, 4), _mm256_i32gather_ps((const float *)(source + 4), index, 4),
                       fraction);
    }
    __m256i words = _mm256_i32gather_epi32((const int *)source, index, 2), low, high;
    if (number == CDICOM_I16) {
        low = _mm256_srai_epi32(_mm256_slli_epi32(words, 16), 16);
        high = _mm256_srai_epi32(words, 16);
    } else {
        low = _mm256_and_si256(words, _mm256_set1_epi32(0xFFFF));
        high = _mm256_srli_epi32(words, 16);
    }
    return between(_mm256_cvtepi32_ps(low), _mm256_cvtepi32_ps(high), fraction);
}

CDICOM_BODY CDICOM_TARGET_AVX2 int64_t linear(const cdicom_line *line, int64_t begin, int64_t last, float *target, cdicom_number number) {
    const cdicom_volume *volume = line->volume;
    const size_t bytes = number == CDICOM_F32 ? 4 : 2, row = (size_t)volume->stride[1] * bytes, slice = (size_t)volume->stride[2] * bytes;
    const __m256i row_stride = _mm256_set1_epi32((int)volume->stride[1]), slice_stride = _mm256_set1_epi32((int)volume->stride[2]);
    places at[3];
    __m256i step[3];
    for (int axis = 0; axis < 3; ++axis) {
        const int64_t start = line->start[axis] + begin * line->step[axis], d = line->step[axis];
        at[axis].outer = _mm256_setr_epi64x(start, start + d, start + 4 * d, start + 5 * d);
        at[axis].inner = _mm256_setr_epi64x(start + 2 * d, start + 3 * d, start + 6 * d, start + 7 * d);
        step[axis] = _mm256_set1_epi64x(8 * d);
    }
    int64_t i = begin;
    for (; i + 8 <= last; i += 8) {
        __m256i index = _mm256_add_epi32(whole_parts(at[0]), _mm256_mullo_epi32(whole_parts(at[1]), row_stride));
        index = _mm256_add_epi32(index, _mm256_mullo_epi32(whole_parts(at[2]), slice_stride));
        const __m256 x = fractions(at[0]), y = fractions(at[1]), z = fractions(at[2]);
        const uint8_t *first = volume->numbers, *second = first + slice;
        const __m256 near = between(pairs(first, index, x, number), pairs(first + row, index, x, number), y);
        const __m256 far = between(pairs(second, index, x, number), pairs(second + row, index, x, number), y);
        _mm256_storeu_ps(target + i, between(near, far, z));
        for (int axis = 0; axis < 3; ++axis) {
            at[axis].outer = _mm256_add_epi64(at[axis].outer, step[axis]);
            at[axis].inner = _mm256_add_epi64(at[axis].inner, step[axis]);
        }
    }
    return i;
}

CDICOM_TARGET_AVX2
void cdicom_linear_avx2(const cdicom_line *line, int64_t first, int64_t last, float *target) {
    const cdicom_volume *volume = line->volume;
    // Gathers take an index of 31 bits, and neighbours in a row must be neighbours in memory.
    const bool fits = volume->stride[0] == 1 && volume->bytes <= INT32_MAX && volume->number != CDICOM_U8;
    if (fits) {
        switch (volume->number) {
        case CDICOM_I16: first = linear(line, first, last, target, CDICOM_I16); break;
        case CDICOM_U16: first = linear(line, first, last, target, CDICOM_U16); break;
        default: first = linear(line, first, last, target, CDICOM_F32); break;
        }
    }
    cdicom_linear_scalar(line, first, last, target);
}
#endif
