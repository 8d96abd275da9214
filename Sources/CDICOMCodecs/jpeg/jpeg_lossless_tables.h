#ifndef CDICOM_JPEG_LOSSLESS_TABLES_H
#define CDICOM_JPEG_LOSSLESS_TABLES_H

#include "jpeg_entropy.h"
#include "jpeg_huffman.h"

/// Tables that turn bits into differences of neighbouring samples (T.81 H.1.2.2: a code for the category, then as many bits as it says).

enum {
    CDICOM_LOSSLESS_SINGLE_BITS = 13,
    CDICOM_LOSSLESS_PAIR_BITS = 12,
    /// Look-ups that one refill serves, whichever the table.
    CDICOM_LOSSLESS_LOOKUPS = 4,
    /// The most that a sample takes: a code of 16 bits, and 15 bits more (category 16 has none, table H.2), in whole bytes.
    CDICOM_LOSSLESS_SAMPLE_BYTES = 4
};

/// `single`, by the next 13 bits: bits 0…7 the length of code and difference, bits 16…31 the difference. 0 where that is more than 13 bits.
/// `pair`, by the next 12 bits: bits 0…7 the length, bit 8 whether there are two differences, bits 9…19 the second one, signed, and bits
/// 20…31 the first one, signed. 0 where not even one difference is within 12 bits. A second difference that is not there is 0.
typedef struct cdicom_lossless_table {
    uint32_t single[1 << CDICOM_LOSSLESS_SINGLE_BITS];
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

/// Set in `difference` for bits that are no code, or a category above 16.
#define CDICOM_LOSSLESS_BAD 0x10000u

#if __has_attribute(preserve_most)
// The rare call out of the decoding loops leaves their registers alone.
#define CDICOM_RARE_CALL __attribute__((noinline, preserve_most))
#else
#define CDICOM_RARE_CALL __attribute__((noinline))
#endif

CDICOM_RARE_CALL void cdicom_lossless_decode_long(const cdicom_lossless_table *table, cdicom_lossless_long *state);

#endif
