#include "rle_planes.h"
#include "rle_unpack.h"

enum {
    HEADER_COUNT = 64,   // PS3.5 G.5: sixteen 32-bit words
    STRIP_TOTAL = 24576, // bytes of all strips together: small enough to stay in the first cache level beside the source
    STRIP_ROOM = STRIP_TOTAL + CDICOM_RLE_MAXIMUM_SEGMENTS * (PACKET_MAXIMUM + OVER_COPY),
    BLOCK = 65536        // samples of a plane that is decoded into the target, after which the cancel flag is read anew
};

/// A frame being decoded.
typedef struct rle_frame {
    cdicom_sample_layout layout;
    cdicom_strides strides;
    const cdicom_work *work;
    const uint8_t *source, *source_end;
    uint8_t *target;
    size_t pixels;
    uint32_t segments; ///< bytes of a pixel
    uint32_t notes;
    bool excess;       ///< a segment holds more than its plane
    rle_cursor cursors[CDICOM_RLE_MAXIMUM_SEGMENTS];
} rle_frame;

static uint32_t read_word(const uint8_t *from) {
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

/// The header (PS3.5 G.5): where each segment begins and ends.
static cdicom_status read_header(rle_frame *frame, size_t source_count, cdicom_report *report) {
    const uint8_t *source = frame->source;
    if (source_count < HEADER_COUNT)
        return cdicom_fail(report, CDICOM_TRUNCATED, source_count, "The RLE header of 64 bytes is cut short");
    const uint32_t named = read_word(source), segments = frame->segments;
    if (named == 0 || named > CDICOM_RLE_MAXIMUM_SEGMENTS)
        return cdicom_fail(report, CDICOM_CORRUPT, 0, "The RLE header names an impossible number of segments");
    if (named != segments)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The RLE header has another number of segments than the layout");
    for (uint32_t segment = 0; segment < segments; segment++) {
        const uint32_t begin = read_word(source + 4 + 4 * segment);
        const uint32_t end = segment + 1 < segments ? read_word(source + 8 + 4 * segment) : 0;
        const size_t place = 4 + 4 * (size_t)segment;
        if (begin < HEADER_COUNT) return cdicom_fail(report, CDICOM_CORRUPT, place, "An RLE segment begins inside the header");
        if (segment + 1 < segments && end <= begin)
            return cdicom_fail(report, CDICOM_CORRUPT, place + 4, "The offsets of the RLE segments do not increase");
        if (begin >= source_count)
            return cdicom_fail(report, CDICOM_TRUNCATED, place, "An RLE segment begins beyond the end of the data");
        frame->cursors[segment] = (rle_cursor){
            .next = source + begin,
            .end = segment + 1 < segments && end < source_count ? source + end : frame->source_end,
        };
        if (segment == 0 && begin > HEADER_COUNT) frame->notes |= CDICOM_RLE_NOTE_HEADER_GAP;
    }
    for (uint32_t segment = segments; segment < CDICOM_RLE_MAXIMUM_SEGMENTS; segment++)
        if (read_word(source + 4 + 4 * segment) != 0) frame->notes |= CDICOM_RLE_NOTE_UNUSED_OFFSET;
    return CDICOM_OK;
}

/// One segment that is a plane of the target, without padding. Returns the complete samples.
static size_t decode_plane(rle_frame *frame, rle_cursor *cursor, uint8_t *plane) {
    const size_t pixels = frame->pixels, room = PACKET_MAXIMUM + OVER_COPY, fast = pixels > room ? pixels - room : 0;
    size_t have = 0;
    while (have < fast) {
        const size_t want = fast - have > BLOCK ? have + BLOCK : fast;
        have = unpack_polled(cursor, frame->source_end, frame->work, plane, have, want);
        if (have < want) break;  // cancelled, or close to the end of the segment
    }
    if (cdicom_is_cancelled(frame->work)) return have;
    return unpack_exactly(cursor, plane, have, pixels, pixels, &frame->excess);
}

/// Every segment is a plane of the target: planes of single bytes, or one sample of one byte a pixel. Returns the complete pixels.
static size_t decode_into_planes(rle_frame *frame) {
    size_t complete = frame->pixels;
    for (uint32_t segment = 0; segment < frame->segments && complete > 0; segment++) {
        const size_t have = decode_plane(frame, &frame->cursors[segment], frame->target + segment * frame->strides.component);
        if (have < complete) complete = have;
    }
    return complete;
}

/// `count` pixels from the byte planes into the target, from pixel `first` on: all at once, or the parts of rows that they are.
static void put_pixels(const rle_frame *frame, cdicom_rle_interleave_fn *interleave, const uint8_t *const *planes, size_t first,
                       size_t count) {
    const cdicom_strides *strides = &frame->strides;
    const uint32_t segments = frame->segments, width = frame->layout.bytes_per_sample;
    if (strides->is_tight) {
        interleave(planes, segments, frame->target + first * segments, count);
        return;
    }
    const bool is_planar = frame->layout.plane_stride != 0;
    const uint32_t parts = is_planar ? frame->layout.samples_per_pixel : 1, part_bytes = is_planar ? width : segments;
    for (size_t done = 0; done < count;) {
        const size_t row = (first + done) / frame->layout.columns, column = (first + done) % frame->layout.columns;
        const size_t left = frame->layout.columns - column, run = left < count - done ? left : count - done;
        const uint8_t *from[CDICOM_RLE_MAXIMUM_SEGMENTS];
        for (uint32_t byte = 0; byte < segments; byte++) from[byte] = planes[byte] + done;
        uint8_t *to = frame->target + row * strides->row + column * part_bytes;
        for (uint32_t part = 0; part < parts; part++) interleave(from + part * part_bytes, part_bytes, to + part * strides->component, run);
        done += run;
    }
}

/// A strip of each segment, then their pixels, so that the planes never leave the cache. Returns the complete pixels.
static size_t decode_by_strips(rle_frame *frame, uint8_t *strips) {
    const uint32_t segments = frame->segments;
    const size_t pixels = frame->pixels, strip = STRIP_TOTAL / segments, pitch = strip + PACKET_MAXIMUM + OVER_COPY;
    cdicom_rle_interleave_fn *interleave = cdicom_rle_interleave(frame->work->level);
    const uint8_t *planes[CDICOM_RLE_MAXIMUM_SEGMENTS];
    for (uint32_t segment = 0; segment < segments; segment++)
        planes[cdicom_rle_byte_of_segment(segment, frame->layout.bytes_per_sample)] = strips + segment * pitch;

    for (size_t done = 0; done < pixels;) {
        const size_t want = pixels - done < strip ? pixels - done : strip;
        size_t complete = want;
        for (uint32_t segment = 0; segment < segments; segment++) {
            rle_cursor *cursor = &frame->cursors[segment];
            uint8_t *plane = strips + segment * pitch;
            size_t have = unpack_polled(cursor, frame->source_end, frame->work, plane, cursor->ahead, want);
            if (cdicom_is_cancelled(frame->work)) return done;
            have = unpack_exactly(cursor, plane, have, want, want + PACKET_MAXIMUM, &frame->excess);
            if (have < want) {
                if (have < complete) complete = have;
                have = want;
            }
            cursor->ahead = have - want;
        }
        put_pixels(frame, interleave, planes, done, complete);
        done += complete;
        if (complete < want) return done;
        for (uint32_t segment = 0; segment < segments; segment++)  // a last strip may be shorter
            memmove(strips + segment * pitch, strips + segment * pitch + want, frame->cursors[segment].ahead);
    }
    for (uint32_t segment = 0; segment < segments; segment++)
        if (frame->cursors[segment].ahead > 0) frame->excess = true;
    return pixels;
}

/// Zeros from pixel `first` on.
static void clear_pixels(const rle_frame *frame, size_t first) {
    const cdicom_strides *strides = &frame->strides;
    const size_t columns = frame->layout.columns, column = first % columns;
    uint32_t row = (uint32_t)(first / columns);
    if (column > 0) {
        const uint32_t planes = frame->layout.plane_stride != 0 ? frame->segments / frame->layout.bytes_per_sample : 1;
        for (uint32_t plane = 0; plane < planes; plane++)
            memset(frame->target + plane * strides->component + row * strides->row + column * strides->sample, 0,
                   (columns - column) * strides->sample);
        row += 1;
    }
    cdicom_clear_rows(frame->layout, strides, frame->target, row);
}

/// Where the data of a frame that is not complete end.
static size_t end_of_data(const rle_frame *frame) {
    for (uint32_t segment = 0; segment < frame->segments; segment++)
        if (frame->cursors[segment].next == frame->cursors[segment].end) return (size_t)(frame->cursors[segment].end - frame->source);
    return 0;
}

static cdicom_status decode(rle_frame *frame, cdicom_session *session, cdicom_source source, cdicom_report *report) {
    size_t source_count, complete = 0;
    cdicom_status status = cdicom_check_limits(frame->work, frame->layout, report);
    if (status == CDICOM_OK) status = cdicom_session_join(session, source, &frame->source, &source_count, report);
    if (status == CDICOM_OK) {
        frame->source_end = frame->source + source_count;
        status = read_header(frame, source_count, report);
    }
    const bool is_straight = frame->layout.bytes_per_sample == 1 && (frame->segments == 1 || frame->layout.plane_stride != 0)
                             && frame->strides.row == frame->layout.columns;
    size_t room = 0;
    if (status == CDICOM_OK && !is_straight && cdicom_add_room(&room, STRIP_ROOM)) status = cdicom_session_reserve(session, room, report);
    if (status == CDICOM_OK) {
        complete = is_straight ? decode_into_planes(frame) : decode_by_strips(frame, cdicom_session_take(session, STRIP_ROOM));
        if (report) report->rows_done = (uint32_t)(complete / frame->layout.columns);
        if (complete < frame->pixels) {
            status = cdicom_is_cancelled(frame->work)
                         ? cdicom_fail_cancelled(report)
                         : cdicom_fail(report, CDICOM_TRUNCATED, end_of_data(frame), "An RLE segment ends before its plane is full");
        }
    }
    if (status != CDICOM_OK) {
        clear_pixels(frame, complete);
    } else {
        for (uint32_t segment = 0; segment < frame->segments; segment++)  // one byte may pad a segment to an even length
            frame->excess |= frame->cursors[segment].end - frame->cursors[segment].next > 1;
        if (frame->excess) frame->notes |= CDICOM_RLE_NOTE_EXCESS_DATA;
    }
    if (report) report->notes = frame->notes;
    return status;
}

cdicom_status cdicom_rle_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_work *work, uint8_t *target,
                                size_t target_count, cdicom_report *report) {
    cdicom_report_clear(report);
    rle_frame frame = {.layout = layout, .work = work, .target = target};
    if (!cdicom_rle_layout_is_possible(layout))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "RLE takes 1 to 15 segments of samples of 1, 2 or 4 bytes");
    cdicom_status status = cdicom_check_work(work, report);
    if (status == CDICOM_OK) status = cdicom_check_target(layout, target, target_count, &frame.strides, report);
    if (status != CDICOM_OK) return status;
    frame.pixels = (size_t)layout.columns * layout.rows;
    frame.segments = layout.samples_per_pixel * layout.bytes_per_sample;
    cdicom_session session;
    cdicom_session_open(&session, work);
    status = decode(&frame, &session, source, report);
    cdicom_session_close(&session);
    return status;
}
