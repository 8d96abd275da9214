#ifndef CDICOM_JPEG_DCT_TABLE_H
#define CDICOM_JPEG_DCT_TABLE_H

#include "jpeg_entropy.h"
#include "jpeg_huffman.h"

enum {
    CDICOM_DCT_INDEX_BITS = 11,
    CDICOM_DCT_END_OF_BLOCK = 0x80,   ///< in the place of an advance: past any index
    CDICOM_DCT_IMPOSSIBLE = 0x40      ///< likewise, but below CDICOM_DCT_END_OF_BLOCK from any index
};

/// A Huffman table of the DCT processes for decoding, by the next 11 bits.
///
/// - entries: code and extra bits within the 11: `value << 16 | advance << 8 | bits`, bits being their sum, value what the extra bits mean
///   (T.81 F.2.2.1), advance the step to the index of the coefficient: run + 1. Else `symbol << 16 | length << 8` with the length of the
///   code, 0 when it is longer than 11 bits or none.
typedef struct cdicom_dct_table {
    uint32_t entries[1 << CDICOM_DCT_INDEX_BITS];
    uint32_t limits[17];  ///< of longer codes: 16 bits that lie below belong to this length, or a shorter one
    int32_t offsets[17];  ///< from the code to its place in `symbols`
    uint8_t symbols[256];
} cdicom_dct_table;

typedef enum cdicom_dct_symbols {
    CDICOM_DCT_DC,    ///< sizes; above 15 they are impossible
    CDICOM_DCT_AC,    ///< runs and sizes of a sequential scan
    CDICOM_DCT_PLAIN  ///< anything: all entries hold the symbol and its length
} cdicom_dct_symbols;

void cdicom_dct_table_build(cdicom_dct_table *table, const cdicom_huffman_specification *specification, cdicom_dct_symbols symbols);

/// The code at the front of the window, longer than 11 bits: its symbol, and its length (0 when there is no such code).
static inline uint32_t cdicom_dct_long_code(const cdicom_dct_table *table, uint64_t window, uint32_t *length) {
    const uint32_t bits = (uint32_t)(window >> 48);
    for (uint32_t n = CDICOM_DCT_INDEX_BITS + 1; n <= 16; n++) {
        if (bits < table->limits[n]) {
            *length = n;
            return table->symbols[(int32_t)(bits >> (16 - n)) + table->offsets[n]];
        }
    }
    *length = 0;
    return 0;
}

/// The value that `size` extra bits (0..16) at the front of `window` stand for (T.81 F.12, EXTEND).
static inline int32_t cdicom_dct_extend(uint64_t window, uint32_t size) {
    if (size == 0) return 0;
    const int32_t bits = (int32_t)(window >> (64 - size));
    return bits - (window >> 63 ? 0 : (1 << size) - 1);
}

/// A symbol, its size and extra bits: `advance`, and `*value`. Draws up to 31 bits; as many must be in the window.
static inline __attribute__((always_inline)) uint32_t cdicom_dct_next(const cdicom_dct_table *table, cdicom_bits *bits, int32_t *value,
                                                                      bool is_dc) {
    const uint32_t entry = table->entries[bits->window >> (64 - CDICOM_DCT_INDEX_BITS)];
    uint32_t length = (entry >> 8) & 0xFF, symbol = entry >> 16;
    if (__builtin_expect(length == 0, 0)) symbol = cdicom_dct_long_code(table, bits->window, &length);
    const uint32_t size = symbol & 15;
    *value = 0;
    if (length == 0 || (is_dc && symbol > 15)) return CDICOM_DCT_IMPOSSIBLE;
    cdicom_bits_drop(bits, length);
    if (size == 0) return is_dc ? 1 : symbol == 0 ? CDICOM_DCT_END_OF_BLOCK : symbol == 0xF0 ? 16 : CDICOM_DCT_IMPOSSIBLE;
    *value = cdicom_dct_extend(bits->window, size);
    cdicom_bits_drop(bits, size);
    return is_dc ? 1 : (symbol >> 4) + 1;
}

#endif
