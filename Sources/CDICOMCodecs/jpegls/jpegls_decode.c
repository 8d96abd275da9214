#include "../work/work_internal.h"
#include "jpegls_decode_row.h"
#include "jpegls_output.h"

static const jpegls_row_decoders *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = &cdicom_jpegls_row_decoders_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = &cdicom_jpegls_row_decoders_avx2,
#endif
};

/// One call.
typedef struct jpegls_decode {
    const cdicom_work *work;
    cdicom_report *report;
    jpegls_codestream codestream;
    jpegls_output output;
    const jpegls_row_decoders *rows;
    uint32_t notes;
    // From the scratch:
    jpegls_decoder *decoder;
    int8_t *gradients;
    uint8_t *data; ///< of the segment that is decoded, without stuffing
    uint16_t *lines;
} jpegls_decode;

/// Two rows of one component, or of all that are interleaved by sample, each with a pixel on either side.
typedef struct jpegls_lines {
    uint16_t *above, *row;
    uint32_t columns, step;
    uint32_t smooth_bits; ///< a row is smooth that takes fewer bits for each sample that is in no run
    bool is_smooth;       ///< the last row was, and the next one probably will be
} jpegls_lines;

/// Pixels of a line beside its own: one in front, one behind, and what a run may overwrite.
enum { LINE_MARGIN = 1 + JPEGLS_OVER_FILL };

static size_t line_samples(uint32_t columns, uint32_t step) { return ((size_t)columns + LINE_MARGIN) * step; }

static void first_line(jpegls_lines *lines) {
    uint16_t *above = lines->above - lines->step;
    memset(above, 0, 2 * line_samples(lines->columns, lines->step));
    memset(lines->row - lines->step, 0, 2 * lines->step);
}

/// The next row of the scan in `lines->row`; false when a code is impossible.
static bool decode_line(jpegls_decode *decode, jpegls_decode_row_fn *const rows[2][CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS],
                        jpegls_lines *lines, uint32_t index) {
    const uint32_t step = lines->step;
    const size_t samples = (size_t)lines->columns * step;
    for (uint32_t i = 0; i < step; i++) {
        lines->above[samples + i] = lines->above[samples - step + i];
        lines->row[(ptrdiff_t)i - step] = lines->above[i];
    }
    jpegls_decoder *decoder = decode->decoder;
    const size_t position = decoder->bits.position, in_runs = decoder->in_runs;
    const bool is_good = rows[lines->is_smooth][step - 1](decoder, lines->above, lines->row, lines->columns, index);
    const uint64_t taken = decoder->bits.position - position, regular = samples - (decoder->in_runs - in_runs);
    lines->is_smooth = taken < lines->smooth_bits * regular;
    return is_good;
}

static void turn(jpegls_lines *lines) {
    uint16_t *above = lines->above;
    lines->above = lines->row;
    lines->row = above;
}

/// Where a scan is, for the tests that follow each row.
typedef struct jpegls_place {
    jpegls_segment segment;
    size_t offset; ///< of the segment in the source
} jpegls_place;

static cdicom_status fail_in_data(jpegls_decode *decode, const jpegls_place *place, bool is_code) {
    const jpegls_codestream *codestream = &decode->codestream;
    const size_t position = decode->decoder->bits.position;
    const size_t end = place->offset + place->segment.source_bytes;
    // Nothing but bits 0 stands behind the data, and no code begins with as many.
    const bool is_behind = !is_code || place->segment.bits < position + decode->decoder->state.parameters.limit;
    if (is_behind && end >= codestream->count)
        return cdicom_fail(decode->report, CDICOM_TRUNCATED, end, "The codestream ends before the picture does");
    if (is_behind) return cdicom_fail(decode->report, CDICOM_CORRUPT, end, "A marker stands in the middle of the data");
    const size_t in_segment =
        cdicom_jpegls_stuffed_offset(codestream->bytes + place->offset, place->segment.source_bytes, position);
    return cdicom_fail(decode->report, CDICOM_CORRUPT, place->offset + in_segment, "A code is impossible");
}

/// Opens the data up to the next marker.
static jpegls_place open_segment(jpegls_decode *decode) {
    const jpegls_codestream *codestream = &decode->codestream;
    const jpegls_place place = {
        .segment = cdicom_jpegls_unstuff(codestream->bytes + codestream->at, codestream->count - codestream->at, decode->data),
        .offset = codestream->at,
    };
    decode->decoder->bits = (jpegls_bits){.data = decode->data};
    return place;
}

