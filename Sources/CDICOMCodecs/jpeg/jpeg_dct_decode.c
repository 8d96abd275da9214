#include "jpeg_dct_frame.h"

const uint8_t cdicom_dct_natural_order[64 + 16] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
};

cdicom_status cdicom_dct_fail_short(const cdicom_dct_frame *frame, const uint8_t *marker, cdicom_report *report) {
    const cdicom_jpeg_stream *stream = frame->stream;
    const uint8_t *end = stream->bytes + stream->count;
    const size_t offset = (size_t)(marker - stream->bytes);
    if (end - marker < 2 || marker[1] == CDICOM_JPEG_EOI)
        return cdicom_fail(report, CDICOM_TRUNCATED, offset, "The entropy-coded data end before the picture does");
    return cdicom_fail(report, CDICOM_CORRUPT, offset, "A marker stands within an entropy-coded segment");
}

cdicom_status cdicom_dct_restart(cdicom_dct_frame *frame, cdicom_entropy_feed *feed, cdicom_bits *bits, uint32_t interval,
                                 cdicom_report *report) {
    cdicom_jpeg_stream *stream = frame->stream;
    const uint8_t *marker = cdicom_entropy_close(feed);
    if (cdicom_bits_left_bytes(bits, feed)) stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
    const uint8_t *next = cdicom_jpeg_pass_restart(stream, marker, interval);
    if (!next) return cdicom_dct_fail_short(frame, marker, report);
    cdicom_entropy_open(feed, next, stream->bytes + stream->count, frame->stretch, feed->draw);
    *bits = cdicom_bits_open(feed);
    return CDICOM_OK;
}

void cdicom_dct_end_scan(cdicom_dct_frame *frame, cdicom_entropy_feed *feed, const cdicom_bits *bits) {
    cdicom_jpeg_stream *stream = frame->stream;
    if (cdicom_bits_left_bytes(bits, feed)) stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
    stream->next = (size_t)(cdicom_entropy_close(feed) - stream->bytes);
}

/// Geometry of the components (T.81 A.1.1, A.2.4).
static void measure(cdicom_dct_frame *frame) {
    const cdicom_jpeg_header *header = &frame->stream->header;
    const bool is_single = header->components == 1;
    frame->horizontal = is_single ? 1 : header->horizontal;
    frame->vertical = is_single ? 1 : header->vertical;
    frame->mcus_across = (header->columns + 8 * frame->horizontal - 1) / (8 * frame->horizontal);
    frame->mcus_down = (header->rows + 8 * frame->vertical - 1) / (8 * frame->vertical);
    for (uint32_t i = 0; i < header->components; i++) {
        cdicom_dct_component *component = &frame->component[i];
        component->horizontal = is_single ? 1 : header->component[i].horizontal;
        component->vertical = is_single ? 1 : header->component[i].vertical;
        component->columns = (header->columns * component->horizontal + frame->horizontal - 1) / frame->horizontal;
        component->rows = (header->rows * component->vertical + frame->vertical - 1) / frame->vertical;
        component->blocks_across = frame->mcus_across * component->horizontal;
        component->blocks_down = frame->mcus_down * component->vertical;
        memset(component->bits, -1, sizeof component->bits);
        if (component->vertical * 2 == frame->vertical) frame->reads_neighbour_rows = !frame->options->repeats_samples;
        if (component->horizontal != frame->horizontal || component->vertical != frame->vertical)
            frame->stream->notes |= CDICOM_JPEG_NOTE_UPSAMPLED;
    }
}

/// Bytes of what a component holds.
typedef struct room {
    size_t samples, widened, coefficients;
} room;

