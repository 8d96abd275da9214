#include "jpeg_lossless_writer.h"
#include "jpeg_entropy.h"

void cdicom_lossless_codes_build(cdicom_lossless_codes *codes, const cdicom_huffman_specification *specification) {
    cdicom_huffman_code list[256];
    const uint32_t count = cdicom_huffman_codes(specification, list);
    memset(codes, 0, sizeof *codes);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t category = list[i].symbol, extra = category < 16 ? category : 0, length = list[i].length + extra;
        const uint64_t mask = (1u << extra) - 1;
        codes->entries[category] = (uint64_t)length << 48 | mask << 32 | (uint64_t)list[i].code << extra;
        if (length > codes->longest) codes->longest = length;
    }
}

void cdicom_lossless_count(const uint16_t *differences, size_t count, uint32_t components, uint32_t frequencies[][256]) {
    if (components == 1) {
        // Four counters for each category: equal neighbours do not wait for each other.
        uint32_t counters[4][17] = {0};
        size_t i = 0;
        for (; i + 4 <= count; i += 4)
            for (uint32_t k = 0; k < 4; k++) counters[k][cdicom_lossless_category((int16_t)differences[i + k])]++;
        for (; i < count; i++) counters[0][cdicom_lossless_category((int16_t)differences[i])]++;
        for (uint32_t category = 0; category <= 16; category++)
            frequencies[0][category] += counters[0][category] + counters[1][category] + counters[2][category] + counters[3][category];
        return;
    }
    for (size_t i = 0; i < count; i += components)
        for (uint32_t k = 0; k < components; k++) frequencies[k][cdicom_lossless_category((int16_t)differences[i + k])]++;
}

CDICOM_BODY void put(cdicom_bit_writer *writer, uint16_t sample, const cdicom_lossless_codes *codes) {
    const int32_t difference = (int16_t)sample;
    const uint64_t entry = codes->entries[cdicom_lossless_category(difference)];
    const uint32_t length = (uint32_t)(entry >> 48);
    const uint64_t bits = (uint32_t)entry | ((uint32_t)(difference + (difference >> 31)) & (uint32_t)(entry >> 32) & 0xFFFF);
    writer->count += length;
    writer->window |= bits << ((64 - writer->count) & 63);
}

CDICOM_BODY void flush(cdicom_bit_writer *writer) {
    cdicom_store_uint64_t(writer->next, __builtin_bswap64(writer->window));
    writer->next += writer->count >> 3;
    writer->window <<= writer->count & 56;
    writer->count &= 7;
}

/// `group` samples before each flush: as many as surely fit in 56 bits beside the 7 that are left. 8 whole bytes must not be pending: a shift
/// by 64 is none.
CDICOM_BODY void write_run(cdicom_bit_writer *state, const uint16_t *differences, size_t count, const cdicom_lossless_codes *codes,
                           uint32_t group) {
    cdicom_bit_writer writer = *state;
    size_t i = 0;
    for (; i + group <= count; i += group) {
        CDICOM_UNROLL
        for (uint32_t k = 0; k < group; k++) put(&writer, differences[i + k], codes);
        flush(&writer);
    }
    for (; i < count; i++) {
        put(&writer, differences[i], codes);
        flush(&writer);
    }
    *state = writer;
}

void cdicom_lossless_write(cdicom_bit_writer *writer, const uint16_t *differences, size_t count, uint32_t components,
                           const cdicom_lossless_codes *const *codes) {
    bool is_shared = true;
    for (uint32_t i = 1; i < components; i++) is_shared &= codes[i] == codes[0];
    if (!is_shared) {
        cdicom_bit_writer local = *writer;
        for (size_t i = 0; i < count; i += components) {
            for (uint32_t k = 0; k < components; k++) {
                put(&local, differences[i + k], codes[k]);
                flush(&local);
            }
        }
        *writer = local;
    } else if (codes[0]->longest <= 56 / 4) {
        write_run(writer, differences, count, codes[0], 4);
    } else if (codes[0]->longest <= 56 / 3) {
        write_run(writer, differences, count, codes[0], 3);
    } else if (codes[0]->longest <= 56 / 2) {
        write_run(writer, differences, count, codes[0], 2);
    } else {
        write_run(writer, differences, count, codes[0], 1);
    }
}

void cdicom_bit_writer_pad(cdicom_bit_writer *writer) {
    if (writer->count == 0) return;
    writer->window |= UINT64_MAX >> writer->count;
    writer->count = 8;
    flush(writer);
    writer->window = 0;
}

/// 0x80 in the lowest byte of the word that is 0xFF and 0 below it; what stands above is not to be trusted.
static inline uint64_t full_bytes(uint64_t word) { return (~word - 0x0101010101010101u) & word & 0x8080808080808080u; }

uint8_t *cdicom_jpeg_stuff(const uint8_t *bytes, size_t count, uint8_t *target, const uint8_t *target_end) {
    const uint8_t *const end = bytes + count;
    while (bytes < end) {
        if (end - bytes >= 16 && target_end - target >= 16) {
            const uint64_t a = cdicom_load_uint64_t(bytes), b = cdicom_load_uint64_t(bytes + 8);
            const uint64_t full = full_bytes(a);
            cdicom_store_uint64_t(target, a);
            cdicom_store_uint64_t(target + 8, b);
            if (!(full | full_bytes(b))) {
                bytes += 16, target += 16;
                continue;
            }
            const size_t clean = full ? (size_t)__builtin_ctzll(full) >> 3 : 8 + ((size_t)__builtin_ctzll(full_bytes(b)) >> 3);
            bytes += clean, target += clean;
        }
        const size_t needed = *bytes == 0xFF ? 2 : 1;
        if ((size_t)(target_end - target) < needed) return NULL;
        *target++ = *bytes++;
        if (needed == 2) *target++ = 0;
    }
    return target;
}
