// The bodies of jpegls_encode_row.h: included by a file for each instruction set, which defines JPEGLS_TARGET before.
#include "jpegls_encode_row.h"

/// Codes with more zeros are left to `encode_long`: with k at most 18, all shorter ones are put at once.
enum { SHORT_ZEROS = 32 };

/// A value in the limited Golomb code (A.5.3). `escape`: zeros of the escape code.
static __attribute__((noinline)) JPEGLS_TARGET void encode_long(jpegls_writer *writer, uint32_t value, uint32_t order, uint32_t escape,
                                                                uint32_t error_bits) {
    const uint32_t zeros = value >> order;
    if (zeros < escape) {
        jpegls_put(writer, 1, zeros + 1);
        if (order > 0) jpegls_put(writer, value & ((1u << order) - 1), order);
    } else {
        jpegls_put(writer, 1, escape + 1);
        jpegls_put(writer, (value - 1) & ((1u << error_bits) - 1), error_bits);
    }
}

/// An error quantised by 2 NEAR + 1 (A.4.4).
CDICOM_BODY int32_t quantised(const jpegls_encoder *encoder, int32_t error) {
    const uint32_t near = encoder->state.parameters.near, magnitude = (uint32_t)(error < 0 ? -error : error);
    const int32_t quotient = (int32_t)((uint64_t)(magnitude + near) * encoder->reciprocal >> 32);
    return error < 0 ? -quotient : quotient;
}

/// An error modulo RANGE (A.4.5).
CDICOM_BODY int32_t reduced(int32_t error, uint32_t range) {
    error += error < 0 ? (int32_t)range : 0;
    return error - (error >= (int32_t)((range + 1) / 2) ? (int32_t)range : 0);
}

/// The error of a sample that ends a run (A.7.2), quantised and reduced.
static __attribute__((noinline)) JPEGLS_TARGET void encode_interruption(jpegls_state *state, jpegls_writer *writer, uint32_t type,
                                                                        uint32_t run_order, int32_t error) {
    jpegls_run_context *context = &state->runs[type];
    const jpegls_parameters *parameters = &state->parameters;
    const uint32_t order = jpegls_order(context->sum + (type ? context->count >> 1 : 0), context->count);
    const bool is_mostly_negative = 2 * context->negative >= context->count;
    const bool map = error < 0 ? order != 0 || is_mostly_negative : error > 0 && order == 0 && !is_mostly_negative;
    const uint32_t mapped = 2 * (uint32_t)(error < 0 ? -error : error) - type - map;
    encode_long(writer, mapped, order, parameters->limit - run_order - 1 - parameters->error_bits - 1, parameters->error_bits);
    jpegls_run_update(context, type, error < 0, mapped, parameters->preset.reset);
}

/// The length of a run (A.7.1); `is_row_end` when no sample of the row ends it.
static __attribute__((noinline)) JPEGLS_TARGET void encode_run(jpegls_writer *writer, uint32_t *run_index, uint32_t count,
                                                               bool is_row_end) {
    uint32_t index = *run_index;
    while (count >= 1u << cdicom_jpegls_run_orders[index]) {
        jpegls_put(writer, 1, 1);
        count -= 1u << cdicom_jpegls_run_orders[index];
        if (index < 31) index += 1;
    }
    *run_index = index;
    if (!is_row_end) jpegls_put(writer, count, 1 + cdicom_jpegls_run_orders[index]);
    else if (count > 0) jpegls_put(writer, 1, 1);
}

/// Encodes one sample in regular mode (A.4 to A.6); `sign` is 0 or -1. What a decoder will have replaces the sample.
CDICOM_BODY void encode_regular(jpegls_encoder *encoder, jpegls_writer *writer, jpegls_context *context, int32_t sign, int32_t predicted,
                                const bool is_plain, const jpegls_parameters *parameters, int64_t *sample) {
    const uint32_t escape = parameters->limit - parameters->error_bits - 1, order = JPEGLS_SHIFT - context->shift;
    predicted += (context->correction ^ sign) - sign;
    if (__builtin_expect((uint32_t)predicted > parameters->preset.maximum, 0))
        predicted = jpegls_clamp(predicted, (int32_t)parameters->preset.maximum);
    int32_t error = (int32_t)*sample - predicted, scaled;
    error = (error ^ sign) - sign;
    if (is_plain) {
        const uint32_t unused = 32 - parameters->error_bits;
        scaled = error = (int32_t)((uint32_t)error << unused) >> unused;
    } else {
        if (parameters->near > 0) {
            error = quantised(encoder, error);
            const int32_t step = error * (int32_t)(2 * parameters->near + 1);
            const int32_t decoded = predicted + ((step ^ sign) - sign);
            *sample = __builtin_expect((uint32_t)decoded <= parameters->preset.maximum, 1)
                          ? decoded
                          : jpegls_clamp(decoded, (int32_t)parameters->preset.maximum);
        }
        error = reduced(error, parameters->range);
        scaled = error * (int32_t)(2 * parameters->near + 1);
    }
    const int32_t folded = error ^ context->flip;
    const uint32_t mapped = (uint32_t)folded << 1 ^ (uint32_t)(folded >> 31), zeros = mapped >> order;
    if (__builtin_expect(zeros < (escape < SHORT_ZEROS ? escape : SHORT_ZEROS), 1)) {
        jpegls_put(writer, (uint64_t)1 << order | (mapped & (((uint64_t)1 << order) - 1)), zeros + 1 + order);
    } else {
        jpegls_writer copy = *writer;
        encode_long(&copy, mapped, order, escape, parameters->error_bits);
        *writer = copy;
    }
    jpegls_update(context, (uint32_t)(error < 0 ? -error : error), scaled, parameters->preset.reset,
                  is_plain || parameters->near == 0, true);
}

