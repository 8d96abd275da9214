#include "steps.h"

#pragma STDC FP_CONTRACT OFF

// The guess is right but beside an edge, where rounding decides; so two comparisons with the edges themselves settle most values, and a
// search settles the rest. A value that is not a number is above no edge.
#define CDICOM_PLACE(type)                                                                                    \
    CDICOM_BODY size_t place_##type(const type *edges, size_t count, type value, float guess) {               \
        float within = guess > 0.0f ? guess : 0.0f;                                                           \
        within = within < (float)count ? within : (float)count;                                               \
        size_t place = (size_t)within;                                                                        \
        if (edges[place] <= value && value < edges[place + 1]) return place;                                  \
        size_t below = 0, left = count;                                                                       \
        while (left > 0) {                                                                                    \
            size_t half = left / 2;                                                                           \
            bool beyond = edges[below + half + 1] <= value;                                                   \
            below = beyond ? below + half + 1 : below;                                                        \
            left = beyond ? left - half - 1 : half;                                                           \
        }                                                                                                     \
        return below;                                                                                         \
    }
CDICOM_PLACE(int32_t)
CDICOM_PLACE(float)
CDICOM_PLACE(double)

void cdicom_steps_int32_scalar(cdicom_cell cell, const cdicom_steps_int32 *steps, const uint8_t *source, uint8_t *target, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        int32_t value = cdicom_steps_value(cell, source + 4 * i);
        float distance = (float)(int32_t)((uint32_t)value - (uint32_t)steps->origin);
        size_t place = place_int32_t(steps->edges, steps->count, value, distance * steps->scale + steps->offset);
        cdicom_steps_store(target, i, steps->target_bytes, steps->outputs[place]);
    }
}

void cdicom_steps_float_scalar(const cdicom_steps_float *steps, const uint8_t *source, uint8_t *target, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        float value;
        memcpy(&value, source + 4 * i, sizeof value);
        size_t place = place_float(steps->edges, steps->count, value, (value - steps->origin) * steps->scale + steps->offset);
        cdicom_steps_store(target, i, steps->target_bytes, value == value ? steps->outputs[place] : steps->not_a_number);
    }
}

void cdicom_steps_double_scalar(const cdicom_steps_double *steps, const uint8_t *source, uint8_t *target, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        double value;
        memcpy(&value, source + 8 * i, sizeof value);
        double guess = (value - steps->origin) * steps->scale + steps->offset;
        size_t place = place_double(steps->edges, steps->count, value, (float)guess);
        cdicom_steps_store(target, i, steps->target_bytes, value == value ? steps->outputs[place] : steps->not_a_number);
    }
}
