#ifndef CDICOM_JPEGLS_STATE_H
#define CDICOM_JPEGLS_STATE_H

#include "../kernels/dispatch.h"
#include "jpegls_parameters.h"

/// Contexts, gradients and runs, as encoder and decoder share them (T.87 Annex A).

enum {
    JPEGLS_CONTEXTS = 365,     ///< of regular mode; context 0 is met only in sample-interleaved scans
    JPEGLS_SHIFT = 56,         ///< `shift` of a context with k = 0
    JPEGLS_CONTEXT_BYTES = 16
};

/// The statistics of a regular context. What the next sample needs is worked out when they change, not when they are used: it stands on the
/// way from one sample to the next.
typedef struct jpegls_context {
    uint32_t sum;   ///< A: magnitudes of errors. Errors are at most 2^16 and RESET is below 2^16, so that it cannot overflow
    int32_t bias;   ///< B, in -n < B <= 0
    uint16_t count; ///< N
    int8_t correction; ///< C
    uint8_t shift;  ///< JPEGLS_SHIFT - k; k is at most 18
    int8_t flip;    ///< -1 where k = 0 and 2 B <= -N swap the codes of positive and negative errors (A.5.2), else 0
    int8_t unused[3];
} jpegls_context;
_Static_assert(sizeof(jpegls_context) == JPEGLS_CONTEXT_BYTES, "gradients are held in multiples of a context");

/// One of the two contexts of samples that end a run (A.7.2).
typedef struct jpegls_run_context {
    uint32_t sum, count, negative; ///< A, N, Nn
} jpegls_run_context;

/// What the two gradients above the sample decide about its context: all but the third gradient's part.
typedef struct jpegls_group {
    const int8_t *third; ///< by Rc - Ra: its part of the context, times the size of a context, with the sign that the group gives it
    uint32_t first;      ///< the group's first context, in bytes
    int16_t sign;        ///< -1 where all signs are inverted, else 0
    int16_t is_open;     ///< -1 where only the third gradient can tell the sign, else 0
} jpegls_group;
_Static_assert(sizeof(jpegls_group) == JPEGLS_CONTEXT_BYTES, "a group is found with the same multiples as a context");

typedef struct jpegls_state {
    jpegls_parameters parameters;
    jpegls_context contexts[JPEGLS_CONTEXTS];
    jpegls_run_context runs[2];
    uint32_t run_index[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS]; ///< RUNindex, an index a component in line mode
    const int8_t *gradient; ///< by a difference from -MAXVAL to MAXVAL: -4 to 4, times the size of a context
    jpegls_group groups[81];
} jpegls_state;

/// J of A.2.1: the binary logarithm of the run that a bit stands for.
extern const uint8_t cdicom_jpegls_run_orders[32];

/// Bytes of gradient tables that `cdicom_jpegls_state_prepare` fills for samples up to `maximum`.
size_t cdicom_jpegls_gradient_bytes(uint32_t maximum);

/// Takes over the parameters and fills the tables; `cdicom_jpegls_state_reset` must follow.
void cdicom_jpegls_state_prepare(jpegls_state *state, const jpegls_parameters *parameters, int8_t *gradients);

/// All contexts as at the start of a scan or restart interval.
void cdicom_jpegls_state_reset(jpegls_state *state);

/// The least k with count << k >= sum (A.5.1), taken from `most`: how much longer sum is, and one more where it begins with more. Little
/// has to wait for `sum`.
CDICOM_BODY uint32_t jpegls_less_order(uint32_t most, uint32_t sum, uint32_t count) {
    const uint32_t short_by = (uint32_t)__builtin_clz(count), rest = (uint32_t)__builtin_clz(sum | count);
    return most - short_by + rest - (count << short_by < sum << rest);
}

CDICOM_BODY uint32_t jpegls_order(uint32_t sum, uint32_t count) { return 0 - jpegls_less_order(0, sum, count); }

/// The medial predictor (A.4.1).
CDICOM_BODY int32_t jpegls_predict(int32_t left, int32_t above, int32_t corner) {
    const int32_t low = left < above ? left : above, high = left < above ? above : left;
    int32_t plane = left + above - corner;
    plane = plane < low ? low : plane;
    return plane > high ? high : plane;
}

CDICOM_BODY int32_t jpegls_clamp(int32_t value, int32_t maximum) {
    value = value < 0 ? 0 : value;
    return value > maximum ? maximum : value;
}

/// Counts an error in (A.6). Data decides the choices, and differently each time: but for the rare ones all are selects.
///
/// - magnitude: of the error, before it is multiplied by 2 NEAR + 1; `scaled` is the error after that.
/// - is_branching: goes past what is seldom needed where errors are small. That pays where no sample waits for the one before.
CDICOM_BODY void jpegls_update(jpegls_context *context, uint32_t magnitude, int32_t scaled, uint32_t reset, const bool is_lossless,
                               const bool is_branching) {
    uint32_t sum = context->sum + magnitude;
    int32_t bias = context->bias + scaled, count = context->count;
    if (__builtin_expect((uint32_t)count == reset, 0)) {  // rare, and two shifts less on the way to the next sample
        sum >>= 1;
        bias >>= 1;
        count >>= 1;
    }
    count += 1;
    int32_t correction = context->correction;
    if (!is_branching || (uint32_t)(bias + count - 1) >= (uint32_t)count) {
        const int32_t is_low = (bias + count - 1) >> 31, is_high = -bias >> 31;  // 0 or -1
        bias += (count & is_low) - (count & is_high);
        bias = bias > 0 ? 0 : bias;
        bias = bias <= -count ? 1 - count : bias;
        correction += is_low - is_high;
        if (__builtin_expect(correction != (int8_t)correction, 0)) correction -= is_low - is_high;
    }
    const uint32_t shift = jpegls_less_order(JPEGLS_SHIFT, sum, (uint32_t)count);
    context->sum = sum;
    context->bias = bias;
    context->count = (uint16_t)count;
    context->correction = (int8_t)correction;
    context->shift = (uint8_t)shift;
    if (is_lossless) context->flip = (int8_t)((2 * bias + count - 1) >> 31 & (int32_t)(JPEGLS_SHIFT - 1 - shift) >> 31);
}

/// k of a sample that ends a run (A.7.2).
CDICOM_BODY uint32_t jpegls_run_order(const jpegls_run_context *context, uint32_t type) {
    return jpegls_order(context->sum + (context->count >> 1 & (0 - type)), context->count);
}

/// Counts the error of a sample that ended a run in.
CDICOM_BODY void jpegls_run_update(jpegls_run_context *context, uint32_t type, bool is_negative, uint32_t mapped, uint32_t reset) {
    const uint32_t half = context->count == reset;
    context->sum = (context->sum + ((mapped + 1 - type) >> 1)) >> half;
    context->negative = (context->negative + is_negative) >> half;
    context->count = (context->count >> half) + 1;
}

/// A reconstructed value brought back into 0…MAXVAL (A.4.5, A.5.3).
CDICOM_BODY int32_t jpegls_wrap(int32_t value, const jpegls_parameters *parameters) {
    const int32_t near = (int32_t)parameters->near, maximum = (int32_t)parameters->preset.maximum;
    const int32_t turn = (int32_t)parameters->range * (2 * near + 1);
    if (__builtin_expect((uint32_t)value <= (uint32_t)maximum, 1)) return value;
    if (value < -near) value += turn;
    else if (value > maximum + near) value -= turn;
    return jpegls_clamp(value, maximum);
}

#endif
