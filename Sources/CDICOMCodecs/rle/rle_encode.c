#include "rle_planes.h"
#include "../frame/frame_internal.h"
#include <string.h>

#if defined(__SSE2__)
    #include <emmintrin.h>
#endif

enum {
    HEADER_COUNT = 64,
    PACKET_MAXIMUM = 128,
    CHUNK = 8192,     // pixels of a row encoded at once; a multiple of PACKET_MAXIMUM, so that cutting a row costs no extra packet
    OVER_COPY = 32,   // bytes that a literal may write and read past its end
    CHUNK_ENCODED = CHUNK + CHUNK / PACKET_MAXIMUM
};

static inline uint64_t load8(const uint8_t *from) {
    uint64_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

/// 0x80 in the lowest zero byte of the word and 0 below it; what stands above is not to be trusted.
static inline uint64_t zero_bytes(uint64_t word) { return (word - 0x0101010101010101u) & ~word & 0x8080808080808080u; }

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    #error "The word search below assumes that the first byte in memory is the least significant"
#else
static inline size_t first_byte(uint64_t flags) { return (size_t)__builtin_ctzll(flags) >> 3; }
#endif

/// First i in [from, count - 2) with row[i] == row[i + 1] == row[i + 2], or `count`. Three loads, each one byte on,
/// compare 16 places at once.
static inline size_t next_run(const uint8_t *row, size_t from, size_t count) {
    size_t i = from;
#if defined(__SSE2__)
    for (; i + 18 <= count; i += 16) {
        const __m128i a = _mm_loadu_si128((const __m128i *)(row + i)), b = _mm_loadu_si128((const __m128i *)(row + i + 1));
        const __m128i c = _mm_loadu_si128((const __m128i *)(row + i + 2));
        const int equal = _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, b), _mm_cmpeq_epi8(b, c)));
        if (equal) return i + (size_t)__builtin_ctz((unsigned)equal);
    }
#endif
    for (; i + 10 <= count; i += 8) {
        const uint64_t a = load8(row + i), b = load8(row + i + 1), c = load8(row + i + 2);
        const uint64_t flags = zero_bytes((a ^ b) | (b ^ c));
        if (flags) return i + first_byte(flags);
    }
    for (; i + 2 < count; i++)
        if (row[i] == row[i + 1] && row[i] == row[i + 2]) return i;
    return count;
}

/// First i in [from, count) with row[i] != row[from], or `count`.
static inline size_t end_of_run(const uint8_t *row, size_t from, size_t count) {
    const uint8_t value = row[from];
    size_t i = from;
#if defined(__SSE2__)
    const __m128i repeated = _mm_set1_epi8((char)value);
    for (; i + 16 <= count; i += 16) {
        const int equal = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(row + i)), repeated));
        if (equal != 0xFFFF) return i + (size_t)__builtin_ctz(~(unsigned)equal);
    }
#endif
    for (; i + 8 <= count; i += 8) {
        const uint64_t differs = load8(row + i) ^ (value * 0x0101010101010101u);
        if (differs) return i + first_byte(differs);
    }
    while (i < count && row[i] == value) i++;
    return i;
}

/// Copies a literal of 1..128 bytes 32 at a time, past its end.
static inline void copy_literal(uint8_t *to, const uint8_t *from, size_t count) {
    for (size_t i = 0; i < count; i += OVER_COPY) memcpy(to + i, from + i, OVER_COPY);
}

