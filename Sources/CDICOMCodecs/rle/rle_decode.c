#include "rle_planes.h"
#include "../frame/frame_internal.h"
#include <string.h>

enum {
    HEADER_COUNT = 64,   // PS3.5 G.5: sixteen 32-bit words
    PACKET_MAXIMUM = 128, // samples of the longest packet
    OVER_COPY = 32,      // bytes that the fast loop may write and read past the end of a packet
    STRIP_TOTAL = 24576  // bytes of all strips together: small enough to stay in the first cache level beside the source
};

/// A segment half decoded. `ahead` bytes of the next strip lie already behind the current one: a packet need not end where a strip does.
typedef struct rle_cursor {
    const uint8_t *next, *end;
    size_t ahead;
} rle_cursor;

typedef uint8_t bytes16 __attribute__((vector_size(16)));

static inline bytes16 load16(const uint8_t *from) {
    bytes16 value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void store16(uint8_t *to, bytes16 value) { memcpy(to, &value, sizeof value); }

/// Unpacks packets until `have >= want`, touching up to PACKET_MAXIMUM + OVER_COPY bytes behind `want`, and stops where a packet might pass
/// `stop` (the caller puts it a longest packet and an over-copy before what may be read). Returns the new `have`.
static size_t unpack_fast(rle_cursor *cursor, const uint8_t *stop, uint8_t *out, size_t have, size_t want) {
    const uint8_t *next = cursor->next;
    while (have < want && next < stop) {
        // Short packets come in no order that a branch predictor could learn, so both kinds go one way: 32 bytes, chosen by a mask.
        const uint32_t control = next[0];
        const uint32_t is_run = control >> 7;
        const uint32_t mask = 0u - is_run;
        const uint32_t count = ((control ^ (mask & 0xFF)) + 1) + is_run;
        const bytes16 repeated = next[1] - (bytes16){0};
        const bytes16 select = (uint8_t)mask - (bytes16){0};
        uint8_t *to = out + have;
        store16(to, (load16(next + 1) & ~select) | (repeated & select));
        store16(to + 16, (load16(next + 17) & ~select) | (repeated & select));
        if (count > OVER_COPY) {
            if (control == 0x80) {  // -128 "outputs nothing" (PS3.5 G.3.2)
                next += 1;
                continue;
            }
            if (is_run) {
                for (size_t i = 32; i < count; i += 32) store16(to + i, repeated), store16(to + i + 16, repeated);
            } else {
                for (size_t i = 32; i < count; i += 32)
                    store16(to + i, load16(next + 1 + i)), store16(to + i + 16, load16(next + 17 + i));
            }
        }
        have += count;
        next += (control & ~mask) + 2;
    }
    cursor->next = next;
    return have;
}

/// The same without over-copy, never past `cursor->end` nor `capacity`. Sets `*excess` when a packet holds more than `capacity` takes.
static size_t unpack_exactly(rle_cursor *cursor, uint8_t *out, size_t have, size_t want, size_t capacity, bool *excess) {
    const uint8_t *next = cursor->next;
    while (have < want && next < cursor->end) {
        const uint32_t control = *next++;
        if (control == 0x80) continue;
        const size_t count = control < 0x80 ? control + 1 : 257 - control;
        const size_t left = (size_t)(cursor->end - next), room = capacity - have;
        size_t take = count;
        if (take > room) take = room, *excess = true;
        if (control < 0x80) {
            if (take > left) take = left;
            memcpy(out + have, next, take);
            next += count < left ? count : left;
        } else {
            if (left == 0) break;
            memset(out + have, *next++, take);
        }
        have += take;
    }
    cursor->next = next;
    return have;
}

/// `pointer - distance`, but not before `floor`: no pointer outside of an array is ever formed.
static inline const uint8_t *back_off(const uint8_t *pointer, size_t distance, const uint8_t *floor) {
    return (size_t)(pointer - floor) > distance ? pointer - distance : floor;
}

/// Where the fast loop has to stop: a longest literal must end inside the segment, an over-copy inside the source.
static inline const uint8_t *fast_stop(const rle_cursor *cursor, const uint8_t *source_end) {
    const uint8_t *by_segment = back_off(cursor->end, PACKET_MAXIMUM + 1, cursor->next);
    const uint8_t *by_source = back_off(source_end, PACKET_MAXIMUM + 1 + OVER_COPY, cursor->next);
    return by_segment < by_source ? by_segment : by_source;
}

static inline bool has_excess(const rle_cursor *cursor) {
    return cursor->end - cursor->next > 1;  // one byte may pad the segment to an even length
}

/// One segment, one byte a pixel: straight into the target.
static size_t decode_single(rle_cursor *cursor, const uint8_t *source_end, uint8_t *target, size_t pixels, bool *excess) {
    size_t have = 0;
    if (pixels > PACKET_MAXIMUM + OVER_COPY)
        have = unpack_fast(cursor, fast_stop(cursor, source_end), target, 0, pixels - PACKET_MAXIMUM - OVER_COPY);
    return unpack_exactly(cursor, target, have, pixels, pixels, excess);
}

/// Several segments: a strip of each, then their pixels, so that the planes never leave the cache. Returns the complete pixels.
static size_t decode_planes(rle_cursor *cursors, uint32_t stride, uint32_t bytes_per_sample, const uint8_t *source_end, uint8_t *target,
                            size_t pixels, bool *excess) {
    uint8_t strips[STRIP_TOTAL + CDICOM_RLE_MAXIMUM_SEGMENTS * (PACKET_MAXIMUM + OVER_COPY)];
    const size_t strip = STRIP_TOTAL / stride, pitch = strip + PACKET_MAXIMUM + OVER_COPY;
    const uint8_t *planes[CDICOM_RLE_MAXIMUM_SEGMENTS];
    for (uint32_t segment = 0; segment < stride; segment++)
        planes[cdicom_rle_byte_of_segment(segment, bytes_per_sample)] = strips + segment * pitch;

    for (size_t done = 0; done < pixels;) {
        const size_t want = pixels - done < strip ? pixels - done : strip;
        size_t complete = want;
        for (uint32_t segment = 0; segment < stride; segment++) {
            rle_cursor *cursor = &cursors[segment];
            uint8_t *plane = strips + segment * pitch;
            size_t have = unpack_fast(cursor, fast_stop(cursor, source_end), plane, cursor->ahead, want);
            have = unpack_exactly(cursor, plane, have, want, want + PACKET_MAXIMUM, excess);
            if (have < want) {
                if (have < complete) complete = have;
                have = want;
            }
            cursor->ahead = have - want;
        }
        cdicom_rle_interleave(planes, stride, target + done * stride, complete);
        done += complete;
        if (complete < want) return done;
        for (uint32_t segment = 0; segment < stride; segment++)
            memmove(strips + segment * pitch, strips + segment * pitch + want, cursors[segment].ahead);  // a last strip may be shorter
    }
    for (uint32_t segment = 0; segment < stride; segment++)
        if (cursors[segment].ahead > 0) *excess = true;
    return pixels;
}

static uint32_t read_word(const uint8_t *from) {
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

cdicom_status cdicom_rle_decode(const uint8_t *source, size_t source_count, cdicom_sample_layout layout, uint8_t *target,
                                size_t target_count, cdicom_report *report) {
    cdicom_report_clear(report);
    size_t byte_count;
    if (!target || (!source && source_count > 0) || !cdicom_layout_byte_count(layout, &byte_count))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The layout has a dimension of 0 or is larger than memory");
    if (!cdicom_rle_layout_is_possible(layout))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "RLE takes 1 to 15 segments of samples of 1, 2 or 4 bytes");
    if (target_count < byte_count) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target is smaller than the frame");

    const uint32_t stride = layout.samples_per_pixel * layout.bytes_per_sample;
    const size_t pixels = byte_count / stride;
    cdicom_status failure = CDICOM_OK;
    rle_cursor cursors[CDICOM_RLE_MAXIMUM_SEGMENTS];
    uint32_t notes = 0;

    if (source_count < HEADER_COUNT) {
        failure = cdicom_fail(report, CDICOM_TRUNCATED, source_count, "The RLE header of 64 bytes is cut short");
    } else if (read_word(source) != stride) {
        const uint32_t named = read_word(source);
        failure = named == 0 || named > CDICOM_RLE_MAXIMUM_SEGMENTS
                      ? cdicom_fail(report, CDICOM_CORRUPT, 0, "The RLE header names an impossible number of segments")
                      : cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The RLE header has another number of segments than the layout");
    } else {
        for (uint32_t segment = 0; segment < stride && failure == CDICOM_OK; segment++) {
            const uint32_t begin = read_word(source + 4 + 4 * segment);
            const uint32_t end = segment + 1 < stride ? read_word(source + 8 + 4 * segment) : 0;
            const size_t place = 4 + 4 * (size_t)segment;
            if (begin < HEADER_COUNT) {
                failure = cdicom_fail(report, CDICOM_CORRUPT, place, "An RLE segment begins inside the header");
            } else if (segment + 1 < stride && end <= begin) {
                failure = cdicom_fail(report, CDICOM_CORRUPT, place + 4, "The offsets of the RLE segments do not increase");
            } else if (begin >= source_count) {
                failure = cdicom_fail(report, CDICOM_TRUNCATED, place, "An RLE segment begins beyond the end of the data");
            } else {
                cursors[segment].next = source + begin;
                cursors[segment].end = segment + 1 < stride && end < source_count ? source + end : source + source_count;
                cursors[segment].ahead = 0;
                if (segment == 0 && begin > HEADER_COUNT) notes |= CDICOM_RLE_NOTE_HEADER_GAP;
            }
        }
        for (uint32_t segment = stride; segment < CDICOM_RLE_MAXIMUM_SEGMENTS; segment++)
            if (read_word(source + 4 + 4 * segment) != 0) notes |= CDICOM_RLE_NOTE_UNUSED_OFFSET;
    }
    if (failure != CDICOM_OK) {
        memset(target, 0, byte_count);
        return failure;
    }

    bool excess = false;
    const uint8_t *source_end = source + source_count;
    const size_t complete = stride == 1 ? decode_single(cursors, source_end, target, pixels, &excess)
                                        : decode_planes(cursors, stride, layout.bytes_per_sample, source_end, target, pixels, &excess);
    if (report) report->rows_done = (uint32_t)(complete / layout.columns);
    if (complete < pixels) {
        memset(target + complete * stride, 0, (pixels - complete) * stride);
        size_t offset = 0;
        for (uint32_t segment = 0; segment < stride; segment++)
            if (cursors[segment].next == cursors[segment].end) {
                offset = (size_t)(cursors[segment].end - source);
                break;
            }
        if (report) report->notes = notes;
        return cdicom_fail(report, CDICOM_TRUNCATED, offset, "An RLE segment ends before its plane is full");
    }
    for (uint32_t segment = 0; segment < stride; segment++) excess |= has_excess(&cursors[segment]);
    if (excess) notes |= CDICOM_RLE_NOTE_EXCESS_DATA;
    if (report) report->notes = notes;
    return CDICOM_OK;
}
