#ifndef CDICOM_JPEG_ENTROPY_H
#define CDICOM_JPEG_ENTROPY_H

#include "../kernels/cells.h"
#include <stdbool.h>

/// Entropy-coded segments without their stuffing (T.81 B.1.1.5: 0xFF 0x00 stands for 0xFF), a stretch at a time, so that the buffer stays
/// in the cache beside the picture; and the bits of such a stretch.

/// Before a short loop of constant count.
#if defined(__clang__)
#define CDICOM_UNROLL _Pragma("clang loop unroll(full)")
#else
#define CDICOM_UNROLL _Pragma("GCC unroll 8")
#endif

/// Un-stuffed bytes that are taken from the source at once, at least.
#define CDICOM_JPEG_STRETCH 16384

/// Bytes that a reader may look at beyond those that it uses up: a refill's.
#define CDICOM_JPEG_LOOK_AHEAD 16

/// An entropy-coded segment on its way through a buffer. A reader holds a position in `bytes` and asks for room as it goes.
typedef struct cdicom_entropy_feed {
    const uint8_t *source, *source_end; ///< what of the source is still stuffed
    uint8_t *bytes;     ///< the buffer, of cdicom_entropy_capacity
    size_t count;       ///< un-stuffed bytes in it; CDICOM_JPEG_LOOK_AHEAD + `draw` zeros stand behind them when the segment has ended
    size_t draw;        ///< bytes that the reader draws at most between two calls
    size_t passed;      ///< un-stuffed bytes that have left the buffer
    const uint8_t *marker; ///< where the segment has ended: at the 0xFF of a marker (before fill bytes), or at `source_end`; NULL before
} cdicom_entropy_feed;

/// Bytes of a buffer for readers that draw at most `draw` bytes at a time; false on overflow.
bool cdicom_entropy_capacity(size_t draw, size_t *capacity);

/// Begins an entropy-coded segment at `source`.
void cdicom_entropy_open(cdicom_entropy_feed *feed, const uint8_t *source, const uint8_t *source_end, uint8_t *buffer, size_t draw);

/// Has at least `draw` bytes, and a refill's more, behind `position` in the buffer (zeros, where the segment ends before that). What lies
/// before `position` leaves the buffer. Returns where `position` is now. Cheap when there is enough.
static inline const uint8_t *cdicom_entropy_provide(cdicom_entropy_feed *feed, const uint8_t *position);

/// Runs to the end of the segment without looking at it; sets `marker` and returns it.
const uint8_t *cdicom_entropy_close(cdicom_entropy_feed *feed);

/// Where a segment that begins at `source` ends: at the 0xFF of its marker (the last of several), or at `source_end`.
const uint8_t *cdicom_entropy_find_end(const uint8_t *source, const uint8_t *source_end);

const uint8_t *cdicom_entropy_more(cdicom_entropy_feed *feed, const uint8_t *position);

static inline const uint8_t *cdicom_entropy_provide(cdicom_entropy_feed *feed, const uint8_t *position) {
    const size_t at = (size_t)(position - feed->bytes);
    if (feed->marker || (feed->count > at && feed->count - at >= feed->draw + CDICOM_JPEG_LOOK_AHEAD)) return position;
    return cdicom_entropy_more(feed, position);
}

/// Bits from the buffer, the next one in the highest place of `window`. `have` of them are accounted for; those below may be set already,
/// to what the next refill will set them to.
typedef struct cdicom_bits {
    uint64_t window;
    const uint8_t *next;
    uint32_t have;
} cdicom_bits;

static inline __attribute__((always_inline)) void cdicom_bits_refill(cdicom_bits *bits) {
    bits->window |= __builtin_bswap64(cdicom_load_uint64_t(bits->next)) >> bits->have;
    bits->next += (63 - bits->have) >> 3;
    bits->have |= 56;
}

/// Drops `count` bits, at most those that there are and fewer than 64.
static inline __attribute__((always_inline)) void cdicom_bits_drop(cdicom_bits *bits, uint32_t count) {
    bits->window <<= count;
    bits->have -= count;
}

/// Begins at the start of the feed's segment.
static inline cdicom_bits cdicom_bits_open(cdicom_entropy_feed *feed) {
    return (cdicom_bits){.next = cdicom_entropy_provide(feed, feed->bytes)};
}

/// To be called before each stretch of at most `draw` bytes.
static inline void cdicom_bits_provide(cdicom_bits *bits, cdicom_entropy_feed *feed) {
    bits->next = cdicom_entropy_provide(feed, bits->next);
}

/// Whether more bits were dropped than the segment has. Never true before the feed has ended.
static inline bool cdicom_bits_passed_end(const cdicom_bits *bits, const cdicom_entropy_feed *feed) {
    return feed->marker && (uint64_t)(bits->next - feed->bytes) * 8 > (uint64_t)feed->count * 8 + bits->have;
}

/// Whether a byte or more is left that no bit was taken from.
static inline bool cdicom_bits_left_bytes(const cdicom_bits *bits, const cdicom_entropy_feed *feed) {
    return !feed->marker || (uint64_t)(bits->next - feed->bytes) * 8 + 8 <= (uint64_t)feed->count * 8 + bits->have;
}

#endif
