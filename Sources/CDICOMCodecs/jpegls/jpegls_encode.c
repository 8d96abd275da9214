#include "../work/work_internal.h"
#include "jpegls_encode_row.h"
#include "jpegls_markers.h"

static const jpegls_row_encoders *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = &cdicom_jpegls_row_encoders_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = &cdicom_jpegls_row_encoders_avx2,
#endif
};

/// One call.
typedef struct jpegls_encode {
    const cdicom_work *work;
    cdicom_report *report;
    cdicom_sample_layout layout;
    cdicom_strides strides;
    cdicom_jpegls_options options;
    jpegls_parameters parameters;
    const uint8_t *samples;
    const jpegls_row_encoders *rows;
    jpegls_stuffer stuffer;
    // From the scratch:
    jpegls_encoder *encoder;
    int8_t *gradients;
    uint16_t *lines;
    uint8_t *bits; ///< of a row, without stuffing
} jpegls_encode;

/// A row and the one above, as for decoding.
typedef struct jpegls_lines {
    uint16_t *above, *row;
} jpegls_lines;

/// Whether layout and options are possible together; the options in effect and the parameters that follow from them.
static bool settle(cdicom_sample_layout layout, cdicom_jpegls_options *options, jpegls_parameters *parameters) {
    const uint32_t components = layout.samples_per_pixel;
    if (layout.bytes_per_sample > 2 || components > JPEGLS_COMPONENTS) return false;
    if (options->precision < 2 || options->precision > 8 * layout.bytes_per_sample) return false;
    if ((uint32_t)options->interleave > CDICOM_JPEGLS_INTERLEAVE_SAMPLE) return false;
    if (components == 1) options->interleave = CDICOM_JPEGLS_INTERLEAVE_NONE;
    if (options->interleave != CDICOM_JPEGLS_INTERLEAVE_NONE && components > CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS) return false;
    return cdicom_jpegls_parameters(options->preset, options->precision, options->near, false, parameters);
}

enum {
    HEADER_BYTES = 2 + 10 + 3 * JPEGLS_COMPONENTS + 12 + 15 + 8, // SOI, SOF55, LSE 4, LSE 1, DRI
    SCAN_BYTES = 10 + 2 * CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS, // SOS
    INTERVAL_BYTES = 2 + 2,                                      // RST, and the bits that fill the last byte
    END_BYTES = 2 + 1                                            // EOI, and a 0 for an even count
};

size_t cdicom_jpegls_maximum_encoded_count(cdicom_sample_layout layout, cdicom_jpegls_options options) {
    jpegls_parameters parameters;
    layout.row_stride = layout.plane_stride = 0;
    cdicom_strides strides;
    if (!cdicom_layout_strides(layout, &strides) || !settle(layout, &options, &parameters)) return 0;
    // A stuffed bit for each 15 at most: a byte FF and the 7 bits behind it.
    const size_t samples = strides.byte_count / layout.bytes_per_sample;
    const size_t scans = options.interleave == CDICOM_JPEGLS_INTERLEAVE_NONE ? layout.samples_per_pixel : 1;
    const size_t intervals = options.restart_interval > 0 ? layout.rows / options.restart_interval + 1 : 1;
    size_t bits, all, parts;
    if (!cdicom_multiply(samples, parameters.limit, &bits) || !cdicom_multiply(bits / 15 + 1, 2, &all)
        || !cdicom_multiply(scans, SCAN_BYTES + intervals * INTERVAL_BYTES, &parts)
        || __builtin_add_overflow(all, parts + HEADER_BYTES + END_BYTES, &all))
        return 0;
    return all;
}

static void put_word(uint8_t **to, uint32_t value, uint32_t count) {
    for (uint32_t i = count; i > 0; i--) *(*to)++ = (uint8_t)(value >> (8 * (i - 1)));
}

static cdicom_status append(jpegls_encode *encode, const uint8_t *bytes, size_t count) {
    if ((size_t)(encode->stuffer.end - encode->stuffer.next) < count)
        return cdicom_fail(encode->report, CDICOM_TARGET_TOO_SMALL, 0, "The target is smaller than the codestream");
    memcpy(encode->stuffer.next, bytes, count);
    encode->stuffer.next += count;
    return CDICOM_OK;
}

