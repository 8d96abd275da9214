#include "jpeg_lossless_tables.h"

enum { SINGLE = CDICOM_LOSSLESS_SINGLE_BITS, PAIR = CDICOM_LOSSLESS_PAIR_BITS };

/// T.81 F.2.2.1, EXTEND: the difference that `bits` stand for in a category of 1..15.
static inline int32_t extend(uint32_t bits, uint32_t category) {
    return (int32_t)bits - (bits >> (category - 1) ? 0 : (1 << category) - 1);
}

void cdicom_lossless_table_build(cdicom_lossless_table *table, const cdicom_huffman_specification *specification) {
    cdicom_huffman_code codes[256];
    const uint32_t count = cdicom_huffman_codes(specification, codes);
    memcpy(table->symbols, specification->symbols, sizeof table->symbols);
    uint32_t index = 0, limit = 0;
    for (uint32_t length = 1; length <= 16; length++) {
        if (index < count && codes[index].length == length) {
            table->base[length] = (int32_t)index - codes[index].code;
            while (index < count && codes[index].length == length) index++;
            limit = ((uint32_t)codes[index - 1].code + 1) << (16 - length);
        }
        table->limit[length] = limit;
    }

    memset(table->single, 0, sizeof table->single);
    // How often two neighbours fit in the pair table, were the frequencies those that the lengths of the codes stand for.
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t length = codes[i].length, category = codes[i].symbol;
        if (category > 16) continue;
        const uint32_t all = length + (category < 16 ? category : 0);
        for (uint32_t j = 0; j < count; j++) {
            if (all + codes[j].length + codes[j].symbol <= PAIR) pairs += 1u << (PAIR - length - codes[j].length);
        }
        if (all > SINGLE) continue;
        const uint32_t step = 1u << (SINGLE - all), values = 1u << (all - length);
        uint32_t *to = table->single + ((uint32_t)codes[i].code << (SINGLE - length));
        for (uint32_t bits = 0; bits < values; bits++) {
            const uint32_t difference = category == 0 ? 0 : category == 16 ? 0x8000 : (uint32_t)extend(bits, category);
            for (uint32_t k = 0; k < step; k++) *to++ = difference << 16 | all;
        }
    }
    table->has_pairs = pairs > 1u << (PAIR - 2);
    if (!table->has_pairs) return;
    for (uint32_t i = 0; i < 1 << PAIR; i++) {
        const uint32_t first = table->single[i << (SINGLE - PAIR)], length = first & 0xFF;
        table->pair[i] = 0;
        // Category 16 has no room here; nobody codes so few bits for it.
        if (length == 0 || length > PAIR || first >> 16 == 0x8000) continue;
        const uint32_t second = table->single[(i << length & ((1 << PAIR) - 1)) << (SINGLE - PAIR)];
        const uint32_t both = length + (second & 0xFF);
        const bool fits = (second & 0xFF) != 0 && both <= PAIR && second >> 16 != 0x8000;
        table->pair[i] = (first & 0xFFF0000) << 4 | (fits ? (second >> 16 & 0x7FF) << 9 | 1 << 8 | both : length);
    }
}

CDICOM_RARE_CALL void cdicom_lossless_decode_long(const cdicom_lossless_table *table, cdicom_lossless_long *state) {
    cdicom_bits bits = state->bits;
    cdicom_bits_refill(&bits);
    const uint32_t front = (uint32_t)(bits.window >> 48);
    uint32_t length = 1;
    while (length <= 16 && front >= table->limit[length]) length++;
    uint32_t category = 17;
    if (length <= 16) category = table->symbols[table->base[length] + (int32_t)(front >> (16 - length))];
    state->difference = 0;
    if (category > 16) {
        state->difference = CDICOM_LOSSLESS_BAD;
        length = 1, category = 0;  // bits are used up whatever they are
    }
    cdicom_bits_drop(&bits, length);
    if (category == 16) {
        state->difference = 0x8000;
    } else if (category > 0) {
        state->difference = (uint32_t)extend((uint32_t)(bits.window >> (64 - category)), category) & 0xFFFF;
        cdicom_bits_drop(&bits, category);
    }
    cdicom_bits_refill(&bits);
    state->bits = bits;
}
