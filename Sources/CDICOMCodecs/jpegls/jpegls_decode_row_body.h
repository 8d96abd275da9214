// The bodies of jpegls_decode_row.h: included by a file for each instruction set, which defines JPEGLS_TARGET before. A context is on the
// way from one sample to the next through the left neighbour, so that latency counts here more than the number of instructions.
#include "jpegls_decode_row.h"

/// Longer runs of zeros are left to `decode_long`: with k at most 18, all shorter codes fit in a window.
enum { SHORT_ZEROS = 32 };

/// A value of the limited Golomb code (A.5.3) whose zeros are many. `limit`: zeros of the escape code.
static __attribute__((noinline)) JPEGLS_TARGET bool decode_long(jpegls_bits *bits, uint32_t order, uint32_t limit, uint32_t error_bits,
                                                                uint64_t *value) {
    const uint32_t zeros = (uint32_t)__builtin_clzll(jpegls_window(bits) | 1);
    if (zeros > limit) return false;  // in damaged data, and behind its end
    bits->position += zeros + 1;
    if (zeros < limit) *value = ((uint64_t)zeros << order) + jpegls_take(bits, order);
    else *value = (uint64_t)jpegls_take(bits, error_bits) + 1;
    return *value < (uint64_t)2 << error_bits;
}

/// A value of the limited Golomb code. `shift` is JPEGLS_SHIFT - k, `escape` the zeros of the escape code.
CDICOM_BODY bool decode_value(jpegls_bits *bits, uint32_t shift, uint32_t escape, uint32_t error_bits, uint64_t *value) {
    const uint64_t most = (uint64_t)2 << error_bits;
    const uint64_t window = jpegls_window(bits);
    const uint32_t zeros = window != 0 ? (uint32_t)__builtin_clzll(window) : 64;
    if (__builtin_expect(zeros < (escape < SHORT_ZEROS ? escape : SHORT_ZEROS), 1)) {
        // A word of the zeros and the bits behind the unary part, ready before k is known: one shift by k then makes the value.
        *value = ((uint64_t)zeros << JPEGLS_SHIFT | window << 1 << zeros >> 8) >> shift;
        bits->position += zeros + (JPEGLS_SHIFT + 1) - shift;
        return __builtin_expect(*value < most, 1);
    }
    jpegls_bits copy = *bits;  // whose address is taken, so that the position itself stays in a register
    const bool is_good = decode_long(&copy, JPEGLS_SHIFT - shift, escape, error_bits, value);
    *bits = copy;
    return is_good;
}

/// The error of a sample that ends a run (A.7.2), not yet multiplied by 2 NEAR + 1.
CDICOM_BODY bool decode_interruption(jpegls_state *state, const jpegls_parameters *parameters, jpegls_bits *bits, uint32_t type,
                                     uint32_t run_order, int32_t *error) {
    jpegls_run_context *context = &state->runs[type];
    const uint32_t order = jpegls_run_order(context, type), escape = parameters->limit - run_order - parameters->error_bits - 2;
    uint64_t value;
    if (!decode_value(bits, JPEGLS_SHIFT - order, escape, parameters->error_bits, &value)) return false;
    const uint32_t mapped = (uint32_t)value, doubled = mapped + type, is_odd = doubled & 1;
    const int32_t magnitude = (int32_t)((doubled + is_odd) >> 1);
    const int32_t negative = -(int32_t)(((order != 0) | (2 * context->negative >= context->count)) == is_odd);
    *error = (magnitude ^ negative) - negative;
    jpegls_run_update(context, type, *error < 0, mapped, parameters->preset.reset);
    return true;
}

/// Pixels of a run, up to `columns`, or -1 when it is longer than the row (A.7.1).
CDICOM_BODY int64_t decode_run(jpegls_bits *bits, uint32_t *run_index, uint32_t columns) {
    uint32_t index = *run_index, count = 0;
    while (jpegls_take(bits, 1) != 0) {
        const uint32_t whole = 1u << cdicom_jpegls_run_orders[index];
        const bool is_row_end = whole >= columns - count;
        index += whole <= columns - count && index < 31;
        count += whole;
        if (is_row_end) {
            *run_index = index;
            return columns;
        }
    }
    *run_index = index;
    const uint32_t rest = jpegls_take(bits, cdicom_jpegls_run_orders[index]);
    return rest < columns - count ? (int64_t)count + rest : -1;  // a sample of the row ends the run
}