static cdicom_status put_header(jpegls_encode *encode) {
    uint8_t header[HEADER_BYTES], *to = header;
    const cdicom_sample_layout *layout = &encode->layout;
    const bool is_oversize = layout->columns > UINT16_MAX || layout->rows > UINT16_MAX;
    put_word(&to, 0xFF00 | JPEGLS_SOI, 2);
    put_word(&to, 0xFF00 | JPEGLS_SOF, 2);
    put_word(&to, 8 + 3 * layout->samples_per_pixel, 2);
    put_word(&to, encode->options.precision, 1);
    put_word(&to, is_oversize ? 0 : layout->rows, 2);
    put_word(&to, is_oversize ? 0 : layout->columns, 2);
    put_word(&to, layout->samples_per_pixel, 1);
    for (uint32_t i = 0; i < layout->samples_per_pixel; i++) put_word(&to, (i + 1) << 16 | 0x1100, 3);
    if (is_oversize) {
        put_word(&to, 0xFF00 | JPEGLS_LSE, 2);
        put_word(&to, 12, 2);
        put_word(&to, 0x0404, 2);
        put_word(&to, layout->rows, 4);
        put_word(&to, layout->columns, 4);
    }
    jpegls_parameters defaults;
    cdicom_jpegls_parameters((cdicom_jpegls_preset){0}, encode->options.precision, encode->options.near, false, &defaults);
    const cdicom_jpegls_preset *preset = &encode->parameters.preset;
    // Some decoders know other defaults for more than 12 bits: there the parameters are written down.
    if (memcmp(preset, &defaults.preset, sizeof *preset) != 0 || encode->options.precision > 12) {
        put_word(&to, 0xFF00 | JPEGLS_LSE, 2);
        put_word(&to, 13, 2);
        put_word(&to, 1, 1);
        put_word(&to, preset->maximum, 2);
        for (uint32_t i = 0; i < 3; i++) put_word(&to, preset->thresholds[i], 2);
        put_word(&to, preset->reset, 2);
    }
    if (encode->options.restart_interval > 0) {
        const uint32_t bytes = encode->options.restart_interval > UINT16_MAX ? 4 : 2;
        put_word(&to, 0xFF00 | JPEGLS_DRI, 2);
        put_word(&to, 2 + bytes, 2);
        put_word(&to, encode->options.restart_interval, bytes);
    }
    return append(encode, header, (size_t)(to - header));
}

static cdicom_status put_scan_header(jpegls_encode *encode, uint32_t first, uint32_t components) {
    uint8_t header[SCAN_BYTES], *to = header;
    put_word(&to, 0xFF00 | JPEGLS_SOS, 2);
    put_word(&to, 6 + 2 * components, 2);
    put_word(&to, components, 1);
    for (uint32_t i = 0; i < components; i++) put_word(&to, (first + i + 1) << 8, 2);
    put_word(&to, encode->options.near, 1);
    put_word(&to, encode->options.interleave, 1);
    put_word(&to, 0, 1);
    return append(encode, header, (size_t)(to - header));
}

/// Copies the samples of a row to every `step`th place; false when one is above MAXVAL.
CDICOM_BODY bool gather(const uint8_t *from, size_t stride, uint16_t *to, size_t step, uint32_t columns, uint32_t mask, uint32_t maximum,
                        const uint32_t width) {
    uint32_t highest = 0;
    for (size_t x = 0; x < columns; x++, from += stride) {
        const uint32_t sample = (width == 2 ? from[0] | (uint32_t)from[1] << 8 : from[0]) & mask;
        highest = sample > highest ? sample : highest;
        to[x * step] = (uint16_t)sample;
    }
    return highest <= maximum;
}

