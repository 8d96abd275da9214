#include "jpeg_entropy.h"

bool cdicom_entropy_capacity(size_t draw, size_t *capacity) {
    // A draw and a look-ahead that may be left, the stretch behind it and the word that passes its end; then a draw and a look-ahead of zeros.
    size_t total;
    return !__builtin_mul_overflow(draw, (size_t)2, &total)
           && !__builtin_add_overflow(total, (size_t)(CDICOM_JPEG_STRETCH + 4 * CDICOM_JPEG_LOOK_AHEAD), capacity);
}

void cdicom_entropy_open(cdicom_entropy_feed *feed, const uint8_t *source, const uint8_t *source_end, uint8_t *buffer, size_t draw) {
    *feed = (cdicom_entropy_feed){.source = source, .source_end = source_end, .bytes = buffer, .draw = draw};
}

/// 0x80 in the lowest byte of the word that is 0xFF and 0 below it; what stands above is not to be trusted.
static inline uint64_t full_bytes(uint64_t word) { return (~word - 0x0101010101010101u) & word & 0x8080808080808080u; }

/// Un-stuffs until `wanted` bytes are in the buffer (up to 32 more), or the segment ends.
static void take(cdicom_entropy_feed *feed, size_t wanted) {
    const uint8_t *from = feed->source, *const end = feed->source_end;
    uint8_t *to = feed->bytes + feed->count, *const stop = feed->bytes + wanted;
    while (to < stop) {
        if (end - from >= 32) {
            const uint64_t a = cdicom_load_uint64_t(from), b = cdicom_load_uint64_t(from + 8);
            const uint64_t c = cdicom_load_uint64_t(from + 16), d = cdicom_load_uint64_t(from + 24);
            if (!(full_bytes(a) | full_bytes(b) | full_bytes(c) | full_bytes(d))) {
                cdicom_store_uint64_t(to, a), cdicom_store_uint64_t(to + 8, b);
                cdicom_store_uint64_t(to + 16, c), cdicom_store_uint64_t(to + 24, d);
                to += 32, from += 32;
                continue;
            }
        }
        if (end - from >= 8) {
            const uint64_t word = cdicom_load_uint64_t(from);
            const uint64_t full = full_bytes(word);
            cdicom_store_uint64_t(to, word);
            const size_t clean = full ? (size_t)__builtin_ctzll(full) >> 3 : 8;
            to += clean;
            from += clean;
            if (!full) continue;
        } else if (from == end) {
            feed->marker = end;
            break;
        } else if (*from != 0xFF) {
            *to++ = *from++;
            continue;
        }
        // At 0xFF.
        if (end - from < 2) {
            feed->marker = from = end;  // cut within a marker or a stuffed byte: nothing is known of it
            break;
        }
        if (from[1] == 0xFF) {
            from += 1;  // a fill byte
        } else if (from[1] == 0) {
            *to++ = 0xFF;
            from += 2;
        } else {
            feed->marker = from;
            break;
        }
    }
    feed->source = from;
    feed->count = (size_t)(to - feed->bytes);
    // By the time that they are asked for, the first bytes of the next stretch are there, and the processor has seen where it goes.
    for (size_t i = 0; i < 1024 && (size_t)(end - from) > i; i += 64) __builtin_prefetch(from + i);
    if (feed->marker) memset(to, 0, feed->draw + CDICOM_JPEG_LOOK_AHEAD);
}

const uint8_t *cdicom_entropy_more(cdicom_entropy_feed *feed, const uint8_t *position) {
    const size_t at = (size_t)(position - feed->bytes);
    const size_t left = feed->count - at;  // a reader that was provided for does not pass what there is
    memmove(feed->bytes, position, left);
    feed->passed += at;
    feed->count = left;
    take(feed, feed->draw + CDICOM_JPEG_LOOK_AHEAD + CDICOM_JPEG_STRETCH);
    return feed->bytes;
}

const uint8_t *cdicom_entropy_find_end(const uint8_t *source, const uint8_t *source_end) {
    const uint8_t *at = source;
    while (at < source_end && (at = memchr(at, 0xFF, (size_t)(source_end - at)))) {
        if (source_end - at < 2) return source_end;
        if (at[1] != 0 && at[1] != 0xFF) return at;
        at += at[1] == 0 ? 2 : 1;
    }
    return source_end;
}

const uint8_t *cdicom_entropy_close(cdicom_entropy_feed *feed) {
    if (!feed->marker) feed->marker = cdicom_entropy_find_end(feed->source, feed->source_end);
    return feed->marker;
}
