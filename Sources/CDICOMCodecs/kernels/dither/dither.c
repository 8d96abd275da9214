#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_color.h"

// Bayer's square of 8 × 8: the bits of x and of x ^ y, interleaved from the least significant up as the most significant down.
static const uint8_t bayer[8][8] = {
    {0, 32, 8, 40, 2, 34, 10, 42},   {48, 16, 56, 24, 50, 18, 58, 26}, {12, 44, 4, 36, 14, 46, 6, 38},   {60, 28, 52, 20, 62, 30, 54, 22},
    {3, 35, 11, 43, 1, 33, 9, 41},   {51, 19, 59, 27, 49, 17, 57, 25}, {15, 47, 7, 39, 13, 45, 5, 37},   {63, 31, 55, 23, 61, 29, 53, 21},
};

typedef struct pixels {
    uint32_t source_top, target_top, columns, rows, samples;
} pixels;

CDICOM_BODY uint32_t sample(const uint8_t *source, size_t i, uint32_t top) {
    uint32_t value = top < 256 ? source[i] : cdicom_load_uint16_t(source + 2 * i);
    return value < top ? value : top;
}

CDICOM_BODY void store(uint8_t *target, size_t i, uint32_t top, uint32_t value) {
    if (top < 256) {
        target[i] = (uint8_t)value;
    } else {
        cdicom_store_uint16_t(target + 2 * i, (uint16_t)value);
    }
}

static void order(pixels p, const uint8_t *source, uint8_t *target) {
    size_t i = 0;
    for (uint32_t row = 0; row < p.rows; ++row) {
        for (uint32_t column = 0; column < p.columns; ++column) {
            // 128ths: each threshold in the middle of its part of a level.
            uint64_t threshold = (2u * bayer[row % 8][column % 8] + 1) * (uint64_t)p.source_top;
            for (uint32_t k = 0; k < p.samples; ++k, ++i) {
                uint64_t level = ((uint64_t)sample(source, i, p.source_top) * p.target_top * 128 + threshold) / (128ull * p.source_top);
                store(target, i, p.target_top, (uint32_t)level);
            }
        }
    }
}

static void diffuse(pixels p, const uint8_t *source, uint8_t *target, int32_t *errors) {
    const size_t line = ((size_t)p.columns + 2) * p.samples;
    int32_t *here = errors, *next = errors + line;
    memset(errors, 0, 2 * line * sizeof *errors);
    size_t i = 0;
    for (uint32_t row = 0; row < p.rows; ++row) {
        for (uint32_t column = 0; column < p.columns; ++column) {
            for (uint32_t k = 0; k < p.samples; ++k, ++i) {
                // Errors are in 1/source_top of a level; |error| stays below one level.
                const size_t place = ((size_t)column + 1) * p.samples + k;
                int64_t wanted = (int64_t)sample(source, i, p.source_top) * p.target_top + here[place];
                int64_t level = (2 * wanted + p.source_top) / (2 * (int64_t)p.source_top);
                level = wanted < 0 || level < 0 ? 0 : level > p.target_top ? p.target_top : level;
                int32_t error = (int32_t)(wanted - level * p.source_top);
                // Seven sixteenths to the right, three, five and one below; the last part takes what integers leave over.
                int32_t right = error * 7 / 16, left_below = error * 3 / 16, below = error * 5 / 16;
                here[place + p.samples] += right;
                next[place - p.samples] += left_below;
                next[place] += below;
                next[place + p.samples] += error - right - left_below - below;
                store(target, i, p.target_top, (uint32_t)level);
            }
        }
        int32_t *done = here;
        here = next;
        next = done;
        memset(next, 0, line * sizeof *next);
    }
}

cdicom_status cdicom_dither_samples(cdicom_level level, cdicom_dither method, uint32_t source_top, uint32_t target_top, uint32_t columns,
                                    uint32_t rows, uint32_t samples, const uint8_t *source, uint8_t *target, int32_t *errors,
                                    size_t errors_count) {
    if (!cdicom_level_is_available(level) || source_top == 0 || source_top > 65535 || target_top == 0 || target_top > 65535) {
        return CDICOM_BAD_ARGUMENT;
    }
    if (samples == 0 || samples > 4) return CDICOM_BAD_ARGUMENT;
    const pixels p = {source_top, target_top, columns, rows, samples};
    if (method == CDICOM_DITHER_ORDERED) {
        order(p, source, target);
    } else {
        if (errors_count < 2 * ((size_t)columns + 2) * samples) return CDICOM_BAD_ARGUMENT;
        diffuse(p, source, target, errors);
    }
    return CDICOM_OK;
}
