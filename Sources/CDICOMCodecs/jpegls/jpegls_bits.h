#ifndef CDICOM_JPEGLS_BITS_H
#define CDICOM_JPEGLS_BITS_H

#include "../kernels/dispatch.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Bits of entropy-coded data, and the stuffing that keeps markers out of it: the bit after a byte FF is always 0 and stands for nothing
/// (T.87 A.1). It is taken out before a segment is decoded, and put in after a row is encoded, so that no other code has to know.

enum {
    /// Bytes 0 behind the data that `cdicom_jpegls_unstuff` gives. They need not hold a row: every code has a 1 in its first LIMIT bits, so
    /// the first code that begins behind the data fails, and the one before reads at most a remainder more.
    JPEGLS_PADDING = 64
};

static inline __attribute__((always_inline)) uint64_t jpegls_load(const uint8_t *from) {
    uint64_t word;
    memcpy(&word, from, sizeof word);
    return __builtin_bswap64(word);
}

static inline __attribute__((always_inline)) void jpegls_store(uint8_t *to, uint64_t word) {
    word = __builtin_bswap64(word);
    memcpy(to, &word, sizeof word);
}

/// Where the next bit is. A window is loaded for each code: that is less work than to keep one filled, and the address is known long before
/// the sample that needs it.
typedef struct jpegls_bits {
    const uint8_t *data;
    size_t position; ///< in bits
} jpegls_bits;

/// At least 57 bits, the next one on top.
CDICOM_BODY uint64_t jpegls_window(const jpegls_bits *bits) {
    return jpegls_load(bits->data + (bits->position >> 3)) << (bits->position & 7);
}

/// Takes 0 to 32 bits.
CDICOM_BODY uint32_t jpegls_take(jpegls_bits *bits, uint32_t count) {
    const uint32_t value = (uint32_t)((jpegls_window(bits) >> 1) >> (63 - count));
    bits->position += count;
    return value;
}

/// Data without its stuffing.
typedef struct jpegls_segment {
    size_t source_bytes; ///< up to the next marker or the end of the source
    size_t bits;
} jpegls_segment;

/// Copies the data up to the next marker, without stuffed bits. `target` takes `source_count` + JPEGLS_PADDING bytes.
jpegls_segment cdicom_jpegls_unstuff(const uint8_t *source, size_t source_count, uint8_t *target);

/// Where in the source of `cdicom_jpegls_unstuff` the bit with this number lies.
size_t cdicom_jpegls_stuffed_offset(const uint8_t *source, size_t source_count, size_t bit);

/// Encoded bytes on their way to the caller's buffer.
typedef struct jpegls_stuffer {
    uint8_t *next, *end;
    uint32_t held;  ///< bits that do not fill a byte yet, on top
    uint32_t count; ///< of them, 0..7
} jpegls_stuffer;

/// Appends whole bytes, with stuffing. False when there is no room.
bool cdicom_jpegls_stuff(jpegls_stuffer *stuffer, const uint8_t *source, size_t count);

/// Appends the last `count` bits of a segment (0..7, on top of `bits`), and fills the byte with 0.
bool cdicom_jpegls_stuff_end(jpegls_stuffer *stuffer, uint8_t bits, uint32_t count);

#endif