static bool read_row(const jpegls_encode *encode, uint32_t component, uint32_t y, uint16_t *to, size_t step) {
    const uint8_t *from = encode->samples + y * encode->strides.row + component * encode->strides.component;
    const size_t stride = encode->strides.sample;
    const uint32_t columns = encode->layout.columns, mask = (1u << encode->options.precision) - 1;
    const uint32_t maximum = encode->parameters.preset.maximum;
    if (encode->layout.bytes_per_sample == 1) {
        // Nothing to cut off, and nothing can be too large.
        if (stride == 1 && step == 1 && (mask & maximum) == UINT8_MAX) return gather(from, 1, to, 1, columns, UINT8_MAX, UINT8_MAX, 1);
        if (stride == 1 && step == 1) return gather(from, 1, to, 1, columns, mask, maximum, 1);
        return gather(from, stride, to, step, columns, mask, maximum, 1);
    }
    if (stride == 2 && step == 1) return gather(from, 2, to, 1, columns, mask, maximum, 2);
    return gather(from, stride, to, step, columns, mask, maximum, 2);
}

static bool flush_row(jpegls_encode *encode) {
    jpegls_writer *writer = &encode->encoder->writer;
    const size_t count = (size_t)(writer->next - encode->bits);
    writer->next = encode->bits;
    return cdicom_jpegls_stuff(&encode->stuffer, encode->bits, count);
}

static bool end_segment(jpegls_encode *encode) {
    jpegls_writer *writer = &encode->encoder->writer;
    const bool fits = cdicom_jpegls_stuff_end(&encode->stuffer, (uint8_t)(writer->held >> 56), (uint32_t)writer->count);
    *writer = (jpegls_writer){.next = encode->bits};
    return fits;
}

static cdicom_status encode_scan(jpegls_encode *encode, uint32_t first, uint32_t components) {
    static const char no_room[] = "The target is smaller than the codestream";
    const uint32_t columns = encode->layout.columns;
    const bool is_by_sample = encode->options.interleave == CDICOM_JPEGLS_INTERLEAVE_SAMPLE;
    const uint32_t step = is_by_sample ? components : 1, sets = is_by_sample ? 1 : components, maximum = encode->parameters.preset.maximum;
    const bool is_plain = encode->options.near == 0 && (maximum & (maximum + 1)) == 0;
    jpegls_encode_row_fn *encode_row = (is_plain ? encode->rows->plain : encode->rows->general)[step - 1];
    const size_t samples = ((size_t)columns + 2) * step;
    jpegls_lines lines[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS] = {0};
    for (uint32_t i = 0; i < sets; i++)
        lines[i] = (jpegls_lines){.above = encode->lines + 2 * i * samples + step, .row = encode->lines + (2 * i + 1) * samples + step};
    cdicom_status status = put_scan_header(encode, first, components);
    if (status != CDICOM_OK) return status;
    encode->encoder->writer = (jpegls_writer){.next = encode->bits};
    uint32_t left = 0, restarts = 0;
    for (uint32_t y = 0; y < encode->layout.rows; y++) {
        if (left == 0) {
            if (y > 0) {
                const uint8_t marker[2] = {0xFF, (uint8_t)(JPEGLS_RST + (restarts++ & 7))};
                if (!end_segment(encode)) return cdicom_fail(encode->report, CDICOM_TARGET_TOO_SMALL, 0, no_room);
                status = append(encode, marker, sizeof marker);
                if (status != CDICOM_OK) return status;
            }
            cdicom_jpegls_state_reset(&encode->encoder->state);
            for (uint32_t i = 0; i < sets; i++) {
                memset(lines[i].above - step, 0, 2 * samples);
                memset(lines[i].row - step, 0, 2 * step);
            }
            left = encode->options.restart_interval > 0 ? encode->options.restart_interval : UINT32_MAX;
        }
        left -= 1;
        if (cdicom_is_cancelled(encode->work)) return cdicom_fail_cancelled(encode->report);
        for (uint32_t i = 0; i < sets; i++) {
            uint16_t *above = lines[i].above, *row = lines[i].row;
            bool is_good = true;
            for (uint32_t j = 0; j < step; j++) {
                is_good &= read_row(encode, first + i + j, y, row + j, step);
                above[(size_t)columns * step + j] = above[((size_t)columns - 1) * step + j];
                row[(ptrdiff_t)j - step] = above[j];
            }
            if (!is_good) return cdicom_fail(encode->report, CDICOM_BAD_ARGUMENT, 0, "A sample is larger than MAXVAL");
            encode_row(encode->encoder, above, row, columns, i);
            if (!flush_row(encode)) return cdicom_fail(encode->report, CDICOM_TARGET_TOO_SMALL, 0, no_room);
            lines[i] = (jpegls_lines){.above = row, .row = above};
        }
    }
    return end_segment(encode) ? CDICOM_OK : cdicom_fail(encode->report, CDICOM_TARGET_TOO_SMALL, 0, no_room);
}

