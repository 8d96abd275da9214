#include "jpegls_bits.h"

/// Whether one of the 8 bytes is FF.
static inline bool has_ff(uint64_t word) { return ((~word - 0x0101010101010101u) & word & 0x8080808080808080u) != 0; }

jpegls_segment cdicom_jpegls_unstuff(const uint8_t *source, size_t source_count, uint8_t *target) {
    uint8_t *to = target;
    uint64_t held = 0;   // bits that wait for a whole byte, on top of the word
    uint32_t count = 0;  // of them, 0..7
    size_t i = 0;
    bool is_after_ff = false;
    while (i < source_count) {
        if (!is_after_ff && source_count - i >= 8) {
            const uint64_t word = jpegls_load(source + i);
            if (!has_ff(word)) {
                jpegls_store(to, held | word >> count);
                held = (word << 1) << (63 - count);
                to += 8;
                i += 8;
                continue;
            }
        }
        const uint8_t byte = source[i];
        if (is_after_ff && byte >= 0x80) {
            i -= 1;  // of a marker, as was the FF before it
            // That FF is no data: its 8 bits are the last that were taken in.
            to -= 1;
            held = ((uint64_t)*to << 56) & ~(UINT64_MAX >> count);
            break;
        }
        const uint32_t width = is_after_ff ? 7 : 8;
        held |= (uint64_t)byte << (64 - width) >> count;
        count += width;
        if (count >= 8) {
            *to++ = (uint8_t)(held >> 56);
            held <<= 8;
            count -= 8;
        }
        is_after_ff = byte == 0xFF;
        i += 1;
    }
    // An FF that ends the source is half a marker, or data that is cut short: its bits do no harm.
    const jpegls_segment segment = {.source_bytes = i, .bits = 8 * (size_t)(to - target) + count};
    *to++ = (uint8_t)(held >> 56);
    memset(to, 0, JPEGLS_PADDING - 1);
    return segment;
}

size_t cdicom_jpegls_stuffed_offset(const uint8_t *source, size_t source_count, size_t bit) {
    size_t passed = 0;
    for (size_t i = 0; i < source_count; i++) {
        passed += i > 0 && source[i - 1] == 0xFF ? 7 : 8;
        if (passed > bit) return i;
    }
    return source_count;
}

bool cdicom_jpegls_stuff(jpegls_stuffer *stuffer, const uint8_t *source, size_t count) {
    uint8_t *to = stuffer->next, *const end = stuffer->end;
    uint64_t held = (uint64_t)stuffer->held << 32;
    uint32_t have = stuffer->count;
    bool fits = true;
    size_t i = 0;
    while (i < count) {
        if (count - i >= 8 && end - to >= 8) {
            const uint64_t word = jpegls_load(source + i), out = held | word >> have;
            if (!has_ff(out)) {
                jpegls_store(to, out);
                held = (word << 1) << (63 - have);
                to += 8;
                i += 8;
                continue;
            }
        }
        held |= (uint64_t)source[i++] << 56 >> have;
        have += 8;
        do {
            if (to == end) {
                fits = false;
                break;
            }
            const uint8_t byte = (uint8_t)(held >> 56);
            *to++ = byte;
            held <<= 8;
            have -= 8;
            if (byte == 0xFF) {
                held >>= 1;
                have += 1;
            }
        } while (have >= 8);
        if (!fits) break;
    }
    stuffer->next = to;
    stuffer->held = (uint32_t)(held >> 32);
    stuffer->count = have;
    return fits;
}

bool cdicom_jpegls_stuff_end(jpegls_stuffer *stuffer, uint8_t bits, uint32_t count) {
    uint32_t held = stuffer->held | (uint32_t)bits << 24 >> stuffer->count, have = stuffer->count + count;
    while (have > 0) {
        if (stuffer->next == stuffer->end) return false;
        const uint8_t byte = (uint8_t)(held >> 24);
        *stuffer->next++ = byte;
        held <<= 8;
        have = have > 8 ? have - 8 : 0;
        if (byte == 0xFF) {  // no byte FF may stand before a marker: it is followed by a stuffed bit and what fills that byte
            held >>= 1;
            have += 1;
        }
    }
    stuffer->held = 0;
    stuffer->count = 0;
    return true;
}