/// To be called when all rows of a segment are decoded. A byte that is not full is filled with bits 0, and where that leaves a byte FF in
/// front of the marker, another follows.
static void close_segment(jpegls_decode *decode, const jpegls_place *place) {
    if (place->segment.bits - decode->decoder->bits.position >= 8) decode->notes |= CDICOM_JPEGLS_NOTE_EXCESS_DATA;
    decode->codestream.at += place->segment.source_bytes;
}

/// The rows of one scan that belong to one line of its minimum coded units.
static cdicom_status decode_unit(jpegls_decode *decode, const jpegls_scan *scan,
                                 jpegls_decode_row_fn *const rows[2][CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS],
                                 jpegls_lines lines[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS], uint32_t unit, const jpegls_place *place) {
    static const char no_entry[] = "A sample has no entry in its mapping table";
    jpegls_codestream *codestream = &decode->codestream;
    const bool is_by_sample = scan->interleave == CDICOM_JPEGLS_INTERLEAVE_SAMPLE;
    bool is_whole = is_by_sample && scan->components == codestream->components && decode->output.layout.plane_stride == 0
                    && codestream->horizontal == 1 && codestream->vertical == 1;
    for (uint32_t i = 0; i < scan->components; i++)
        is_whole &= scan->component[i] == &codestream->component[i] && !scan->table[i];
    for (uint32_t i = 0; i < (is_by_sample ? 1 : scan->components); i++) {
        jpegls_component *component = scan->component[i];
        // In a scan of several components a unit holds as many rows of each as its factor says.
        const uint32_t height = scan->components == 1 || is_by_sample ? 1 : component->vertical;
        for (uint32_t j = 0; j < height; j++) {
            const uint64_t y = (uint64_t)unit * height + j;
            if (y >= component->rows) break;
            const bool is_good = decode_line(decode, rows, &lines[i], i);
            if (!is_good || decode->decoder->bits.position > place->segment.bits) return fail_in_data(decode, place, !is_good);
            if (is_whole) {
                cdicom_jpegls_store_pixels(&decode->output, lines[0].row, (uint32_t)y);
                for (uint32_t k = 0; k < scan->components; k++) scan->component[k]->rows_done = (uint32_t)y + 1;
            } else {
                for (uint32_t k = i; k < (is_by_sample ? scan->components : i + 1); k++)
                    if (!cdicom_jpegls_store_row(&decode->output, codestream, scan->component[k], scan->table[k],
                                                 lines[i].row + (is_by_sample ? k : 0), lines[i].step, (uint32_t)y))
                        return cdicom_fail(decode->report, CDICOM_CORRUPT, place->offset, no_entry);
            }
            turn(&lines[i]);
        }
    }
    return CDICOM_OK;
}