/// Decodes one sample in regular mode (A.4 to A.6); `sign` is 0 or -1. False when its code is impossible.
CDICOM_BODY bool decode_regular(jpegls_bits *bits, jpegls_context *context, int32_t sign, int32_t predicted, const bool is_plain,
                                const bool is_smooth, const jpegls_parameters *parameters, int64_t *sample) {
    const int32_t maximum = (int32_t)parameters->preset.maximum;
    const uint32_t escape = parameters->limit - parameters->error_bits - 1;
    predicted += (context->correction ^ sign) - sign;
    if (__builtin_expect((uint32_t)predicted > (uint32_t)maximum, 0)) predicted = jpegls_clamp(predicted, maximum);

    uint64_t value;
    if (!decode_value(bits, context->shift, escape, parameters->error_bits, &value)) return false;
    const int32_t half = (int32_t)(value >> 1), odd = -(int32_t)(value & 1) ^ context->flip, error = half ^ odd;
    const uint32_t magnitude = (((uint32_t)value ^ (context->flip & 1)) + 1) >> 1;
    if (is_plain) {
        *sample = (predicted - sign + (half ^ (odd ^ sign))) & maximum;
        jpegls_update(context, magnitude, error, parameters->preset.reset, true, is_smooth);
    } else {
        const int32_t scaled = error * (int32_t)(2 * parameters->near + 1);
        *sample = jpegls_wrap(predicted + ((scaled ^ sign) - sign), parameters);
        jpegls_update(context, magnitude, scaled, parameters->preset.reset, parameters->near == 0, is_smooth);
    }
    return true;
}

/// Samples of the pixel that ends a run.
CDICOM_BODY bool decode_run_end(jpegls_state *state, const jpegls_parameters *parameters, jpegls_bits *bits, const int64_t *left,
                                const uint16_t *above, uint16_t *pixel, const uint32_t components, const bool is_plain,
                                uint32_t run_order) {
    const int32_t near = is_plain ? 0 : (int32_t)parameters->near;
    for (uint32_t i = 0; i < components; i++) {
        const int32_t a = (int32_t)left[i], b = above[i], difference = a - b, sign = -(difference > 0);
        // Neighbours that are alike are a kind of their own, but not in pixels of several components.
        const uint32_t type = components == 1 && (uint32_t)(difference + near) <= (uint32_t)(2 * near);
        int32_t error;
        if (!decode_interruption(state, parameters, bits, type, run_order, &error)) return false;
        if (!is_plain) error *= 2 * near + 1;
        const int32_t value = b + ((error ^ sign) - sign), alike = a + error;
        pixel[i] = (uint16_t)(is_plain ? (type ? alike : value) & (int32_t)parameters->preset.maximum
                                       : jpegls_wrap(type ? alike : value, parameters));
    }
    return true;
}

/// `count` pixels like the one in front. In rows of one component, up to JPEGLS_OVER_FILL - 1 behind them are overwritten.
CDICOM_BODY void fill_run(uint16_t *pixel, size_t count, const uint32_t components) {
    if (components == 1) {
        const uint64_t four = pixel[-1] * 0x0001000100010001u;
        for (size_t i = 0; i < count; i += JPEGLS_OVER_FILL) {
            memcpy(pixel + i, &four, sizeof four);
            memcpy(pixel + i + 4, &four, sizeof four);
        }
    } else {
        for (size_t i = 0; i < count * components; i++) pixel[i] = pixel[(ptrdiff_t)i - components];
    }
}

