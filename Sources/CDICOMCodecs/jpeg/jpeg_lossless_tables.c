#include "jpeg_lossless_tables.h"

enum { CODE = CDICOM_LOSSLESS_CODE_BITS, PAIR = CDICOM_LOSSLESS_PAIR_BITS };

/// T.81 F.2.2.1, EXTEND: the difference that `bits` stand for in a category of 1..15.
static inline int32_t extend(uint32_t bits, uint32_t category) {
    return (int32_t)bits - (bits >> (category - 1) ? 0 : (1 << category) - 1);
}

/// First differences of at most 12 bits.
static void fill_first(uint32_t *pair, const cdicom_huffman_code *codes, uint32_t count) {
    for (uint32_t i = 0; i < 1 << PAIR; i++) pair[i] = CDICOM_LOSSLESS_RARE;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t length = codes[i].length, category = codes[i].symbol, all = length + category;
        if (all > PAIR) continue;
        const uint32_t step = 1u << (PAIR - all), values = 1u << category;
        uint32_t *to = pair + ((uint32_t)codes[i].code << (PAIR - length));
        for (uint32_t bits = 0; bits < values; bits++) {
            const uint32_t difference = category == 0 ? 0 : (uint32_t)extend(bits, category);
            for (uint32_t k = 0; k < step; k++) *to++ = difference << 20 | all;
        }
    }
}

/// The second ones behind them: what follows in the same table, read at the place to which the first one's bits shift it.
static void fill_second(uint32_t *pair, const uint32_t *first) {
    for (uint32_t i = 0; i < 1 << PAIR; i++) {
        const uint32_t one = first[i], length = one & 63;
        const uint32_t two = first[i << length & ((1 << PAIR) - 1)];
        const uint32_t both = length + (two & 63);
        const bool fits = !((one | two) & CDICOM_LOSSLESS_RARE) && both <= PAIR;
        pair[i] = fits ? (one & 0xFFF00000) | (two >> 20 & 0x7FF) << 9 | 1 << 8 | both : one;
    }
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

    for (uint32_t i = 0; i < 1 << CODE; i++) table->code[i] = CDICOM_LOSSLESS_RARE;
    // How often two neighbours fit in the pair table, were the frequencies those that the lengths of the codes stand for.
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t length = codes[i].length, category = codes[i].symbol, all = length + category;
        for (uint32_t j = 0; j < count && all < PAIR; j++)
            if (all + codes[j].length + codes[j].symbol <= PAIR) pairs += 1u << (PAIR - length - codes[j].length);
        if (length > CODE || category > 15) continue;  // category 16 has a form of its own, and the rest is damage
        const uint32_t mask = (1u << category) - 1;
        const uint32_t entry = mask << 16 | (64 - all) << 8 | (all > CDICOM_LOSSLESS_CODE_TOTAL ? CDICOM_LOSSLESS_RARE : 0) | all;
        uint32_t *to = table->code + ((uint32_t)codes[i].code << (CODE - length));
        for (uint32_t k = 0; k < 1u << (CODE - length); k++) to[k] = entry;
    }
    table->has_pairs = pairs > 1u << (PAIR - 2);
    if (!table->has_pairs) return;
    uint32_t first[1 << PAIR];
    fill_first(first, codes, count);
    fill_second(table->pair, first);
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
