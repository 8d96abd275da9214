#include "jpeg_lossless_writer.h"
#include "jpeg_entropy.h"

#if CDICOM_X86_64
#include <immintrin.h>
#endif

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

// MARK: Counting

/// Sixteen differences beside each other, in whatever registers the level has.
typedef uint16_t lanes __attribute__((vector_size(32)));
typedef int16_t signed_lanes __attribute__((vector_size(32)));

enum {
    LANES = 16,
    /// Blocks of a stretch: it stays in the nearest cache while it is read once for each category, and no lane counts further than 16 bits go.
    BLOCKS = 1024,
};

/// How many differences of each component reach a magnitude, in `blocks` times LANES pixels.
CDICOM_BODY void count_reaching(const uint16_t *differences, size_t blocks, const uint32_t components, uint16_t magnitude, uint32_t *reached) {
    lanes counts[4] = {{0}};
    const lanes least = (lanes){0} + magnitude;
    for (size_t block = 0; block < blocks; block++) {
        CDICOM_UNROLL
        for (uint32_t k = 0; k < components; k++, differences += LANES) {
            signed_lanes difference;
            memcpy(&difference, differences, sizeof difference);
            const lanes sign = (lanes)(difference >> 15);
            // A lane where it is true is -1.
            counts[k] -= (lanes)((((lanes)difference ^ sign) - sign) >= least);
        }
    }
    CDICOM_UNROLL
    for (uint32_t k = 0; k < components; k++)
        for (uint32_t lane = 0; lane < LANES; lane++) reached[(k * LANES + lane) % components] += counts[k][lane];
}

/// Categories are counted from below, each as those that reach it and not the next one: smooth images come to their last one soon.
CDICOM_BODY void count_stretch(const uint16_t *differences, size_t blocks, const uint32_t components, uint32_t frequencies[][256]) {
    uint32_t reached[2][4] = {{0}};
    for (uint32_t k = 0; k < components; k++) reached[0][k] = (uint32_t)(blocks * LANES);
    for (uint32_t category = 0; category <= 16; category++) {
        uint32_t *const these = reached[category & 1], *const next = reached[~category & 1];
        uint32_t rest = 0;
        for (uint32_t k = 0; k < components; k++) next[k] = 0;
        if (category < 16) count_reaching(differences, blocks, components, (uint16_t)(1u << category), next);
        for (uint32_t k = 0; k < components; k++) {
            frequencies[k][category] += these[k] - next[k];
            rest |= next[k];
        }
        if (rest == 0) return;
    }
}

CDICOM_BODY void count_body(const uint16_t *differences, size_t count, uint32_t components, uint32_t frequencies[][256]) {
    const size_t block = (size_t)LANES * components;
    while (count >= block) {
        const size_t blocks = count / block < BLOCKS ? count / block : BLOCKS;
        switch (components) {
        case 1: count_stretch(differences, blocks, 1, frequencies); break;
        case 2: count_stretch(differences, blocks, 2, frequencies); break;
        case 3: count_stretch(differences, blocks, 3, frequencies); break;
        default: count_stretch(differences, blocks, 4, frequencies); break;
        }
        differences += blocks * block, count -= blocks * block;
    }
    for (size_t i = 0; i < count; i++) frequencies[i % components][cdicom_lossless_category((int16_t)differences[i])]++;
}

typedef void count_fn(const uint16_t *differences, size_t count, uint32_t components, uint32_t frequencies[][256]);

static void count_scalar(const uint16_t *differences, size_t count, uint32_t components, uint32_t frequencies[][256]) {
    count_body(differences, count, components, frequencies);
}

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
static void count_avx2(const uint16_t *differences, size_t count, uint32_t components, uint32_t frequencies[][256]) {
    count_body(differences, count, components, frequencies);
}
#endif

static count_fn *const count_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = count_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = count_avx2,
#endif
};

void cdicom_lossless_count(cdicom_level level, const uint16_t *differences, size_t count, uint32_t components,
                           uint32_t frequencies[][256]) {
    CDICOM_PICK(count_by_level, level)(differences, count, components, frequencies);
}

// MARK: Writing

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

typedef void write_fn(cdicom_bit_writer *writer, const uint16_t *differences, size_t count, const cdicom_lossless_codes *codes);

static void write_scalar(cdicom_bit_writer *writer, const uint16_t *differences, size_t count, const cdicom_lossless_codes *codes) {
    if (codes->longest <= 56 / 4) write_run(writer, differences, count, codes, 4);
    else if (codes->longest <= 56 / 3) write_run(writer, differences, count, codes, 3);
    else if (codes->longest <= 56 / 2) write_run(writer, differences, count, codes, 2);
    else write_run(writer, differences, count, codes, 1);
}

#if CDICOM_X86_64
/// The codes of categories 0…15, in registers: bits 0…15 the code, bits 16…23 the length with the bits of the difference.
typedef struct code_registers {
    __m256i low, high;
} code_registers;

