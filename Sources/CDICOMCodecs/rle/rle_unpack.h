#ifndef CDICOM_RLE_UNPACK_H
#define CDICOM_RLE_UNPACK_H

#include "../work/work_internal.h"

/// PackBits of one segment, resumable at any sample.

enum {
    PACKET_MAXIMUM = 128, // samples of the longest packet
    OVER_COPY = 32,       // bytes that the fast loop may write and read past the end of a packet
    POLL_BYTES = 1 << 18  // of a segment, after which the cancel flag is read anew: packets of nothing make no rows
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
static inline size_t unpack_fast(rle_cursor *cursor, const uint8_t *stop, uint8_t *out, size_t have, size_t want) {
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
static inline size_t unpack_exactly(rle_cursor *cursor, uint8_t *out, size_t have, size_t want, size_t capacity, bool *excess) {
    const uint8_t *next = cursor->next;
    while (have < want && next < cursor->end) {
        const uint32_t control = *next++;
        if (control == 0x80) continue;
        const size_t count = control < 0x80 ? control + 1 : 257 - control;
        const size_t left = (size_t)(cursor->end - next), room = capacity - have;
        size_t take = control < 0x80 && count > left ? left : count;
        if (take > room) take = room, *excess = true;
        if (control < 0x80) {
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

/// Unpacks until `have >= want` with the fast loop, as far as that may go; `out` has room for PACKET_MAXIMUM + OVER_COPY bytes behind
/// `want`. Returns the new `have`.
static inline size_t unpack_polled(rle_cursor *cursor, const uint8_t *source_end, const cdicom_work *work, uint8_t *out, size_t have,
                                   size_t want) {
    const uint8_t *stop = fast_stop(cursor, source_end);
    while (have < want && cursor->next < stop && !cdicom_is_cancelled(work)) {
        const size_t left = (size_t)(stop - cursor->next);
        const uint8_t *pause = left > POLL_BYTES ? cursor->next + POLL_BYTES : stop;
        have = unpack_fast(cursor, pause, out, have, want);
    }
    return have;
}

#endif