/// Samples of the pixel that ends a run; `left` and `above` are of the same pixel.
CDICOM_BODY void encode_run_end(jpegls_encoder *encoder, jpegls_writer *writer, const uint16_t *left, const uint16_t *above,
                                uint16_t *pixel, const uint32_t components, uint32_t run_order) {
    const jpegls_parameters *parameters = &encoder->state.parameters;
    const int32_t near = (int32_t)parameters->near;
    for (uint32_t i = 0; i < components; i++) {
        const int32_t a = (int32_t)left[i], b = above[i], difference = a - b;
        const uint32_t type = components == 1 && difference <= near && difference >= -near;
        const int32_t predicted = type ? a : b, sign = !type && difference > 0 ? -1 : 0;
        int32_t error = pixel[i] - predicted;
        error = (error ^ sign) - sign;
        if (near > 0) {
            error = quantised(encoder, error);
            const int32_t step = error * (2 * near + 1);
            pixel[i] = (uint16_t)jpegls_clamp(predicted + ((step ^ sign) - sign), (int32_t)parameters->preset.maximum);
        }
        encode_interruption(&encoder->state, writer, type, run_order, reduced(error, parameters->range));
    }
}

/// Pixels from `pixel` on, up to `columns`, of which no sample is further than NEAR from that of the pixel before.
CDICOM_BODY uint32_t run_length(const uint16_t *pixel, uint32_t columns, const uint32_t components, int32_t near) {
    const uint16_t *left = pixel - components;
    for (uint32_t x = 0; x < columns; x++)
        for (uint32_t i = 0; i < components; i++) {
            const int32_t difference = pixel[(size_t)x * components + i] - left[i];
            if (difference > near || difference < -near) return x;
        }
    return columns;
}

/// Samples from `sample` on, up to `columns`, that are equal to the one before: `run_length` for one component and NEAR 0.
CDICOM_BODY uint32_t equal_length(const uint16_t *sample, uint32_t columns) {
    const uint64_t four = sample[-1] * UINT64_C(0x0001000100010001);
    uint32_t x = 0;
    for (; columns - x >= 4; x += 4) {
        uint64_t next;
        memcpy(&next, sample + x, sizeof next);
        if (next != four) break;
    }
    while (x < columns && sample[x] == sample[-1]) x += 1;
    return x;
}

/// - components: a constant in every instance, as is `is_plain`.
CDICOM_BODY void encode_row(jpegls_encoder *encoder, const uint16_t *above, uint16_t *row, uint32_t columns, uint32_t line,
                            const uint32_t components, const bool is_plain) {
    jpegls_state *const state = &encoder->state;
    const jpegls_parameters parameters = state->parameters;
    const int8_t *const gradient = state->gradient;
    uint8_t *const contexts = (uint8_t *)state->contexts;
    const uint8_t *const groups = (const uint8_t *)(state->groups + 40);
    jpegls_writer writer = encoder->writer;
    // As wide as addresses, so that differences are indices as they are.
    int64_t second[4], left[4], corner[4], over[4];  // as in decoding
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
            if (!is_plain && components > 1) sign[i] &= -(offset[i] != 0);
            any |= offset[i];
        }
        if (any == 0) {
            uint32_t *index = &state->run_index[line];
            const uint32_t count = is_plain && components == 1 ? equal_length(pixel, columns - x)
                                                               : run_length(pixel, columns - x, components, (int32_t)parameters.near);
            jpegls_writer copy = writer;
            encode_run(&copy, index, count, count == columns - x);
            if (!is_plain)
                for (size_t i = 0; i < (size_t)count * components; i++) pixel[i] = pixel[(ptrdiff_t)i - components];
            x += count;
            writer = copy;
            if (x == columns) break;
            const uint16_t *const last_over = above + (size_t)x * components;
            uint16_t *const last = row + (size_t)x * components;
            encode_run_end(encoder, &copy, last - components, last_over, last, components, cdicom_jpegls_run_orders[*index]);
            writer = copy;
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
            left[i] = pixel[i];
            encode_regular(encoder, &writer, (jpegls_context *)(contexts + offset[i]), sign[i], predicted, is_plain, &parameters, &left[i]);
            if (!is_plain) pixel[i] = (uint16_t)left[i];
            corner[i] = over[i];
            over[i] = next_over[i];
        }
    }
    encoder->writer = writer;
}

#define JPEGLS_ENCODE_ROW(name, components, is_plain)                                                                             \
    static JPEGLS_TARGET __attribute__((hot)) void name(jpegls_encoder *encoder, const uint16_t *above, uint16_t *row,            \
                                                        uint32_t columns, uint32_t line) {                                        \
        encode_row(encoder, above, row, columns, line, components, is_plain);                                                      \
    }
JPEGLS_ENCODE_ROW(encode_plain_1, 1, true)
JPEGLS_ENCODE_ROW(encode_plain_2, 2, true)
JPEGLS_ENCODE_ROW(encode_plain_3, 3, true)
JPEGLS_ENCODE_ROW(encode_plain_4, 4, true)
JPEGLS_ENCODE_ROW(encode_general_1, 1, false)
JPEGLS_ENCODE_ROW(encode_general_2, 2, false)
JPEGLS_ENCODE_ROW(encode_general_3, 3, false)
JPEGLS_ENCODE_ROW(encode_general_4, 4, false)

#define JPEGLS_ROW_ENCODERS                                                     \
    {                                                                           \
        .plain = {encode_plain_1, encode_plain_2, encode_plain_3, encode_plain_4}, \
        .general = {encode_general_1, encode_general_2, encode_general_3, encode_general_4}, \
    }