static cdicom_status decode_scan(jpegls_decode *decode, const jpegls_scan *scan) {
    jpegls_codestream *codestream = &decode->codestream;
    const bool is_unbounded = decode->work->leniency & CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS;
    jpegls_parameters parameters;
    if (!cdicom_jpegls_parameters(codestream->preset, codestream->precision, scan->near, is_unbounded, &parameters))
        return cdicom_fail(decode->report, CDICOM_CORRUPT, scan->offset, "The coding parameters are impossible");
    if (is_unbounded && parameters.preset.maximum > 4095 && codestream->preset.thresholds[0] == 0)
        decode->notes |= CDICOM_JPEGLS_NOTE_JAI_THRESHOLDS;
    cdicom_jpegls_state_prepare(&decode->decoder->state, &parameters, decode->gradients);

    const bool is_by_sample = scan->interleave == CDICOM_JPEGLS_INTERLEAVE_SAMPLE;
    const bool is_plain = scan->near == 0 && (parameters.preset.maximum & (parameters.preset.maximum + 1)) == 0;
    const uint32_t step = is_by_sample ? scan->components : 1;
    jpegls_decode_row_fn *const(*rows)[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS] = is_plain ? decode->rows->plain : decode->rows->general;
    jpegls_lines lines[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS] = {0};
    uint16_t *room = decode->lines;
    uint32_t units = 0;
    // Where errors of 2^3 are common, the sums of a context often pass their bounds (A.6): steps of 2 NEAR + 1 count in that.
    const uint32_t step_bits = 31 - (uint32_t)__builtin_clz(2 * scan->near + 1), smooth_bits = step_bits < 3 ? 4 - step_bits : 1;
    for (uint32_t i = 0; i < (is_by_sample ? 1 : scan->components); i++) {
        const jpegls_component *component = scan->component[i];
        const uint32_t height = scan->components == 1 || is_by_sample ? 1 : component->vertical;
        const uint32_t needed = component->rows / height + (component->rows % height != 0);
        if (needed > units) units = needed;
        const size_t samples = line_samples(component->columns, step);
        lines[i] = (jpegls_lines){.above = room + step, .row = room + samples + step, .columns = component->columns, .step = step,
                                  .smooth_bits = smooth_bits};
        room += 2 * samples;
        if (scan->table[i]) decode->notes |= CDICOM_JPEGLS_NOTE_MAPPED;
    }

    jpegls_place place = {0};
    uint32_t left = 0, restarts = 0;
    for (uint32_t unit = 0; unit < units; unit++) {
        if (left == 0) {
            if (unit > 0) {
                close_segment(decode, &place);
                const size_t offset = codestream->at;
                const int marker = cdicom_jpegls_marker(codestream->bytes, codestream->count, &codestream->at);
                if (marker != (int)(JPEGLS_RST + (restarts & 7))) {
                    return cdicom_fail(decode->report, marker < 0 && offset + 1 >= codestream->count ? CDICOM_TRUNCATED : CDICOM_CORRUPT,
                                       offset, "A restart marker is missing");
                }
                restarts += 1;
            }
            place = open_segment(decode);
            cdicom_jpegls_state_reset(&decode->decoder->state);
            for (uint32_t i = 0; i < (is_by_sample ? 1 : scan->components); i++) first_line(&lines[i]);
            left = codestream->restart_interval > 0 ? codestream->restart_interval : UINT32_MAX;
        }
        left -= 1;
        if (cdicom_is_cancelled(decode->work)) return cdicom_fail_cancelled(decode->report);
        const cdicom_status status = decode_unit(decode, scan, rows, lines, unit, &place);
        if (status != CDICOM_OK) return status;
    }
    close_segment(decode, &place);
    return CDICOM_OK;
}

/// What follows the last scan.
static void read_end(jpegls_decode *decode) {
    const jpegls_codestream *codestream = &decode->codestream;
    size_t at = codestream->at;
    int marker = cdicom_jpegls_marker(codestream->bytes, codestream->count, &at);
    if (marker == JPEGLS_DNL && codestream->count - at >= 2) {
        const size_t length = (size_t)codestream->bytes[at] << 8 | codestream->bytes[at + 1];
        if (length <= codestream->count - at) at += length;
        marker = cdicom_jpegls_marker(codestream->bytes, codestream->count, &at);
    }
    if (marker != JPEGLS_EOI) decode->notes |= CDICOM_JPEGLS_NOTE_MISSING_END;
    for (; at < codestream->count; at++)
        if (codestream->bytes[at] != 0 && (marker == JPEGLS_EOI || codestream->bytes[at] != 0xFF)) {
            decode->notes |= CDICOM_JPEGLS_NOTE_TRAILING_DATA;
            break;
        }
}

static cdicom_status check_frame(jpegls_decode *decode, const jpegls_scan *scan) {
    jpegls_codestream *codestream = &decode->codestream;
    const cdicom_sample_layout *layout = &decode->output.layout;
    const cdicom_limits *limits = &decode->work->limits;
    cdicom_report *report = decode->report;
    if ((uint64_t)codestream->columns * codestream->rows > limits->pixels || codestream->components > limits->components
        || decode->output.strides.byte_count > limits->target_bytes)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame is larger than the limits allow");
    if (codestream->columns != layout->columns || codestream->rows != layout->rows || codestream->components != layout->samples_per_pixel)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The codestream has other dimensions than the layout");
    uint32_t bytes = codestream->precision > 8 ? 2 : 1;
    for (uint32_t i = 0; i < scan->components; i++)
        if (scan->table[i] && scan->table[i]->width > bytes) bytes = scan->table[i]->width;
    if (bytes > layout->bytes_per_sample)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The samples do not fit in the containers of the layout");
    if (codestream->colour_transform > 0) {
        const uint32_t precision = codestream->precision;
        if (codestream->colour_transform > 3 || codestream->components != 3 || codestream->horizontal * codestream->vertical != 1
            || (precision != 8 && precision != 16))
            return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "The colour transform is none of HP1 to HP3, of 8 or 16 bits");
    }
    return CDICOM_OK;
}

