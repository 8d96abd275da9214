#include "jpegls_state.h"
#include <string.h>

const uint8_t cdicom_jpegls_run_orders[32] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3,  3,  3,
                                              4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// Three tables: the third gradient as it is, with its sign inverted, and its magnitude.
enum { TABLES = 3 };

size_t cdicom_jpegls_gradient_bytes(uint32_t maximum) { return TABLES * (2 * (size_t)maximum + 1); }

/// Fills one half of the differences, from 1 to MAXVAL away from `centre`, with 0 to `step` * 4 by the thresholds (A.3.3).
static void fill(int8_t *centre, int direction, int step, const jpegls_parameters *parameters) {
    const uint32_t maximum = parameters->preset.maximum;
    const uint32_t *thresholds = parameters->preset.thresholds;
    const uint32_t ends[5] = {parameters->near + 1, thresholds[0], thresholds[1], thresholds[2], maximum + 1};
    uint32_t from = 1;
    for (int level = 0; level < 5; level++) {
        if (ends[level] <= from) continue;
        const uint32_t count = ends[level] - from;
        memset(direction > 0 ? centre + from : centre - (ends[level] - 1), level * step, count);
        from = ends[level];
    }
}

void cdicom_jpegls_state_prepare(jpegls_state *state, const jpegls_parameters *parameters, int8_t *gradients) {
    enum { STEP = JPEGLS_CONTEXT_BYTES };
    state->parameters = *parameters;
    const size_t width = 2 * (size_t)parameters->preset.maximum + 1;
    int8_t *straight = gradients + parameters->preset.maximum, *inverted = straight + width, *magnitude = inverted + width;
    *straight = *inverted = *magnitude = 0;
    fill(straight, 1, STEP, parameters);
    fill(straight, -1, -STEP, parameters);
    fill(inverted, 1, -STEP, parameters);
    fill(inverted, -1, STEP, parameters);
    fill(magnitude, 1, STEP, parameters);
    fill(magnitude, -1, STEP, parameters);
    state->gradient = straight;
    for (int32_t index = -40; index <= 40; index++) {  // 9 Q1 + Q2
        state->groups[index + 40] = (jpegls_group){
            .third = index > 0 ? straight : index < 0 ? inverted : magnitude,
            .first = (uint32_t)(index < 0 ? -index : index) * 9 * STEP,
            .sign = index < 0 ? -1 : 0,
            .is_open = index == 0 ? -1 : 0,
        };
    }
}

void cdicom_jpegls_state_reset(jpegls_state *state) {
    const jpegls_parameters *parameters = &state->parameters;
    const jpegls_context fresh = {
        .sum = parameters->first_sum,
        .count = 1,
        .shift = (uint8_t)(JPEGLS_SHIFT - jpegls_order(parameters->first_sum, 1)),
    };
    for (size_t i = 0; i < JPEGLS_CONTEXTS; i++) state->contexts[i] = fresh;
    for (size_t i = 0; i < 2; i++) state->runs[i] = (jpegls_run_context){.sum = parameters->first_sum, .count = 1};
    memset(state->run_index, 0, sizeof state->run_index);
}
