// Included by each level's file, which defines CDICOM_LEVEL (a suffix) and CDICOM_TARGET (an attribute, or nothing): the compiler makes vectors of
// these loops, and contraction is off so that all levels round alike.
#include "values.h"

#pragma STDC FP_CONTRACT OFF

#define CDICOM_NAME_(stem, level) stem##_##level
#define CDICOM_NAME(stem, level) CDICOM_NAME_(stem, level)

CDICOM_TARGET void CDICOM_NAME(cdicom_line_values, CDICOM_LEVEL)(cdicom_sample_kind samples, cdicom_cell cell, cdicom_line line,
                                                                 const uint8_t *restrict source, void *target, cdicom_value_kind kind,
                                                                 size_t count) {
    float *restrict floats = target;
    double *restrict doubles = target;
    const bool is_bounded = line.low > -INFINITY || line.high < INFINITY;
#define CDICOM_LINE(load, bytes, values, type)                                                                        \
    for (size_t i = 0; i < count; ++i) values[i] = (type)((double)load(cell, source + bytes * i) * line.slope + line.intercept);
#define CDICOM_BOUNDED(load, bytes, values, type)                                                                     \
    for (size_t i = 0; i < count; ++i) {                                                                              \
        double value = (double)load(cell, source + bytes * i);                                                        \
        double y = value * line.slope + line.intercept;                                                               \
        values[i] = (type)(value >= line.low && value <= line.high ? y : (double)NAN);                                \
    }
#define CDICOM_BODY_OF_SAMPLES(load, bytes)                                                                           \
    if (is_bounded) {                                                                                                 \
        if (kind == CDICOM_VALUE_FLOAT) {                                                                             \
            CDICOM_BOUNDED(load, bytes, floats, float)                                                                \
        } else {                                                                                                      \
            CDICOM_BOUNDED(load, bytes, doubles, double)                                                              \
        }                                                                                                             \
    } else if (kind == CDICOM_VALUE_FLOAT) {                                                                          \
        CDICOM_LINE(load, bytes, floats, float)                                                                       \
    } else {                                                                                                          \
        CDICOM_LINE(load, bytes, doubles, double)                                                                     \
    }
    CDICOM_FOR_SAMPLES(samples, cell, CDICOM_BODY_OF_SAMPLES)
}

CDICOM_TARGET void CDICOM_NAME(cdicom_integer_values, CDICOM_LEVEL)(cdicom_cell cell, int32_t slope, int32_t intercept,
                                                                    const uint8_t *restrict source, void *target, cdicom_value_kind kind,
                                                                    size_t count) {
    int16_t *restrict words = target;
    int32_t *restrict longs = target;
    const uint32_t by = (uint32_t)slope, from = (uint32_t)intercept;
#define CDICOM_BODY_OF_INTEGERS(load, bytes)                                                                          \
    if (kind == CDICOM_VALUE_INT16) {                                                                                 \
        for (size_t i = 0; i < count; ++i) words[i] = (int16_t)((uint32_t)load(cell, source + bytes * i) * by + from); \
    } else {                                                                                                          \
        for (size_t i = 0; i < count; ++i) longs[i] = (int32_t)((uint32_t)load(cell, source + bytes * i) * by + from); \
    }
    CDICOM_FOR_SAMPLES(CDICOM_INTEGERS, cell, CDICOM_BODY_OF_INTEGERS)
}