static cdicom_status reserve(jpegls_decode *decode, cdicom_session *session) {
    const jpegls_codestream *codestream = &decode->codestream;
    const uint32_t most = codestream->components < CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS ? codestream->components
                                                                                          : CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS;
    const size_t gradient_bytes = cdicom_jpegls_gradient_bytes((1u << codestream->precision) - 1);
    size_t total = 0, data_bytes = codestream->count - codestream->at, line_bytes;
    const bool fits = !__builtin_add_overflow(data_bytes, (size_t)JPEGLS_PADDING, &data_bytes)
                      && cdicom_multiply((size_t)codestream->columns + LINE_MARGIN, 4 * (size_t)most, &line_bytes)
                      && cdicom_add_room(&total, sizeof *decode->decoder) && cdicom_add_room(&total, gradient_bytes)
                      && cdicom_add_room(&total, data_bytes) && cdicom_add_room(&total, line_bytes);
    const cdicom_status status = cdicom_session_reserve(session, fits ? total : SIZE_MAX, decode->report);
    if (status != CDICOM_OK) return status;
    decode->decoder = cdicom_session_take(session, sizeof *decode->decoder);
    decode->gradients = cdicom_session_take(session, gradient_bytes);
    decode->data = cdicom_session_take(session, data_bytes);
    decode->lines = cdicom_session_take(session, line_bytes);
    return CDICOM_OK;
}

/// All scans. `seen`: components that they brought.
static cdicom_status decode_scans(jpegls_decode *decode, cdicom_session *session) {
    jpegls_codestream *codestream = &decode->codestream;
    jpegls_scan scan;
    for (uint32_t seen = 0; seen == 0 || seen < codestream->components; seen += scan.components) {
        cdicom_status status = cdicom_jpegls_next_scan(codestream, &scan, decode->report);
        if (status == CDICOM_OK) status = check_frame(decode, &scan);
        if (status == CDICOM_OK && seen == 0) status = reserve(decode, session);
        if (status == CDICOM_OK) status = decode_scan(decode, &scan);
        if (status != CDICOM_OK) return status;
    }
    read_end(decode);
    return CDICOM_OK;
}

cdicom_status cdicom_jpegls_decode(cdicom_source source, cdicom_sample_layout expected, const cdicom_work *work, uint8_t *target,
                                   size_t target_count, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!work) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There are no limits to work in");
    jpegls_decode decode = {.work = work, .report = report, .output = {.layout = expected, .target = target}};
    cdicom_status status = cdicom_check_target(expected, target, target_count, &decode.output.strides, report);
    if (status != CDICOM_OK) return status;
    if (expected.bytes_per_sample > 2)
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "JPEG-LS samples have containers of 1 or 2 bytes");
    decode.rows = CDICOM_PICK(by_level, work->level);
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    status = cdicom_session_join(&session, source, &bytes, &count, report);
    if (status == CDICOM_OK) status = cdicom_jpegls_open(&decode.codestream, bytes, count, report);
    if (status == CDICOM_OK) status = decode_scans(&decode, &session);
    uint32_t rows = decode.codestream.components > 0 ? UINT32_MAX : 0;
    for (uint32_t i = 0; i < decode.codestream.components; i++)
        if (decode.codestream.component[i].rows_done < rows) rows = decode.codestream.component[i].rows_done;
    const jpegls_codestream *codestream = &decode.codestream;
    if (rows > 0) {
        if (codestream->colour_transform > 0) {
            cdicom_jpegls_undo_transform(&decode.output, codestream->colour_transform, codestream->precision, rows);
            decode.notes |= CDICOM_JPEGLS_NOTE_COLOUR_TRANSFORM;
        }
        if (codestream->horizontal * codestream->vertical != 1)
            for (uint32_t i = 0; i < codestream->components; i++)
                if (codestream->component[i].horizontal != codestream->horizontal
                    || codestream->component[i].vertical != codestream->vertical)
                    decode.notes |= CDICOM_JPEGLS_NOTE_UPSAMPLED;
    }
    if (status != CDICOM_OK) cdicom_clear_rows(expected, &decode.output.strides, target, rows);
    if (report) {
        report->rows_done = rows;
        report->notes = decode.notes;
    }
    cdicom_session_close(&session);
    return status;
}
