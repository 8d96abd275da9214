#include "jpeg_dct_table.h"

/// What the table says of a code for one continuation of 11 bits.
static uint32_t entry_for(uint32_t index, uint32_t length, uint32_t symbol, cdicom_dct_symbols symbols) {
    const bool is_dc = symbols == CDICOM_DCT_DC;
    const uint32_t size = symbol & 15, total = length + size;
    if (symbols == CDICOM_DCT_PLAIN || total > CDICOM_DCT_INDEX_BITS || (is_dc && symbol > 15)) return symbol << 16 | length << 8;
    const uint32_t advance = is_dc || size > 0       ? (is_dc ? 1 : (symbol >> 4) + 1)
                             : symbol == 0           ? CDICOM_DCT_END_OF_BLOCK
                             : symbol == 0xF0        ? 16
                                                     : CDICOM_DCT_IMPOSSIBLE;
    const int32_t value = cdicom_dct_extend((uint64_t)index << (64 - CDICOM_DCT_INDEX_BITS) << length, size);
    return (uint32_t)value << 16 | advance << 8 | total;
}

void cdicom_dct_table_build(cdicom_dct_table *table, const cdicom_huffman_specification *specification, cdicom_dct_symbols symbols) {
    cdicom_huffman_code codes[256];
    const uint32_t count = cdicom_huffman_codes(specification, codes);
    uint32_t filled = 0;  // the entries before this one
    for (uint32_t n = 0; n <= 16; n++) table->limits[n] = 0, table->offsets[n] = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t length = codes[i].length;
        table->symbols[i] = codes[i].symbol;
        if (table->limits[length] == 0) table->offsets[length] = (int32_t)i - codes[i].code;
        table->limits[length] = (uint32_t)(codes[i].code + 1) << (16 - length);
        if (length > CDICOM_DCT_INDEX_BITS) continue;
        const uint32_t end = filled + (1u << (CDICOM_DCT_INDEX_BITS - length));  // codes stand in the order of their bits
        for (; filled < end; filled++) table->entries[filled] = entry_for(filled, length, codes[i].symbol, symbols);
    }
    for (; filled < 1u << CDICOM_DCT_INDEX_BITS; filled++) table->entries[filled] = 0;
}