static cdicom_status reserve(cdicom_dct_frame *frame, bool holds_all_rows, cdicom_report *report) {
    const bool is_progressive = frame->stream->header.process == CDICOM_JPEG_PROGRESSIVE;
    const size_t columns = frame->stream->header.columns;
    room rooms[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    size_t total = 0, stretch;
    const size_t spare = columns * 3 * frame->width + CDICOM_JPEG_ROW_SLACK;
    const size_t table = sizeof(cdicom_dct_table) * 4;
    const size_t chunk = CDICOM_DCT_CHUNK_PAIRS * CDICOM_JPEG_PAIR_COUNT * sizeof(int16_t);
    bool fits = cdicom_entropy_capacity((size_t)CDICOM_DCT_CHUNK_MCUS * CDICOM_DCT_MAXIMUM_UNITS * CDICOM_DCT_BLOCK_DRAW, &stretch);
    for (uint32_t i = 0; i < frame->components; i++) {
        cdicom_dct_component *component = &frame->component[i];
        // One block more than an even number: a pair may begin at the last one.
        component->stride = ((size_t)component->blocks_across + 2) * 8 * frame->width;
        component->held_rows = holds_all_rows ? component->blocks_down * 8 : 2 * 8 * component->vertical;
        fits = fits && cdicom_multiply(component->stride, component->held_rows, &rooms[i].samples)
               && !__builtin_add_overflow(rooms[i].samples, (size_t)CDICOM_JPEG_ROW_SLACK, &rooms[i].samples);
        rooms[i].widened = ((size_t)component->columns * 4 + columns) * frame->width + CDICOM_JPEG_ROW_SLACK;
        rooms[i].coefficients = 0;
        if (is_progressive)
            fits = fits
                   && cdicom_multiply((size_t)component->blocks_across * component->blocks_down, 64 * sizeof(int16_t),
                                      &rooms[i].coefficients);
        fits = fits && cdicom_add_room(&total, rooms[i].samples) && cdicom_add_room(&total, rooms[i].widened)
               && cdicom_add_room(&total, rooms[i].coefficients);
    }
    fits = fits && cdicom_add_room(&total, spare) && cdicom_add_room(&total, stretch) && cdicom_add_room(&total, table)
           && cdicom_add_room(&total, table) && cdicom_add_room(&total, chunk);
    const cdicom_status status = cdicom_session_reserve(frame->session, fits ? total : SIZE_MAX, report);
    if (status != CDICOM_OK) return status;
    for (uint32_t i = 0; i < frame->components; i++) {
        cdicom_dct_component *component = &frame->component[i];
        component->samples = cdicom_session_take(frame->session, rooms[i].samples);
        component->widened = cdicom_session_take(frame->session, rooms[i].widened);
        component->coefficients = cdicom_session_take(frame->session, rooms[i].coefficients);
        memset(component->coefficients, 0, rooms[i].coefficients);
    }
    frame->spare = cdicom_session_take(frame->session, spare);
    frame->stretch = cdicom_session_take(frame->session, stretch);
    frame->dc = cdicom_session_take(frame->session, table);
    frame->ac = cdicom_session_take(frame->session, table);
    frame->chunk = cdicom_session_take(frame->session, chunk);
    return CDICOM_OK;
}

/// The first scan of a component: its quantisation table is the one that is defined now.
static void start(cdicom_dct_frame *frame, uint32_t index) {
    const cdicom_jpeg_stream *stream = frame->stream;
    cdicom_dct_component *component = &frame->component[index];
    memcpy(component->steps, stream->quantisation[stream->quantisation_index[index]].steps, sizeof component->steps);
    component->is_started = true;
}

/// Whether what is missing may be missing: then the picture is what came before.
static bool is_enough(cdicom_dct_frame *frame, cdicom_status status, uint32_t missing, cdicom_report *report) {
    cdicom_jpeg_stream *stream = frame->stream;
    if (status != CDICOM_TRUNCATED || stream->header.process != CDICOM_JPEG_PROGRESSIVE || missing > 0) return false;
    if (!(frame->session->work->leniency & CDICOM_JPEG_LENIENT_PARTIAL)) return false;
    stream->has_scan = false;
    stream->notes |= CDICOM_JPEG_NOTE_PARTIAL;
    cdicom_report_clear(report);
    return true;
}

/// Scans of some of the components each.
static cdicom_status decode_scans(cdicom_dct_frame *frame, cdicom_report *report) {
    cdicom_jpeg_stream *stream = frame->stream;
    const bool is_progressive = stream->header.process == CDICOM_JPEG_PROGRESSIVE;
    uint32_t missing = frame->components;
    cdicom_status status = CDICOM_OK;
    while (stream->has_scan) {
        if (stream->scans > CDICOM_DCT_MAXIMUM_SCANS)
            return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, stream->scan.offset, "The frame has more scans than are read");
        for (uint32_t i = 0; i < stream->scan.components; i++) {
            cdicom_dct_component *component = &frame->component[stream->scan.index[i]];
            if (component->is_started && !is_progressive)
                return cdicom_fail(report, CDICOM_CORRUPT, stream->scan.offset, "A component is coded twice");
            if (!component->is_started) {
                start(frame, stream->scan.index[i]);
                missing -= 1;
            }
        }
        status = is_progressive ? cdicom_dct_progressive_scan(frame, report) : cdicom_dct_sequential_scan(frame, false, report);
        if (status == CDICOM_OK) {
            if (!is_progressive && missing == 0) break;
            status = cdicom_jpeg_next_scan(stream, report);
        }
        if (is_enough(frame, status, missing, report)) break;
        if (status != CDICOM_OK) return status;
    }
    if (missing > 0)
        return stream->has_end ? cdicom_fail(report, CDICOM_CORRUPT, stream->next, "A component has no scan")
                               : cdicom_fail(report, CDICOM_TRUNCATED, stream->count, "The codestream ends before the scan of a component");
    if (is_progressive) return cdicom_dct_progressive_finish(frame, report);
    cdicom_dct_emit(frame, stream->header.rows);
    return CDICOM_OK;
}

