#include "jpeg_lossless_scan.h"

static uint32_t mcus_across(uint32_t size, uint32_t factor) { return (size + factor - 1) / factor; }

// Any scan has at most the MCUs of one that holds all components, and a line of it at most the samples of one of those.
bool cdicom_lossless_add_room(const cdicom_jpeg_header *header, size_t *total, cdicom_lossless_memory *memory) {
    const size_t mcus = mcus_across(header->columns, header->horizontal);
    size_t samples = 0, lines = 0;  // at most 65,535 * 64 and 5 * 4 * 262,144: no overflow
    for (uint32_t i = 0; i < header->components; i++) {
        const size_t across = mcus * header->component[i].horizontal;
        samples += across * header->component[i].vertical;
        lines += (across + 2 * CDICOM_LOSSLESS_MARGIN) * (header->component[i].vertical + 1u);
    }
    memory->line_bytes = lines * sizeof(uint16_t);
    return cdicom_entropy_capacity(samples * CDICOM_LOSSLESS_SAMPLE_BYTES, &memory->entropy_bytes)
           && cdicom_add_room(total, memory->entropy_bytes) && cdicom_add_room(total, memory->line_bytes)
           && cdicom_add_room(total, 4 * sizeof(cdicom_lossless_table));
}

void cdicom_lossless_take(cdicom_session *session, cdicom_lossless_memory *memory) {
    memory->entropy = cdicom_session_take(session, memory->entropy_bytes);
    memory->lines = cdicom_session_take(session, memory->line_bytes);
    memory->tables = cdicom_session_take(session, 4 * sizeof(cdicom_lossless_table));
}

/// Where the lines of a scan can be decoded in place: 16-bit samples side by side as they are in the frame.
static bool can_be_direct(const cdicom_lossless_scan *scan) {
    const cdicom_lossless_output *output = scan->output;
    const cdicom_jpeg_header *header = output->header;
    return scan->components == header->components && header->horizontal == 1 && header->vertical == 1 && scan->point_transform == 0
           && output->layout.bytes_per_sample == 2 && output->strides.sample == 2 * (size_t)header->components
           && (uintptr_t)output->target % 2 == 0 && output->strides.row % 2 == 0;
}

static uint16_t *direct_line(const cdicom_lossless_scan *scan, uint32_t row) {
    return (uint16_t *)(void *)(scan->output->target + row * scan->output->strides.row);  // aligned, see can_be_direct
}

void cdicom_lossless_scan_begin(cdicom_lossless_scan *scan, cdicom_jpeg_stream *stream, const cdicom_work *work,
                                cdicom_lossless_output *output, const cdicom_lossless_memory *memory) {
    const cdicom_jpeg_header *header = &stream->header;
    const cdicom_jpeg_scan *marks = &stream->scan;
    memset(scan, 0, sizeof *scan);
    scan->stream = stream;
    scan->work = work;
    scan->output = output;
    scan->components = marks->components;
    scan->selection = marks->spectral_start;
    scan->point_transform = marks->low;
    scan->initial = (uint16_t)(1u << (header->precision - marks->low - 1));
    scan->wraps = (stream->leniency & CDICOM_JPEG_LENIENT_PREDICTOR_OVERFLOW) && scan->selection == 6;
    scan->left = stream->restart_interval ? stream->restart_interval : UINT64_MAX;
    scan->begins = true;
    scan->buffer = memory->entropy;

    uint32_t built = 0, samples = 0;
    scan->has_pairs = true;
    for (uint32_t i = 0; i < scan->components; i++) {
        cdicom_lossless_table *table = &memory->tables[marks->dc[i]];
        if (!(built >> marks->dc[i] & 1)) cdicom_lossless_table_build(table, &stream->dc[marks->dc[i]]);
        built |= 1u << marks->dc[i];
        scan->tables[i] = table;
        scan->has_pairs &= table->has_pairs && marks->dc[i] == marks->dc[0];
        const cdicom_jpeg_component *component = &header->component[marks->index[i]];
        scan->has_blocks |= scan->components > 1 && component->horizontal * component->vertical > 1;
    }
    if (scan->has_blocks) {
        scan->mcu_columns = mcus_across(header->columns, header->horizontal);
        scan->mcu_rows = mcus_across(header->rows, header->vertical);
        uint16_t *lines = memory->lines;
        for (uint32_t i = 0; i < scan->components; i++) {
            const cdicom_jpeg_component *component = &header->component[marks->index[i]];
            const size_t pitch = (size_t)scan->mcu_columns * component->horizontal + 2 * CDICOM_LOSSLESS_MARGIN;
            scan->plane[i].lines = lines + CDICOM_LOSSLESS_MARGIN;
            scan->plane[i].pitch = pitch;
            scan->plane[i].horizontal = component->horizontal;
            scan->plane[i].vertical = component->vertical;
            scan->plane[i].count = cdicom_jpeg_component_rows(header, marks->index[i]);
            lines += pitch * (component->vertical + 1u);
            samples += component->horizontal * component->vertical;
        }
    } else {
        // Components of equal sampling factors are of equal size; a component alone has MCUs of one sample (T.81 A.2.2).
        scan->mcu_columns = cdicom_jpeg_component_columns(header, marks->index[0]);
        scan->mcu_rows = cdicom_jpeg_component_rows(header, marks->index[0]);
        scan->above = memory->lines + CDICOM_LOSSLESS_MARGIN;
        scan->line = scan->above + (size_t)scan->mcu_columns * scan->components + 2 * CDICOM_LOSSLESS_MARGIN;
        samples = scan->components;
        scan->is_direct = can_be_direct(scan);
        if (scan->is_direct) scan->line = direct_line(scan, 0);
    }
    scan->draw = (size_t)scan->mcu_columns * samples * CDICOM_LOSSLESS_SAMPLE_BYTES;
    // Values that nothing depends on in a well-formed stream are still the same in every run.
    memset(memory->lines, 0, memory->line_bytes);
    cdicom_entropy_open(&scan->feed, stream->bytes + stream->next, stream->bytes + stream->count, scan->buffer, scan->draw);
    scan->bits = cdicom_bits_open(&scan->feed);
}

