#include "jpeg_dct_write.h"
#include "jpeg_dct_frame.h"

void cdicom_dct_codes_make(cdicom_dct_codes *codes, const cdicom_huffman_specification *specification) {
    cdicom_huffman_code all[256];
    const uint32_t count = cdicom_huffman_codes(specification, all);
    memset(codes, 0, sizeof *codes);
    for (uint32_t i = 0; i < count; i++) {
        codes->code[all[i].symbol] = all[i].code;
        codes->length[all[i].symbol] = all[i].length;
    }
}

uint64_t cdicom_dct_counted_bits(const uint32_t counts[256], const cdicom_dct_codes *codes) {
    uint64_t bits = 0;
    for (uint32_t symbol = 0; symbol < 256; symbol++) bits += (uint64_t)counts[symbol] * (codes->length[symbol] + (symbol & 15));
    return bits;
}

/// Zigzag index of each place in a block.
static const uint8_t zigzag[64] = {
    0,  1,  5,  6,  14, 15, 27, 28, 2,  4,  7,  13, 16, 26, 29, 42, 3,  8,  12, 17, 25, 30, 41, 43, 9,  11, 18, 24, 31, 40, 44, 53,
    10, 19, 23, 32, 39, 45, 52, 54, 20, 22, 33, 38, 46, 51, 55, 60, 21, 34, 37, 47, 50, 56, 59, 61, 35, 36, 48, 49, 57, 58, 62, 63,
};

/// The AC coefficients of a mask as a mask in zigzag order.
static inline uint64_t zigzag_mask(uint64_t mask) {
    uint64_t result = 0;
    for (mask &= ~(uint64_t)1; mask != 0; mask &= mask - 1) result |= (uint64_t)1 << zigzag[__builtin_ctzll(mask)];
    return result;
}

/// Extra bits of a value that is not 0, or DC (T.81 F.1.2.1, F.1.2.2).
static inline uint32_t size_of(int32_t value) {
    const uint32_t size = (uint32_t)(value < 0 ? -value : value);
    return 32 - (uint32_t)__builtin_clz(size << 1 | 1) - 1;
}

static inline uint32_t extra_bits(int32_t value, uint32_t size) { return (uint32_t)(value + (value >> 31)) & ((1u << size) - 1); }

/// Eight bytes that are ready.
static inline void put_word(cdicom_dct_writer *writer, uint64_t word) {
    const uint64_t full = (~word - 0x0101010101010101u) & word & 0x8080808080808080u;
    if (__builtin_expect(full == 0, 1)) {
        cdicom_store_uint64_t(writer->next, __builtin_bswap64(word));
        writer->next += 8;
        return;
    }
    for (int shift = 56; shift >= 0; shift -= 8) {
        const uint8_t byte = (uint8_t)(word >> shift);
        *writer->next++ = byte;
        *writer->next = 0;
        writer->next += byte == 0xFF;
    }
}

static inline void put(cdicom_dct_writer *writer, uint32_t bits, uint32_t count) {
    writer->room -= (int32_t)count;
    if (__builtin_expect(writer->room < 0, 0)) {
        const uint32_t over = (uint32_t)-writer->room;
        put_word(writer, writer->bits << (count - over) | (uint64_t)bits >> over);
        writer->bits = bits;  // those above the last `over` are shifted out in time
        writer->room += 64;
    } else {
        writer->bits = writer->bits << count | bits;
    }
}

void cdicom_dct_flush(cdicom_dct_writer *writer) {
    uint32_t have = 64 - (uint32_t)writer->room;
    while (have > 0) {
        const uint32_t take = have < 8 ? have : 8;
        have -= take;
        const uint8_t byte = (uint8_t)((writer->bits >> have) << (8 - take) | (0xFFu >> take));
        *writer->next++ = byte;
        if (byte == 0xFF) *writer->next++ = 0;
    }
    writer->bits = 0;
    writer->room = 64;
}

/// One block: either counted, or written.
CDICOM_BODY void block(const int16_t *coefficients, uint64_t mask, int32_t *predictor, cdicom_dct_counts *counts,
                       const cdicom_dct_codes *dc, const cdicom_dct_codes *ac, cdicom_dct_writer *writer) {
    const int32_t value = coefficients ? coefficients[0] : *predictor;
    const int32_t difference = value - *predictor;
    *predictor = value;
    const uint32_t dc_size = size_of(difference);
    if (counts) counts->dc[dc_size]++;
    else put(writer, (uint32_t)dc->code[dc_size] << dc_size | extra_bits(difference, dc_size), dc->length[dc_size] + dc_size);
    uint32_t last = 0;
    for (uint64_t left = zigzag_mask(mask); left != 0; left &= left - 1) {
        const uint32_t k = (uint32_t)__builtin_ctzll(left);
        const int32_t coefficient = coefficients[cdicom_dct_natural_order[k]];
        uint32_t run = k - last - 1;
        last = k;
        for (; __builtin_expect(run > 15, 0); run -= 16) {
            if (counts) counts->ac[0xF0]++;
            else put(writer, ac->code[0xF0], ac->length[0xF0]);
        }
        const uint32_t size = size_of(coefficient), symbol = run << 4 | size;
        if (counts) counts->ac[symbol]++;
        else put(writer, (uint32_t)ac->code[symbol] << size | extra_bits(coefficient, size), ac->length[symbol] + size);
    }
    if (last < 63) {
        if (counts) counts->ac[0]++;
        else put(writer, ac->code[0], ac->length[0]);
    }
}

CDICOM_BODY void mcus(const cdicom_dct_blocks *blocks, uint32_t components, uint32_t row, uint32_t from, uint32_t to, int32_t *predictors,
                      cdicom_dct_counts *counts, const cdicom_dct_codes *dc, const cdicom_dct_codes *ac, cdicom_dct_writer *target) {
    cdicom_dct_writer writer = target ? *target : (cdicom_dct_writer){0};
    for (uint32_t mcu = from; mcu < to; mcu++) {
        for (uint32_t i = 0; i < components; i++) {
            const cdicom_dct_blocks *component = &blocks[i];
            const uint32_t table = component->table;
            for (uint32_t y = 0; y < component->vertical; y++) {
                for (uint32_t x = 0; x < component->horizontal; x++) {
                    const uint32_t column = mcu * component->horizontal + x, line = row * component->vertical + y;
                    const bool is_own = column < component->across && line < component->down;
                    const size_t at = (size_t)(line - component->first) * component->across + column;
                    block(is_own ? component->coefficients + 64 * at : NULL, is_own ? component->masks[at] : 0, &predictors[i],
                          counts ? &counts[table] : NULL, dc ? &dc[table] : NULL, ac ? &ac[table] : NULL, &writer);
                }
            }
        }
    }
    if (target) *target = writer;
}

void cdicom_dct_count_mcus(const cdicom_dct_blocks *blocks, uint32_t components, uint32_t row, uint32_t from, uint32_t to,
                           int32_t *predictors, cdicom_dct_counts counts[2]) {
    mcus(blocks, components, row, from, to, predictors, counts, NULL, NULL, NULL);
}

void cdicom_dct_write_mcus(const cdicom_dct_blocks *blocks, uint32_t components, uint32_t row, uint32_t from, uint32_t to,
                           int32_t *predictors, const cdicom_dct_codes *dc, const cdicom_dct_codes *ac, cdicom_dct_writer *writer) {
    mcus(blocks, components, row, from, to, predictors, NULL, dc, ac, writer);
}