static cdicom_status reserve(jpegls_encode *encode, cdicom_session *session) {
    const uint32_t components = encode->options.interleave == CDICOM_JPEGLS_INTERLEAVE_NONE ? 1 : encode->layout.samples_per_pixel;
    const size_t gradient_bytes = cdicom_jpegls_gradient_bytes(encode->parameters.preset.maximum);
    size_t total = 0, line_bytes, bit_bytes;
    const bool fits = cdicom_multiply((size_t)encode->layout.columns + 2, 4 * (size_t)components, &line_bytes)
                      && cdicom_multiply((size_t)encode->layout.columns + 2, JPEGLS_SAMPLE_BYTES * (size_t)components, &bit_bytes)
                      && cdicom_add_room(&total, sizeof *encode->encoder) && cdicom_add_room(&total, gradient_bytes)
                      && cdicom_add_room(&total, line_bytes) && cdicom_add_room(&total, bit_bytes);
    const cdicom_status status = cdicom_session_reserve(session, fits ? total : SIZE_MAX, encode->report);
    if (status != CDICOM_OK) return status;
    encode->encoder = cdicom_session_take(session, sizeof *encode->encoder);
    encode->gradients = cdicom_session_take(session, gradient_bytes);
    encode->lines = cdicom_session_take(session, line_bytes);
    encode->bits = cdicom_session_take(session, bit_bytes);
    return CDICOM_OK;
}

static cdicom_status encode_frame(jpegls_encode *encode, cdicom_session *session) {
    cdicom_status status = reserve(encode, session);
    if (status != CDICOM_OK) return status;
    cdicom_jpegls_state_prepare(&encode->encoder->state, &encode->parameters, encode->gradients);
    encode->encoder->reciprocal = (uint32_t)((((uint64_t)1 << 32) + 2 * encode->options.near) / (2 * encode->options.near + 1));
    status = put_header(encode);
    const uint32_t components = encode->layout.samples_per_pixel;
    const uint32_t together = encode->options.interleave == CDICOM_JPEGLS_INTERLEAVE_NONE ? 1 : components;
    for (uint32_t first = 0; first < components && status == CDICOM_OK; first += together) status = encode_scan(encode, first, together);
    if (status == CDICOM_OK) status = append(encode, (const uint8_t[]){0xFF, JPEGLS_EOI}, 2);
    return status;
}

cdicom_status cdicom_jpegls_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout, cdicom_jpegls_options options,
                                   const cdicom_work *work, uint8_t *target, size_t target_count, size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!work || !target || !written) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no target, or no limits to work in");
    *written = 0;
    jpegls_encode encode = {
        .work = work,
        .report = report,
        .layout = layout,
        .samples = samples,
        .stuffer = {.next = target, .end = target + target_count},
    };
    cdicom_status status = cdicom_check_samples(layout, samples, sample_bytes, &encode.strides, report);
    if (status != CDICOM_OK) return status;
    if (!settle(layout, &options, &encode.parameters))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "JPEG-LS cannot encode this layout with these options");
    encode.options = options;
    encode.rows = CDICOM_PICK(by_level, work->level);
    cdicom_session session;
    cdicom_session_open(&session, work);
    status = encode_frame(&encode, &session);
    if (status == CDICOM_OK && ((encode.stuffer.next - target) & 1)) status = append(&encode, (const uint8_t[]){0}, 1);
    if (status == CDICOM_OK) *written = (size_t)(encode.stuffer.next - target);
    cdicom_session_close(&session);
    return status;
}