CDICOM_TARGET_AVX2
static code_registers load_codes(const cdicom_lossless_codes *codes) {
    uint32_t entries[16];
    for (uint32_t category = 0; category < 16; category++) {
        const uint64_t entry = codes->entries[category];
        entries[category] = (uint32_t)entry >> category | (uint32_t)(entry >> 48) << 16;
    }
    return (code_registers){_mm256_loadu_si256((const __m256i *)entries), _mm256_loadu_si256((const __m256i *)(entries + 8))};
}

/// The bits of eight samples, a word of 64 bits and its length for each four of them, in lanes 0 and 2. A word of more than 64 is cut.
CDICOM_TARGET_AVX2
static inline void code_eight(const uint16_t *differences, code_registers codes, __m256i *words, __m256i *lengths) {
    const __m256i difference = _mm256_cvtepi16_epi32(_mm_loadu_si128((const __m128i *)differences));
    // The exponent of a binary32 tells the highest bit of a whole number; that of 0 comes out far below.
    const __m256i bits = _mm256_castps_si256(_mm256_cvtepi32_ps(_mm256_abs_epi32(difference)));
    const __m256i category =
        _mm256_max_epi32(_mm256_sub_epi32(_mm256_srli_epi32(bits, 23), _mm256_set1_epi32(126)), _mm256_setzero_si256());
    const __m256i entry = _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(_mm256_permutevar8x32_epi32(codes.low, category)),
                                                               _mm256_castsi256_ps(_mm256_permutevar8x32_epi32(codes.high, category)),
                                                               _mm256_castsi256_ps(_mm256_slli_epi32(category, 28))));
    const __m256i code = _mm256_and_si256(entry, _mm256_set1_epi32(0xFFFF));
    // Category 16 has no place in the registers: 64 bits more have it written by itself.
    const __m256i is_last = _mm256_and_si256(category, _mm256_set1_epi32(16));
    const __m256i length = _mm256_add_epi32(_mm256_srli_epi32(entry, 16), _mm256_slli_epi32(is_last, 2));
    const __m256i extra = _mm256_add_epi32(difference, _mm256_srai_epi32(difference, 31));
    const __m256i value = _mm256_or_si256(_mm256_sllv_epi32(code, category),
                                          _mm256_andnot_si256(_mm256_sllv_epi32(_mm256_set1_epi32(-1), category), extra));
    // Two by two: the first in front.
    const __m256i low = _mm256_set1_epi64x(0xFFFFFFFF);
    const __m256i second_length = _mm256_srli_epi64(length, 32);
    const __m256i pair = _mm256_or_si256(_mm256_sllv_epi64(_mm256_and_si256(value, low), second_length), _mm256_srli_epi64(value, 32));
    const __m256i pair_length = _mm256_add_epi64(_mm256_and_si256(length, low), second_length);
    // And again.
    const __m256i other_length = _mm256_shuffle_epi32(pair_length, 0x4E);
    *words = _mm256_or_si256(_mm256_sllv_epi64(pair, other_length), _mm256_shuffle_epi32(pair, 0x4E));
    *lengths = _mm256_add_epi64(pair_length, other_length);
}

/// Four samples at a time: their bits, or where these are too many each sample by itself.
CDICOM_BODY void put_four(cdicom_bit_writer *writer, uint64_t word, uint64_t length, const uint16_t *differences,
                          const cdicom_lossless_codes *codes) {
    if (__builtin_expect(length <= 56, 1)) {
        writer->count += (uint32_t)length;
        writer->window |= word << ((64 - writer->count) & 63);
        flush(writer);
        return;
    }
    for (uint32_t k = 0; k < 4; k++) {
        put(writer, differences[k], codes);
        flush(writer);
    }
}

CDICOM_TARGET_AVX2
static void write_avx2(cdicom_bit_writer *state, const uint16_t *differences, size_t count, const cdicom_lossless_codes *codes) {
    const code_registers registers = load_codes(codes);
    cdicom_bit_writer writer = *state;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256i words, lengths;
        code_eight(differences + i, registers, &words, &lengths);
        put_four(&writer, (uint64_t)_mm256_extract_epi64(words, 0), (uint64_t)_mm256_extract_epi64(lengths, 0), differences + i, codes);
        put_four(&writer, (uint64_t)_mm256_extract_epi64(words, 2), (uint64_t)_mm256_extract_epi64(lengths, 2), differences + i + 4, codes);
    }
    *state = writer;
    write_scalar(state, differences + i, count - i, codes);
}
#endif

static write_fn *const write_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = write_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = write_avx2,
#endif
};

void cdicom_lossless_write(cdicom_level level, cdicom_bit_writer *writer, const uint16_t *differences, size_t count, uint32_t components,
                           const cdicom_lossless_codes *const *codes) {
    bool is_shared = true;
    for (uint32_t i = 1; i < components; i++) is_shared &= codes[i] == codes[0];
    if (is_shared) return CDICOM_PICK(write_by_level, level)(writer, differences, count, codes[0]);
    cdicom_bit_writer local = *writer;
    for (size_t i = 0; i < count; i += components) {
        for (uint32_t k = 0; k < components; k++) {
            put(&local, differences[i + k], codes[k]);
            flush(&local);
        }
    }
    *writer = local;
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
