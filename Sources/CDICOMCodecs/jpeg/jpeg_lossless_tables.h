#ifndef CDICOM_JPEG_LOSSLESS_TABLES_H
#define CDICOM_JPEG_LOSSLESS_TABLES_H

#include "../kernels/dispatch.h"
#include "jpeg_entropy.h"
#include "jpeg_huffman.h"

/// Tables that turn bits into differences of neighbouring samples (T.81 H.1.2.2: a code for the category, then as many bits as it says).
/// They are small, since noise touches all of them: what leaves the first cache level costs more than the look-up saves.

enum {
    CDICOM_LOSSLESS_CODE_BITS = 10,
    CDICOM_LOSSLESS_PAIR_BITS = 12,
    /// Differences of at most 18 bits that one refill serves, or look-ups of pairs.
    CDICOM_LOSSLESS_CODES = 3,
    CDICOM_LOSSLESS_CODE_TOTAL = 18,
    CDICOM_LOSSLESS_PAIRS = 4,
    /// The most that a sample takes: a code of 16 bits, and 15 bits more (category 16 has none, table H.2), in whole bytes.
    CDICOM_LOSSLESS_SAMPLE_BYTES = 4,
    CDICOM_LOSSLESS_RARE = 1 << 6
};

/// `code`, by the next 10 bits: bits 0…5 the length of code and difference, bit 6 set where that is above 18 (or where there is no entry:
/// the length is 0 then), bits 8…13 what is left of 64 bits behind the length, bits 16…31 a mask of the difference's bits.
///
/// `pair`, by the next 12 bits: bits 0…5 the length, bit 6 set where not even one difference is within 12 bits (the length is 0 then), bit 8
/// whether there are two differences, bits 9…19 the second one, signed, and bits 20…31 the first one, signed. A second difference that is
/// not there is 0.
typedef struct cdicom_lossless_table {
    uint32_t code[1 << CDICOM_LOSSLESS_CODE_BITS];
    uint32_t pair[1 << CDICOM_LOSSLESS_PAIR_BITS];
    uint32_t limit[17]; ///< by length: the first 16 bits that are beyond its codes
    int32_t base[17];   ///< by length: index in `symbols` of a code, less the code
    bool has_pairs;     ///< `pair` is built: neighbours often fit in it together
    uint8_t symbols[256];
} cdicom_lossless_table;

void cdicom_lossless_table_build(cdicom_lossless_table *table, const cdicom_huffman_specification *specification);

/// Bits of one difference that no table holds.
typedef struct cdicom_lossless_long {
    cdicom_bits bits;
    uint32_t difference;
} cdicom_lossless_long;

/// Set in a difference for bits that are no code, or a category above 16.
#define CDICOM_LOSSLESS_BAD 0x10000u

#if __has_attribute(preserve_most)
// The rare call out of the decoding loops leaves their registers alone.
#define CDICOM_RARE_CALL __attribute__((noinline, preserve_most))
#else
#define CDICOM_RARE_CALL __attribute__((noinline))
#endif

CDICOM_RARE_CALL void cdicom_lossless_decode_long(const cdicom_lossless_table *table, cdicom_lossless_long *state);

#define CDICOM_RARELY(condition) __builtin_expect(!!(condition), 0)

// Asks for a select where data decide in no order that a branch predictor could learn.
#if __has_builtin(__builtin_unpredictable)
#define CDICOM_UNPREDICTABLE(condition) __builtin_unpredictable(condition)
#else
#define CDICOM_UNPREDICTABLE(condition) (condition)
#endif

/// The difference that an entry of `code` stands for, at the front of `window`.
CDICOM_BODY uint32_t cdicom_lossless_extract(uint64_t window, uint32_t entry) {
    const uint32_t mask = entry >> 16, bits = (uint32_t)(window >> (entry >> 8 & 63)) & mask;
    return bits - (CDICOM_UNPREDICTABLE(bits > mask >> 1) ? 0 : mask);
}

/// One difference where `code` or `pair` says that it is rare, with as many bits in the window afterwards as after a refill.
CDICOM_BODY uint32_t cdicom_lossless_rare(cdicom_bits *bits, const cdicom_lossless_table *table, uint32_t *bad) {
    cdicom_bits_refill(bits);
    const uint32_t entry = table->code[bits->window >> (64 - CDICOM_LOSSLESS_CODE_BITS)];
    if (CDICOM_RARELY((entry & 63) == 0)) {
        cdicom_lossless_long state = {*bits, 0};
        cdicom_lossless_decode_long(table, &state);
        *bits = state.bits;
        *bad |= state.difference;
        return state.difference;
    }
    const uint32_t difference = cdicom_lossless_extract(bits->window, entry);
    cdicom_bits_drop(bits, entry & 63);
    cdicom_bits_refill(bits);
    return difference;
}

/// One difference, from a window that holds at least 18 bits. Sets CDICOM_LOSSLESS_BAD in `*bad`.
CDICOM_BODY uint32_t cdicom_lossless_single(cdicom_bits *bits, const cdicom_lossless_table *table, uint32_t *bad) {
    const uint32_t entry = table->code[bits->window >> (64 - CDICOM_LOSSLESS_CODE_BITS)];
    if (CDICOM_RARELY(entry & CDICOM_LOSSLESS_RARE)) return cdicom_lossless_rare(bits, table, bad);
    const uint32_t difference = cdicom_lossless_extract(bits->window, entry);
    bits->window <<= entry & 63;
    bits->have -= entry & 0xFF;
    return difference;
}

#endif