cdicom_status cdicom_jpeg_dct_decode(cdicom_jpeg_stream *stream, cdicom_session *session, cdicom_sample_layout layout,
                                     const cdicom_strides *strides, const cdicom_jpeg_options *options, uint8_t *target,
                                     uint32_t *rows_done, cdicom_report *report) {
    const cdicom_jpeg_header *header = &stream->header;
    if (options->converts_to_rgb && header->components == 4)
        return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "Frames of 4 components are not converted to RGB");
    // A level that this machine lacks means the best that it has.
    const cdicom_level level = cdicom_level_is_available(session->work->level) ? session->work->level : cdicom_best_level();
    cdicom_dct_frame frame = {
        .stream = stream, .session = session, .options = options, .layout = layout, .strides = strides, .target = target,
        .precision = header->precision, .width = header->precision == 8 ? 1 : 2, .components = header->components,
        .converts = options->converts_to_rgb && header->components == 3,
        .inverse = cdicom_jpeg_inverse(level, header->precision),
        .row = cdicom_jpeg_rows_for(level, header->precision),
    };
    measure(&frame);
    const bool is_progressive = header->process == CDICOM_JPEG_PROGRESSIVE;
    const bool is_one_scan = !is_progressive && stream->scan.components == header->components;
    cdicom_status status = reserve(&frame, !is_progressive && !is_one_scan, report);
    for (uint32_t i = 0; is_one_scan && i < frame.components; i++) start(&frame, i);
    if (status == CDICOM_OK)
        status = is_one_scan ? cdicom_dct_sequential_scan(&frame, true, report) : decode_scans(&frame, report);
    if (status == CDICOM_OK && stream->has_scan) {
        // The picture is whole; what follows is only looked at.
        cdicom_report ignored;
        if (cdicom_jpeg_next_scan(stream, &ignored) != CDICOM_OK || stream->has_scan) stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
    }
    if (status == CDICOM_OK) cdicom_jpeg_finish(stream);
    *rows_done = frame.rows_done;
    return status;
}
