#ifndef CDICOM_JPEG_DCT_SPLIT_BODY_H
#define CDICOM_JPEG_DCT_SPLIT_BODY_H

#include "../kernels/cells.h"
#include "jpeg_dct_split.h"

/// The factors of JFIF's conversion times 2^16, rounded.
enum {
    CDICOM_JPEG_Y_R = 19595, CDICOM_JPEG_Y_G = 38470, CDICOM_JPEG_Y_B = 7471,
    CDICOM_JPEG_CB_R = 11059, CDICOM_JPEG_CB_G = 21709, CDICOM_JPEG_CR_G = 27439, CDICOM_JPEG_CR_B = 5329
};

/// For samples of `type`, two of which fit in `pair`.
#define CDICOM_JPEG_SPLIT_BODIES(name, type, pair)                                                                                    \
    CDICOM_BODY void name##_split(const uint8_t *source, uint8_t *const rows[3], size_t count) {                                      \
        const uint8_t *restrict from = source;                                                                                        \
        uint8_t *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2];                                                  \
        for (size_t i = 0; i < count; i++) {                                                                                          \
            memcpy(a + i * sizeof(type), from + (3 * i + 0) * sizeof(type), sizeof(type));                                            \
            memcpy(b + i * sizeof(type), from + (3 * i + 1) * sizeof(type), sizeof(type));                                            \
            memcpy(c + i * sizeof(type), from + (3 * i + 2) * sizeof(type), sizeof(type));                                            \
        }                                                                                                                             \
    }                                                                                                                                 \
    CDICOM_BODY void name##_to_ycc(uint8_t *const rows[3], size_t count) {                                                            \
        type *restrict first = (type *)rows[0], *restrict second = (type *)rows[1], *restrict third = (type *)rows[2];                \
        const int32_t middle = (sizeof(type) == 1 ? 128 : 2048) * 65536 + 32767;                                                      \
        for (size_t i = 0; i < count; i++) {                                                                                          \
            const int32_t r = first[i], g = second[i], b = third[i];                                                                  \
            first[i] = (type)((CDICOM_JPEG_Y_R * r + CDICOM_JPEG_Y_G * g + CDICOM_JPEG_Y_B * b + 32768) >> 16);                       \
            second[i] = (type)((32768 * b - CDICOM_JPEG_CB_R * r - CDICOM_JPEG_CB_G * g + middle) >> 16);                             \
            third[i] = (type)((32768 * r - CDICOM_JPEG_CR_G * g - CDICOM_JPEG_CR_B * b + middle) >> 16);                              \
        }                                                                                                                             \
    }                                                                                                                                 \
    CDICOM_BODY uint32_t name##_pair(const uint8_t *row, size_t i) {                                                                  \
        pair both;                                                                                                                    \
        memcpy(&both, row + i * sizeof both, sizeof both);                                                                            \
        return (uint16_t)((type)both + (type)(both >> (8 * sizeof(type))));                                                           \
    }                                                                                                                                 \
    CDICOM_BODY void name##_halve(const uint8_t *row, uint8_t *result, size_t count) {                                                \
        type *restrict target = (type *)result;                                                                                       \
        for (size_t i = 0; i < count; i++) target[i] = (type)((uint16_t)(name##_pair(row, i) + (i & 1)) >> 1);                        \
    }                                                                                                                                 \
    CDICOM_BODY void name##_quarter(const uint8_t *upper, const uint8_t *lower, uint8_t *result, size_t count) {                      \
        type *restrict target = (type *)result;                                                                                       \
        for (size_t i = 0; i < count; i++)                                                                                            \
            target[i] = (type)((uint16_t)(name##_pair(upper, i) + name##_pair(lower, i) + 1 + (i & 1)) >> 2);                         \
    }

CDICOM_JPEG_SPLIT_BODIES(cdicom_split8, uint8_t, uint16_t)
CDICOM_JPEG_SPLIT_BODIES(cdicom_split12, uint16_t, uint32_t)

#endif