cdicom_status cdicom_lossless_test(cdicom_lossless_scan *scan, uint32_t bad, cdicom_report *report) {
    const cdicom_jpeg_stream *stream = scan->stream;
    if (cdicom_bits_passed_end(&scan->bits, &scan->feed)) {
        const size_t offset = (size_t)(scan->feed.marker - stream->bytes);
        return offset == stream->count ? cdicom_fail(report, CDICOM_TRUNCATED, offset, "The codestream ends before its last sample")
                                       : cdicom_fail(report, CDICOM_CORRUPT, offset, "A marker stands before the last sample of its scan");
    }
    if (bad & CDICOM_LOSSLESS_BAD)
        return cdicom_fail(report, CDICOM_CORRUPT, (size_t)(scan->feed.source - stream->bytes), "Bits that are no Huffman code");
    return CDICOM_OK;
}

cdicom_status cdicom_lossless_next_interval(cdicom_lossless_scan *scan, cdicom_report *report) {
    cdicom_jpeg_stream *stream = scan->stream;
    if (scan->left > 0) return CDICOM_OK;
    const cdicom_status status = cdicom_lossless_test(scan, 0, report);
    if (status != CDICOM_OK) return status;
    if (cdicom_bits_left_bytes(&scan->bits, &scan->feed)) stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
    const uint8_t *marker = cdicom_entropy_close(&scan->feed);
    const uint8_t *behind = cdicom_jpeg_pass_restart(stream, marker, scan->interval);
    if (!behind) {
        const size_t offset = (size_t)(marker - stream->bytes);
        return offset == stream->count ? cdicom_fail(report, CDICOM_TRUNCATED, offset, "The codestream ends before its last restart interval")
                                       : cdicom_fail(report, CDICOM_CORRUPT, offset, "Another marker than the next restart marker");
    }
    scan->interval += 1;
    scan->left = stream->restart_interval;
    scan->begins = true;
    cdicom_entropy_open(&scan->feed, behind, stream->bytes + stream->count, scan->buffer, scan->draw);
    scan->bits = cdicom_bits_open(&scan->feed);
    return CDICOM_OK;
}

uint32_t cdicom_lossless_decode_sample(cdicom_lossless_scan *scan, const cdicom_lossless_table *table, uint32_t left, uint32_t above,
                                       uint32_t diagonal, uint32_t selection, uint16_t *out) {
    uint32_t bad = 0;
    cdicom_bits_refill(&scan->bits);
    const uint32_t difference = cdicom_lossless_single(&scan->bits, table, &bad);
    uint32_t prediction = cdicom_lossless_predict(selection, left, above, diagonal);
    if (selection == 6 && scan->wraps) {
        const uint32_t wrapped = above + (uint32_t)((int16_t)(left - diagonal) >> 1);
        if ((uint16_t)wrapped != (uint16_t)prediction) scan->stream->notes |= CDICOM_JPEG_NOTE_PREDICTOR_OVERFLOW;
        prediction = wrapped;
    }
    *out = (uint16_t)(prediction + difference);
    return bad;
}

/// The fastest function for a stretch; none for selection value 6 with a wrapping difference.
static cdicom_lossless_decode_stretch *function_for(const cdicom_lossless_scan *scan, uint32_t selection) {
    const cdicom_lossless_functions *functions = &cdicom_lossless_rows;
    if (scan->has_pairs) return scan->components == 1 ? functions->pairs[selection] : functions->component_pairs[selection];
    return scan->components == 3 ? functions->triples[selection] : functions->singles[selection];
}