/// - components: a constant in every instance, as are `is_plain` and `is_smooth`.
CDICOM_BODY bool decode_row(jpegls_decoder *decoder, const uint16_t *above, uint16_t *row, uint32_t columns, uint32_t line,
                            const uint32_t components, const bool is_plain, const bool is_smooth) {
    jpegls_state *const state = &decoder->state;
    const jpegls_parameters parameters = state->parameters;
    const int8_t *const gradient = state->gradient;
    uint8_t *const contexts = (uint8_t *)state->contexts;
    const uint8_t *const groups = (const uint8_t *)(state->groups + 40);
    jpegls_bits bits = decoder->bits;
    // Of each component: Q2, in multiples of a context, and the three neighbours that move along. None is read back from the row.
    // As wide as addresses, so that differences are indices as they are.
    int64_t second[4], left[4], corner[4], over[4];
    for (uint32_t i = 0; i < components; i++) {
        corner[i] = above[(int64_t)i - components];
        over[i] = above[i];
        left[i] = over[i];
        second[i] = gradient[over[i] - corner[i]];
    }
    for (uint32_t x = 0; x < columns; x++) {
        uint16_t *const pixel = row + (size_t)x * components;
        const uint16_t *next_over = above + ((size_t)x + 1) * components;
        int64_t offset[4], any = 0;
        int32_t sign[4];
        for (uint32_t i = 0; i < components; i++) {
            const int64_t first = gradient[next_over[i] - over[i]], third = corner[i] - left[i];
            const jpegls_group *group = (const jpegls_group *)(groups + 9 * first + second[i]);
            second[i] = first;
            offset[i] = group->first + group->third[third];
            sign[i] = group->sign | ((int32_t)third >> 31 & group->is_open);
            // A gradient of 0 with a difference below it: no sign.
            if (!is_plain && components > 1) sign[i] &= -(offset[i] != 0);
            any |= offset[i];
        }
        if (any == 0) {
            uint32_t *index = &state->run_index[line];
            const int64_t count = decode_run(&bits, index, columns - x);
            if (count < 0) goto fail;
            fill_run(pixel, (size_t)count, components);
            decoder->in_runs += (size_t)count * components;
            x += (uint32_t)count;
            if (x == columns) break;
            const uint16_t *const last_over = above + (size_t)x * components;
            uint16_t *const last = row + (size_t)x * components;
            if (!decode_run_end(state, &parameters, &bits, left, last_over, last, components, is_plain, cdicom_jpegls_run_orders[*index]))
                goto fail;
            if (*index > 0) *index -= 1;
            for (uint32_t i = 0; i < components; i++) {
                left[i] = last[i];
                corner[i] = last_over[i];
                over[i] = last_over[i + components];
                second[i] = gradient[over[i] - corner[i]];
            }
            continue;
        }
        for (uint32_t i = 0; i < components; i++) {
            const int32_t predicted = jpegls_predict((int32_t)left[i], (int32_t)over[i], (int32_t)corner[i]);
            if (!decode_regular(&bits, (jpegls_context *)(contexts + offset[i]), sign[i], predicted, is_plain, is_smooth,
                                &parameters, &left[i]))
                goto fail;
            pixel[i] = (uint16_t)left[i];
            corner[i] = over[i];
            over[i] = next_over[i];
        }
    }
    decoder->bits = bits;
    return true;
fail:
    decoder->bits = bits;
    return false;
}

// Marked as hot: a compiler that moves cold code out may take a function for cold that ends in a failure, and optimise it for size.
#define JPEGLS_DECODE_ROW(name, components, is_plain, is_smooth)                                                                 \
    static JPEGLS_TARGET __attribute__((hot)) bool name(jpegls_decoder *decoder, const uint16_t *above, uint16_t *row,           \
                                                        uint32_t columns, uint32_t line) {                                       \
        return decode_row(decoder, above, row, columns, line, components, is_plain, is_smooth);                                  \
    }
#define JPEGLS_DECODE_ROWS(name, is_plain, is_smooth)  \
    JPEGLS_DECODE_ROW(name##_1, 1, is_plain, is_smooth) \
    JPEGLS_DECODE_ROW(name##_2, 2, is_plain, is_smooth) \
    JPEGLS_DECODE_ROW(name##_3, 3, is_plain, is_smooth) \
    JPEGLS_DECODE_ROW(name##_4, 4, is_plain, is_smooth)
JPEGLS_DECODE_ROWS(decode_noisy_plain, true, false)
JPEGLS_DECODE_ROWS(decode_smooth_plain, true, true)
JPEGLS_DECODE_ROWS(decode_noisy_general, false, false)
JPEGLS_DECODE_ROWS(decode_smooth_general, false, true)

#define JPEGLS_ROWS(name) {name##_1, name##_2, name##_3, name##_4}
#define JPEGLS_ROW_DECODERS                                                            \
    {                                                                                  \
        .plain = {JPEGLS_ROWS(decode_noisy_plain), JPEGLS_ROWS(decode_smooth_plain)},       \
        .general = {JPEGLS_ROWS(decode_noisy_general), JPEGLS_ROWS(decode_smooth_general)}, \
    }
