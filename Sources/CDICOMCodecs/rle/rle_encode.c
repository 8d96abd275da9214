#include "../work/work_internal.h"
#include "rle_planes.h"

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
    cdicom_strides strides;
    size_t total;
    if (!cdicom_layout_strides(layout, &strides) || !cdicom_rle_layout_is_possible(layout)) return 0;
    const size_t segments = (size_t)layout.samples_per_pixel * layout.bytes_per_sample;
    const size_t row = (size_t)layout.columns + ((size_t)layout.columns + PACKET_MAXIMUM - 1) / PACKET_MAXIMUM;
    if (!cdicom_multiply(row, layout.rows, &total) || __builtin_add_overflow(total, (size_t)1, &total)
        || !cdicom_multiply(total, segments, &total) || __builtin_add_overflow(total, (size_t)HEADER_COUNT, &total))
        return 0;
    return total;
}

static void write_word(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(value >> (8 * i));
}

static const char too_small[] = "The target cannot hold the encoded frame";

/// A frame being written.
typedef struct rle_output {
    uint8_t *target;
    size_t capacity, at;
    uint8_t *row;   ///< CHUNK bytes of one plane, and OVER_COPY more: a literal's copy reads them, the search does not
    uint8_t *spare; ///< takes what is packed near the end of the target, where an over-copy has no room
} rle_output;

/// `count` <= CHUNK bytes of `row`.
static bool put_chunk(rle_output *output, size_t count) {
    const size_t worst = count + (count + PACKET_MAXIMUM - 1) / PACKET_MAXIMUM + OVER_COPY;
    uint8_t *to = output->target + output->at;
    if (output->capacity - output->at >= worst) {
        output->at += (size_t)(pack(output->row, count, to) - to);
        return true;
    }
    const size_t length = (size_t)(pack(output->row, count, output->spare) - output->spare);
    if (output->capacity - output->at < length) return false;
    memcpy(to, output->spare, length);
    output->at += length;
    return true;
}

static cdicom_status encode(const uint8_t *samples, cdicom_sample_layout layout, const cdicom_strides *strides, const cdicom_work *work,
                            rle_output *output, cdicom_report *report) {
    const uint32_t width = layout.bytes_per_sample, segments = layout.samples_per_pixel * width;
    const bool is_planar = layout.plane_stride != 0;
    cdicom_rle_extract_fn *extract = cdicom_rle_extract(work->level);
    memset(output->target, 0, HEADER_COUNT);
    write_word(output->target, segments);
    output->at = HEADER_COUNT;
    for (uint32_t segment = 0; segment < segments; segment++) {
        if (output->at > UINT32_MAX)
            return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The encoded frame is longer than 32-bit offsets reach");
        write_word(output->target + 4 + 4 * segment, (uint32_t)output->at);
        const uint32_t byte = cdicom_rle_byte_of_segment(segment, width);
        const uint8_t *plane = is_planar ? samples + byte / width * strides->component : samples;
        for (uint32_t line = 0; line < layout.rows; line++) {
            if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);
            const uint8_t *from = plane + line * strides->row;
            for (size_t left = layout.columns; left > 0;) {
                const size_t count = left < CHUNK ? left : CHUNK;
                extract(from, (uint32_t)strides->sample, is_planar ? byte % width : byte, output->row, count);
                if (!put_chunk(output, count)) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
                from += count * strides->sample;
                left -= count;
            }
        }
        if (output->at & 1) {  // PS3.5 G.3.1: each segment is padded to an even length
            if (output->at == output->capacity) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
            output->target[output->at++] = 0;
        }
    }
    return CDICOM_OK;
}

cdicom_status cdicom_rle_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout, const cdicom_work *work,
                                uint8_t *target, size_t target_count, size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (written) *written = 0;
    cdicom_strides strides;
    cdicom_status status = cdicom_check_work(work, report);
    if (status == CDICOM_OK) status = cdicom_check_samples(layout, samples, sample_bytes, &strides, report);
    if (status != CDICOM_OK) return status;
    if (!target || !written) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no target, or no place for its count");
    if (!cdicom_rle_layout_is_possible(layout))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "RLE takes 1 to 15 segments of samples of 1, 2 or 4 bytes");
    if (target_count < HEADER_COUNT) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
    status = cdicom_check_limits(work, layout, report);
    if (status != CDICOM_OK) return status;

    cdicom_session session;
    cdicom_session_open(&session, work);
    size_t total = 0;
    const bool fits = cdicom_add_room(&total, CHUNK + OVER_COPY) && cdicom_add_room(&total, CHUNK_ENCODED + OVER_COPY);
    status = cdicom_session_reserve(&session, fits ? total : SIZE_MAX, report);
    if (status == CDICOM_OK) {
        rle_output output = {.target = target, .capacity = target_count};
        output.row = cdicom_session_take(&session, CHUNK + OVER_COPY);
        output.spare = cdicom_session_take(&session, CHUNK_ENCODED + OVER_COPY);
        memset(output.row, 0, CHUNK + OVER_COPY);  // an over-copy must not carry out what an earlier call left
        status = encode(samples, layout, &strides, work, &output, report);
        if (status == CDICOM_OK) *written = output.at;
    }
    if (report && status == CDICOM_OK) report->rows_done = layout.rows;
    cdicom_session_close(&session);
    return status;
}