/// PackBits of `count` <= CHUNK bytes. `row` is readable and `out` writable OVER_COPY bytes past the end. Returns the end of the output,
/// at most `count` + one byte for each 128 begun: a literal shorter than 128 precedes a run of 3 or more, which pays for its control byte.
static uint8_t *pack(const uint8_t *row, size_t count, uint8_t *out) {
    size_t i = 0;
    while (i < count) {
        const size_t run = next_run(row, i, count);
        while (i < run) {
            size_t literal = run - i;
            if (literal == 2 && row[i] == row[i + 1]) {
                *out++ = 0xFF;  // two equal bytes alone are a byte shorter as a run
                *out++ = row[i];
                i += 2;
                continue;
            }
            if (literal > PACKET_MAXIMUM) literal = PACKET_MAXIMUM;
            *out++ = (uint8_t)(literal - 1);
            copy_literal(out, row + i, literal);
            out += literal;
            i += literal;
        }
        if (run == count) break;
        const size_t end = end_of_run(row, run, count);
        for (; end - i >= 3; ) {
            const size_t length = end - i < PACKET_MAXIMUM ? end - i : PACKET_MAXIMUM;
            *out++ = (uint8_t)(257 - length);
            *out++ = row[run];
            i += length;
        }
        // One or two bytes left of a long run open the next literal.
    }
    return out;
}

size_t cdicom_rle_maximum_encoded_count(cdicom_sample_layout layout) {
    size_t byte_count, total;
    if (!cdicom_layout_byte_count(layout, &byte_count) || !cdicom_rle_layout_is_possible(layout)) return 0;
    const size_t stride = (size_t)layout.samples_per_pixel * layout.bytes_per_sample;
    const size_t row = (size_t)layout.columns + ((size_t)layout.columns + PACKET_MAXIMUM - 1) / PACKET_MAXIMUM;
    if (!cdicom_multiply(row, layout.rows, &total) || __builtin_add_overflow(total, (size_t)1, &total)
        || !cdicom_multiply(total, stride, &total) || __builtin_add_overflow(total, (size_t)HEADER_COUNT, &total))
        return 0;
    return total;
}

static void write_word(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(value >> (8 * i));
}

cdicom_status cdicom_rle_encode(const uint8_t *source, size_t source_count, cdicom_sample_layout layout, uint8_t *target,
                                size_t target_count, size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (written) *written = 0;
    size_t byte_count;
    if (!source || !target || !written || !cdicom_layout_byte_count(layout, &byte_count))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The layout has a dimension of 0 or is larger than memory");
    if (!cdicom_rle_layout_is_possible(layout))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "RLE takes 1 to 15 segments of samples of 1, 2 or 4 bytes");
    if (source_count < byte_count)
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, source_count, "The samples are fewer than the layout says");
    static const char too_small[] = "The target cannot hold the encoded frame";
    if (target_count < HEADER_COUNT) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);

    const uint32_t stride = layout.samples_per_pixel * layout.bytes_per_sample;
    uint8_t row[CHUNK + OVER_COPY], spare[CHUNK_ENCODED + OVER_COPY];
    // The search never looks past a row's end, but a literal's copy does: those bytes must be there, and must not be anyone's secret.
    memset(row, 0, sizeof row);
    size_t at = HEADER_COUNT;
    memset(target, 0, HEADER_COUNT);
    write_word(target, stride);

    for (uint32_t segment = 0; segment < stride; segment++) {
        if (at > UINT32_MAX) return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The encoded frame is longer than 32-bit offsets reach");
        write_word(target + 4 + 4 * segment, (uint32_t)at);
        const uint32_t byte = cdicom_rle_byte_of_segment(segment, layout.bytes_per_sample);
        const uint8_t *from = source;
        for (uint32_t line = 0; line < layout.rows; line++) {
            for (size_t left = layout.columns; left > 0;) {
                const size_t count = left < CHUNK ? left : CHUNK;
                cdicom_rle_extract_plane(from, stride, byte, row, count);
                from += count * stride;
                left -= count;
                const size_t worst = count + (count + PACKET_MAXIMUM - 1) / PACKET_MAXIMUM + OVER_COPY;
                if (target_count - at >= worst) {
                    at += (size_t)(pack(row, count, target + at) - (target + at));
                } else {
                    const size_t length = (size_t)(pack(row, count, spare) - spare);
                    if (target_count - at < length) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
                    memcpy(target + at, spare, length);
                    at += length;
                }
            }
        }
        if (at & 1) {  // PS3.5 G.3.1: each segment is padded to an even length
            if (at == target_count) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
            target[at++] = 0;
        }
    }
    if (report) report->rows_done = layout.rows;
    *written = at;
    return CDICOM_OK;
}
