#ifndef CDICOM_JPEG_DCT_LANES_H
#define CDICOM_JPEG_DCT_LANES_H

#include <stdint.h>

/// Eight lanes of 32 bits, for any machine that has vectors.
typedef uint32_t cdicom_lanes8 __attribute__((vector_size(32)));
typedef int32_t cdicom_signed_lanes8 __attribute__((vector_size(32)));
typedef float cdicom_float_lanes8 __attribute__((vector_size(32)));
typedef int16_t cdicom_short_lanes8 __attribute__((vector_size(16)));
typedef uint16_t cdicom_word_lanes8 __attribute__((vector_size(16)));
typedef uint8_t cdicom_byte_lanes8 __attribute__((vector_size(8)));

#define CDICOM_SPLAT(value) ((cdicom_signed_lanes8){} + (int32_t)(value))

/// 8 x 8 values: pairs, quads, halves.
#define CDICOM_TRANSPOSE8(type, r)                                                                                        \
    do {                                                                                                             \
        type a_[8], b_[8];                                                                                  \
        for (int i = 0; i < 4; i++) {                                                                                \
            a_[2 * i] = __builtin_shufflevector((r)[2 * i], (r)[2 * i + 1], 0, 8, 1, 9, 4, 12, 5, 13);               \
            a_[2 * i + 1] = __builtin_shufflevector((r)[2 * i], (r)[2 * i + 1], 2, 10, 3, 11, 6, 14, 7, 15);         \
        }                                                                                                            \
        for (int i = 0; i < 2; i++) {                                                                                \
            b_[4 * i] = __builtin_shufflevector(a_[4 * i], a_[4 * i + 2], 0, 1, 8, 9, 4, 5, 12, 13);                 \
            b_[4 * i + 1] = __builtin_shufflevector(a_[4 * i], a_[4 * i + 2], 2, 3, 10, 11, 6, 7, 14, 15);           \
            b_[4 * i + 2] = __builtin_shufflevector(a_[4 * i + 1], a_[4 * i + 3], 0, 1, 8, 9, 4, 5, 12, 13);         \
            b_[4 * i + 3] = __builtin_shufflevector(a_[4 * i + 1], a_[4 * i + 3], 2, 3, 10, 11, 6, 7, 14, 15);       \
        }                                                                                                            \
        for (int i = 0; i < 4; i++) {                                                                                \
            (r)[i] = __builtin_shufflevector(b_[i], b_[4 + i], 0, 1, 2, 3, 8, 9, 10, 11);                            \
            (r)[4 + i] = __builtin_shufflevector(b_[i], b_[4 + i], 4, 5, 6, 7, 12, 13, 14, 15);                      \
        }                                                                                                            \
    } while (0)

#define CDICOM_CUT(lanes, least, most) \
    __builtin_elementwise_min(__builtin_elementwise_max(lanes, CDICOM_SPLAT(least)), CDICOM_SPLAT(most))

#endif