static uint32_t decode_wrapping(cdicom_lossless_scan *scan, const cdicom_lossless_stretch *stretch) {
    uint32_t bad = 0;
    const ptrdiff_t distance = stretch->components;
    for (size_t i = 0; i < stretch->count; i++) {
        uint16_t *out = stretch->out + i;
        const uint16_t *above = stretch->above + i;
        bad |= cdicom_lossless_decode_sample(scan, scan->tables[i % stretch->components], out[-distance], above[0], above[-distance], 6, out);
    }
    return bad;
}

/// The first pixel of an interval, predicted by `initial`, or of a line, predicted from above (T.81 H.1.1, H.1.2.1).
static uint32_t decode_first(cdicom_lossless_scan *scan, uint32_t x) {
    uint32_t bad = 0;
    for (size_t i = (size_t)x * scan->components, k = 0; k < scan->components; i++, k++)
        bad |= cdicom_lossless_decode_sample(scan, scan->tables[k], scan->begins ? scan->initial : scan->above[i], 0, 0, 1, scan->line + i);
    scan->begins = false;
    return bad;
}

/// Pixels `from` to `from + count` of a line, of which the first one is that of an interval or of the line. The others are predicted from the
/// left in the line in which their interval began.
static uint32_t decode_pixels(cdicom_lossless_scan *scan, uint32_t from, uint32_t count) {
    const uint32_t components = scan->components, selection = scan->is_first_line ? 1 : scan->selection;
    const uint32_t bad = decode_first(scan, from);
    const size_t second = (from + (size_t)1) * components;
    const cdicom_lossless_stretch stretch = {scan->tables, scan->above + second, scan->line + second, (count - (size_t)1) * components, components};
    if (stretch.count == 0) return bad;
    return bad | (selection == 6 && scan->wraps ? decode_wrapping(scan, &stretch) : function_for(scan, selection)(&scan->bits, &stretch));
}

static cdicom_status finish_line(cdicom_lossless_scan *scan, uint32_t row, uint32_t bad, cdicom_report *report) {
    const cdicom_status status = cdicom_lossless_test(scan, bad, report);
    if (status != CDICOM_OK) return status;
    if (scan->is_direct) {
        for (uint32_t i = 0; i < scan->components; i++) scan->output->rows_done[i] = row + 1;
        scan->above = scan->line;
        if (row + 1 < scan->mcu_rows) scan->line = direct_line(scan, row + 1);
        return CDICOM_OK;
    }
    cdicom_lossless_put_line(scan->output, scan->stream->scan.index, scan->components, row, scan->line, scan->point_transform);
    uint16_t *line = scan->line;
    scan->line = scan->above;
    scan->above = line;
    return CDICOM_OK;
}

cdicom_status cdicom_lossless_scan_row(cdicom_lossless_scan *scan, uint32_t row, cdicom_report *report) {
    if (cdicom_is_cancelled(scan->work)) return cdicom_fail_cancelled(report);
    if (scan->has_blocks) return cdicom_lossless_scan_blocks(scan, row, report);
    uint32_t bad = 0;
    scan->is_first_line = false;
    for (uint32_t x = 0; x < scan->mcu_columns;) {
        const cdicom_status status = cdicom_lossless_next_interval(scan, report);
        if (status != CDICOM_OK) return status;
        const uint32_t rest = scan->mcu_columns - x, count = scan->left < rest ? (uint32_t)scan->left : rest;
        cdicom_bits_provide(&scan->bits, &scan->feed);
        scan->is_first_line |= scan->begins;
        bad |= decode_pixels(scan, x, count);
        scan->left -= count;
        x += count;
    }
    return finish_line(scan, row, bad, report);
}

uint32_t cdicom_lossless_line_begin(cdicom_lossless_scan *scan, cdicom_lossless_stretch *stretch) {
    cdicom_bits_provide(&scan->bits, &scan->feed);
    const uint32_t bad = decode_first(scan, 0);
    const uint32_t components = scan->components;
    *stretch = (cdicom_lossless_stretch){scan->tables, scan->above + components, scan->line + components,
                                         (scan->mcu_columns - (size_t)1) * components, components};
    return bad;
}

cdicom_status cdicom_lossless_line_end(cdicom_lossless_scan *scan, uint32_t row, uint32_t bad, cdicom_report *report) {
    return finish_line(scan, row, bad, report);
}

void cdicom_lossless_scan_end(cdicom_lossless_scan *scan) {
    cdicom_jpeg_stream *stream = scan->stream;
    if (cdicom_bits_left_bytes(&scan->bits, &scan->feed)) stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
    stream->next = (size_t)(cdicom_entropy_close(&scan->feed) - stream->bytes);
}
