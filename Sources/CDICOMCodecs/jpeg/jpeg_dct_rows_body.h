#ifndef CDICOM_JPEG_DCT_ROWS_BODY_H
#define CDICOM_JPEG_DCT_ROWS_BODY_H

#include "../kernels/cells.h"
#include "jpeg_dct_rows.h"

/// The filters for samples of `type`, two of which fit in `pair`: the compiler makes vectors of these loops, with the instructions of the
/// function that they are inlined in. Sixteen times a sample fits in 16 bits at 8 and at 12 bits.
#define CDICOM_JPEG_ROW_BODIES(name, type, pair)                                                                                         \
    CDICOM_BODY void name##_put_pair(type *restrict target, uint32_t left, uint32_t right) {                                             \
        const pair both = (pair)(left | (pair)right << (8 * sizeof(type)));                                                              \
        memcpy(target, &both, sizeof both);                                                                                              \
    }                                                                                                                                    \
    CDICOM_BODY void name##_widen(const uint8_t *row, uint8_t *result, size_t count) {                                                   \
        const type *restrict in = (const type *)row;                                                                                     \
        type *restrict target = (type *)result;                                                                                          \
        name##_put_pair(target, in[0], (3u * in[0] + in[1] + 2) >> 2);                                                                   \
        for (size_t i = 1; i < count - 1; i++)                                                                                           \
            name##_put_pair(target + 2 * i, (uint16_t)(3u * in[i] + in[i - 1] + 1) >> 2, (uint16_t)(3u * in[i] + in[i + 1] + 2) >> 2);   \
        name##_put_pair(target + 2 * count - 2, (3u * in[count - 1] + in[count - 2] + 1) >> 2, in[count - 1]);                           \
    }                                                                                                                                    \
    CDICOM_BODY uint32_t name##_sum(const type *near, const type *far, size_t i) { return (uint16_t)(3u * near[i] + far[i]); }           \
    CDICOM_BODY void name##_widen_between(const uint8_t *near_row, const uint8_t *far_row, uint8_t *result, size_t count) {              \
        const type *restrict near = (const type *)near_row, *restrict far = (const type *)far_row;                                       \
        type *restrict target = (type *)result;                                                                                          \
        const uint32_t first = name##_sum(near, far, 0), last = name##_sum(near, far, count - 1);                                        \
        name##_put_pair(target, (4 * first + 8) >> 4, (3 * first + name##_sum(near, far, 1) + 7) >> 4);                                  \
        for (size_t i = 1; i < count - 1; i++) {                                                                                         \
            const uint32_t sum = name##_sum(near, far, i);                                                                               \
            name##_put_pair(target + 2 * i, (uint16_t)(3 * sum + name##_sum(near, far, i - 1) + 8) >> 4,                                 \
                            (uint16_t)(3 * sum + name##_sum(near, far, i + 1) + 7) >> 4);                                                \
        }                                                                                                                                \
        name##_put_pair(target + 2 * count - 2, (3 * last + name##_sum(near, far, count - 2) + 8) >> 4, (4 * last + 7) >> 4);            \
    }                                                                                                                                    \
    CDICOM_BODY void name##_between(const uint8_t *near_row, const uint8_t *far_row, uint8_t *result, size_t count, uint32_t bias) {     \
        const type *restrict near = (const type *)near_row, *restrict far = (const type *)far_row;                                       \
        type *restrict target = (type *)result;                                                                                          \
        for (size_t i = 0; i < count; i++) target[i] = (type)((uint16_t)(3u * near[i] + far[i] + bias) >> 2);                            \
    }                                                                                                                                    \
    CDICOM_BODY void name##_interleave(const uint8_t *const rows[3], uint8_t *result, size_t count) {                                    \
        const uint8_t *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2];                                               \
        uint8_t *restrict target = result;                                                                                               \
        for (size_t i = 0; i < count; i++) {                                                                                             \
            memcpy(target + (3 * i + 0) * sizeof(type), a + i * sizeof(type), sizeof(type));                                             \
            memcpy(target + (3 * i + 1) * sizeof(type), b + i * sizeof(type), sizeof(type));                                             \
            memcpy(target + (3 * i + 2) * sizeof(type), c + i * sizeof(type), sizeof(type));                                             \
        }                                                                                                                                \
    }                                                                                                                                    \
    CDICOM_BODY void name##_to_rgb(const uint8_t *const rows[3], uint8_t *result, size_t count) {                                        \
        const type *restrict luma = (const type *)rows[0], *restrict blue = (const type *)rows[1], *restrict red = (const type *)rows[2]; \
        uint8_t *restrict target = result;                                                                                               \
        const int32_t middle = sizeof(type) == 1 ? 128 : 2048, most = sizeof(type) == 1 ? 255 : 4095;                                    \
        for (size_t i = 0; i < count; i++) {                                                                                             \
            const int32_t y = luma[i], cb = blue[i] - middle, cr = red[i] - middle;                                                      \
            const type pixel[3] = {(type)cdicom_jpeg_cut(y + ((CDICOM_JPEG_1_402 * cr + 32768) >> 16), most),                            \
                                   (type)cdicom_jpeg_cut(y + ((32768 - CDICOM_JPEG_0_344 * cb - CDICOM_JPEG_0_714 * cr) >> 16), most),   \
                                   (type)cdicom_jpeg_cut(y + ((CDICOM_JPEG_1_772 * cb + 32768) >> 16), most)};                           \
            memcpy(target + 3 * i * sizeof(type), pixel, sizeof pixel);                                                                  \
        }                                                                                                                                \
    }

/// The factors of JFIF's conversion times 2^16, rounded.
enum { CDICOM_JPEG_1_402 = 91881, CDICOM_JPEG_0_344 = 22554, CDICOM_JPEG_0_714 = 46802, CDICOM_JPEG_1_772 = 116130 };

CDICOM_BODY int32_t cdicom_jpeg_cut(int32_t value, int32_t most) { return value < 0 ? 0 : value > most ? most : value; }

CDICOM_JPEG_ROW_BODIES(cdicom_rows8, uint8_t, uint16_t)
CDICOM_JPEG_ROW_BODIES(cdicom_rows12, uint16_t, uint32_t)

#endif
