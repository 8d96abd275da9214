// Every vector level of this machine against the scalar one, kernel by kernel, byte for byte. `Scripts/test-levels` builds and runs it, for
// this machine and for arm64.
//
//   levels              runs every row of the table; ends with 1 where a level differs
//
// It prints a hash of what the scalar code gives in each row: every machine must print the same.
//
// To add a kernel: a function of the form `kernel_run` and a row in `kernels`.
#include "jpeg/jpeg_dct_forward.h"
#include "jpeg/jpeg_dct_inverse.h"
#include "jpeg/jpeg_dct_rows.h"
#include "jpeg/jpeg_dct_split.h"
#include "jpeg/jpeg_lossless_differences.h"
#include "rle/rle_planes.h"
#include "cdicom_samples.h"
#include "cdicom_window.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COUNT = 1000, INPUT_BYTES = 1 << 16, OUTPUT_BYTES = 1 << 17 };

/// One call of a kernel.
///
/// - variant: 0 to `variants - 1` of its row: formats, signs, shifts …
/// - input: INPUT_BYTES random bytes, which stay as they are.
/// - count: samples, 0 to MOST_COUNT.
/// - output: what the kernel gives; all OUTPUT_BYTES are compared, so that a byte too many is seen as well.
typedef void kernel_run(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output);

typedef struct kernel {
    const char *name;
    uint32_t variants;
    kernel_run *run;
} kernel;

static void expect_ok(cdicom_status status) {
    if (status == CDICOM_OK) return;
    printf("a kernel refuses its arguments: status %d\n", status);
    exit(1);
}

/// One of `count` values, and the rest of the variant.
static uint32_t choose(uint32_t *variant, uint32_t count) {
    const uint32_t chosen = *variant % count;
    *variant /= count;
    return chosen;
}

// MARK: Samples

/// High bit below, at and above what the stored value needs.
static cdicom_cell cell_of(uint32_t *variant, uint32_t bytes) {
    const uint32_t width = 8 * bytes, shifts = choose(variant, 3), is_signed = choose(variant, 2);
    const uint32_t left = shifts == 0 ? 0 : shifts == 1 ? width / 4 : 1, right = shifts == 0 ? 0 : shifts == 1 ? width / 4 : width / 2;
    return (cdicom_cell){(uint8_t)bytes, (uint8_t)left, (uint8_t)right, (uint8_t)is_signed};
}

static void run_window(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static const cdicom_window windows[] = {
        {40, 0.6375f, 127.5f, 0}, {-1024, 0.06227f, 0.25f, 255}, {0, 3.9e-3f, 0, 0}, {65535, -900.5f, 1e6f, 0}, {-65535, 12345.678f, -3e8f, 255}};
    const cdicom_cell cell = cell_of(&variant, 2);
    expect_ok(cdicom_window_cells(level, cell, windows[choose(&variant, 5)], input, output, count));
}

static void run_look_up(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const cdicom_cell cell = cell_of(&variant, 1 + choose(&variant, 2));
    const size_t entries = (size_t)1 << (8 * cell.bytes - cell.right_shift);
    uint8_t *table = malloc(entries);
    for (size_t i = 0; i < entries; i++) table[i] = (uint8_t)(i * 167 >> 3);
    expect_ok(cdicom_look_up(level, cell, table, entries, input, output, count));
    free(table);
}

static void run_extremes(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static const int32_t excluded[][2] = {{1, 0}, {0, 0}, {-2000, 3000}, {-32768, 65535}, {100, 32767}};
    const cdicom_cell cell = cell_of(&variant, 1 + choose(&variant, 2));
    const int32_t *range = excluded[choose(&variant, 5)];
    int32_t found[2];
    expect_ok(cdicom_extremes(level, cell, range[0], range[1], input, count, &found[0], &found[1]));
    memcpy(output, found, sizeof found);
}

static void run_canonical(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t bytes = 1u << choose(&variant, 4), in_place = choose(&variant, 2);
    const cdicom_cell cell = cell_of(&variant, bytes);
    if (in_place) memcpy(output, input, count * bytes);
    expect_ok(cdicom_canonical(level, cell, in_place ? output : input, output, count));
}

static void run_unpack(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    expect_ok(cdicom_unpack_bits(level, input, INPUT_BYTES, variant, output, count));
}

static void run_pack(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    uint8_t bytes[MOST_COUNT];
    for (size_t i = 0; i < count; i++) bytes[i] = input[i] & 3;  // a 0 in four
    expect_ok(cdicom_pack_bits(level, bytes, count, output, OUTPUT_BYTES, variant));
}

static void run_swap(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t bytes = 2u << choose(&variant, 3), in_place = choose(&variant, 2);
    if (in_place) memcpy(output, input, count * bytes);
    expect_ok(cdicom_swap_bytes(level, bytes, in_place ? output : input, output, count));
}

static void run_interleave(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t bytes = 1u << choose(&variant, 3), planes = 1 + choose(&variant, 4), is_reverse = choose(&variant, 2);
    if (is_reverse) {
        expect_ok(cdicom_deinterleave(level, bytes, planes, input, output, count));
    } else {
        expect_ok(cdicom_interleave(level, bytes, planes, input, output, count));
    }
}

// MARK: RLE

static void run_rle_interleave(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint8_t *planes[CDICOM_RLE_MAXIMUM_SEGMENTS];
    for (uint32_t i = 0; i <= variant; i++) planes[i] = input + i * MOST_COUNT;
    cdicom_rle_interleave(level)(planes, variant + 1, output, count);
}

static void run_rle_extract(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t stride = variant + 1;
    for (uint32_t byte = 0; byte < stride; byte++) cdicom_rle_extract(level)(input, stride, byte, output + byte * MOST_COUNT, count);
}

// MARK: JPEG

static int16_t word_at(const uint8_t *input, size_t index) { return (int16_t)(input[2 * index] | input[2 * index + 1] << 8); }

/// Coefficients as pictures have them, as large as a legal stream can make them, and what a hostile one may come to.
static void run_inverse(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t precision = choose(&variant, 2) ? 12 : 8, size = choose(&variant, 3), last = choose(&variant, 4);
    static const uint8_t lasts_of[] = {0, 2, 20, 63};
    const size_t blocks = count % 9, stride = 512;
    int16_t coefficients[5 * CDICOM_JPEG_PAIR_COUNT] = {0};
    uint8_t lasts[10] = {0};
    static const uint8_t zigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
                                       41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
                                       30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};
    for (size_t block = 0; block < blocks; block++) {
        lasts[block] = lasts_of[(last + block) % 4];
        for (size_t i = 0; i <= lasts[block]; i++) {
            const int32_t value = word_at(input, block * 64 + i) >> (size == 0 ? 8 : size == 1 ? 4 : 0);
            coefficients[cdicom_jpeg_block_offset(block) + (zigzag[i] >> 3) * 16 + (zigzag[i] & 7)] = (int16_t)value;
        }
    }
    cdicom_jpeg_inverse(level, precision)(coefficients, blocks, lasts, output, stride);
    // It writes an even number of blocks; what the odd one holds is nobody's.
    const size_t block_bytes = precision == 12 ? 16 : 8;
    for (size_t row = 0; row < 8 && blocks % 2 == 1; row++) memset(output + row * stride + blocks * block_bytes, 0, block_bytes);
    memcpy(output + 8 * stride + 64, coefficients, sizeof coefficients);
}

static void run_forward(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t precision = choose(&variant, 2) ? 12 : 8, coarse = choose(&variant, 4), flat = choose(&variant, 2);
    const size_t blocks = count % 9, stride = 512;
    uint16_t steps[64];
    for (int i = 0; i < 64; i++) steps[i] = (uint16_t)(coarse == 0 ? 1 : coarse == 3 ? 255 - i : 1 + (input[4096 + i] >> (2 * coarse)));
    cdicom_jpeg_divisors divisors;
    cdicom_jpeg_divisors_make(&divisors, steps);
    uint8_t samples[8 * 512];
    for (size_t i = 0; i < sizeof samples; i += 2) {
        const uint32_t word = (uint16_t)word_at(input, i / 2) & (flat ? 0x0303 : 0xFFFF);
        samples[i] = (uint8_t)word;
        samples[i + 1] = (uint8_t)(precision == 12 ? word >> 8 & 15 : word >> 8);
    }
    int16_t coefficients[10 * 64] = {0};
    uint64_t masks[10] = {0};
    cdicom_jpeg_forward(level, precision)(samples, stride, blocks, &divisors, coefficients, masks);
    memcpy(output, coefficients, blocks * sizeof coefficients[0] * 64);
    memcpy(output + 4096, masks, blocks * sizeof masks[0]);
}

/// Rows of component samples, with the slack that the contract asks for.
typedef struct component_rows {
    uint8_t row[3][2 * MOST_COUNT + CDICOM_JPEG_ROW_SLACK];
} component_rows;

static void fill_rows(component_rows *rows, const uint8_t *input, uint32_t precision) {
    for (size_t i = 0; i < 3; i++) {
        memcpy(rows->row[i], input + i * sizeof rows->row[i], sizeof rows->row[i]);
        for (size_t at = 1; precision == 12 && at < sizeof rows->row[i]; at += 2) rows->row[i][at] &= 15;
    }
}

static void run_rows(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t precision = choose(&variant, 2) ? 12 : 8, function = choose(&variant, 6);
    const cdicom_jpeg_row_functions *rows = cdicom_jpeg_rows_for(level, precision);
    static component_rows from;
    static uint8_t to[4 * MOST_COUNT + CDICOM_JPEG_ROW_SLACK];
    fill_rows(&from, input, precision);
    const uint8_t *const three[3] = {from.row[0], from.row[1], from.row[2]};
    const size_t bytes = count * (precision == 12 ? 2 : 1);
    switch (function) {
    case 0:
        if (count <= 2) return;
        rows->widen(from.row[0], to, count);
        memcpy(output, to, 2 * bytes);
        break;
    case 1:
        if (count <= 2) return;
        rows->widen_between(from.row[0], from.row[1], to, count);
        memcpy(output, to, 2 * bytes);
        break;
    case 2: case 3:
        rows->between(from.row[0], from.row[1], to, count, function - 1);
        memcpy(output, to, bytes);
        break;
    case 4: rows->interleave(three, output, count); break;
    default:
        if (precision == 8) rows->to_rgb(three, output, count);
    }
}

static void run_split(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t precision = choose(&variant, 2) ? 12 : 8, function = choose(&variant, 4);
    const cdicom_jpeg_split_functions *split = cdicom_jpeg_split_for(level, precision);
    static component_rows rows;
    static uint8_t to[2 * MOST_COUNT + CDICOM_JPEG_ROW_SLACK];
    fill_rows(&rows, input, precision);
    uint8_t *const three[3] = {rows.row[0], rows.row[1], rows.row[2]};
    const size_t width = precision == 12 ? 2 : 1, pairs = count / 2;
    if (function == 0) split->split(input, three, count);
    if (function == 1) split->to_ycc(three, count);
    for (size_t i = 0; function < 2 && i < 3; i++) memcpy(output + 2 * MOST_COUNT * i, three[i], count * width);
    if (function == 2) split->halve(rows.row[0], to, pairs);
    if (function == 3) split->quarter(rows.row[0], rows.row[1], to, pairs);
    if (function >= 2) memcpy(output, to, pairs * width);
}

static void run_differences(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t selection = 1 + choose(&variant, 7), components = 1 + choose(&variant, 4), is_first = choose(&variant, 2);
    const size_t samples = count / components * components;
    if (samples == 0) return;
    static uint16_t above[MOST_COUNT], row[MOST_COUNT], differences[MOST_COUNT];
    for (size_t i = 0; i < MOST_COUNT; i++) above[i] = (uint16_t)word_at(input, i), row[i] = (uint16_t)word_at(input, MOST_COUNT + i);
    cdicom_lossless_differences(level, selection, components, is_first, 2048, above, row, samples, differences);
    memcpy(output, differences, samples * sizeof *differences);
}

#include "levels_imaging.h"

// MARK: The table

static const kernel kernels[] = {
    {"window", 3 * 2 * 5, run_window},
    {"table", 2 * 3 * 2, run_look_up},
    {"extremes", 2 * 3 * 2 * 5, run_extremes},
    {"canonical", 4 * 2 * 3 * 2, run_canonical},
    {"unpack", 17, run_unpack},
    {"pack", 17, run_pack},
    {"swap", 3 * 2, run_swap},
    {"interleave", 3 * 4 * 2, run_interleave},
    {"rle interleave", CDICOM_RLE_MAXIMUM_SEGMENTS, run_rle_interleave},
    {"rle extract", CDICOM_RLE_MAXIMUM_SEGMENTS, run_rle_extract},
    {"jpeg inverse", 2 * 3 * 4, run_inverse},
    {"jpeg forward", 2 * 4 * 2, run_forward},
    {"jpeg rows", 2 * 6, run_rows},
    {"jpeg split", 2 * 4, run_split},
    {"jpeg differences", 7 * 4 * 2, run_differences},
    {"values", 3 * 4 * 2 * 4 * 3 * 2, run_line_values},
    {"values of integers", 2 * 2 * 3 * 3 * 2, run_integer_values},
    {"values by table", 4 * 3 * 3 * 2, run_table_values},
    {"rescale", 2 * 5 * 2, run_rescale},
    {"widen", 2, run_widen},
    {"histogram", 3 * 2, run_histogram},
    {"extremes and histogram of ranges", 3 * 3 * 2, run_ranges},
    {"difference", 4 * 2, run_difference},
    {"table of words", 2 * 3 * 2, run_look_up_words},
    {"table, clamped", 2 * 3 * 3 * 2, run_look_up_clamped},
    {"steps", 3 * 2 * 4 * 2 * 3 * 2, run_steps},
    {"stretch", 2 * 2 * 2 * 2 * 3 * 2, run_stretch},
    {"ybr", 2 * 2, run_ybr},
    {"expand 4:2:2", 1, run_expand_422},
    {"palette", 2 * 3 * 3 * 2, run_palette},
    {"profile", 2, run_profile},
    {"dither", 2 * 2 * 2, run_dither},
    {"resample", 4 * 2, run_resample},
    {"reformat", 4 * 3 * 3 * 2, run_reformat},
};

static const char *const level_names[] = {"scalar", "sse4.1", "avx2", "avx512", "neon"};

static uint8_t input[INPUT_BYTES], expected[OUTPUT_BYTES], got[OUTPUT_BYTES];

static void fill_input(void) {
    uint64_t state = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < sizeof input; i++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        input[i] = (uint8_t)(state >> 32);
    }
}

int main(void) {
    static const size_t counts[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 255, 257, MOST_COUNT};
    fill_input();
    unsigned differing = 0, levels = 0;
    for (cdicom_level level = CDICOM_SCALAR + 1; level <= CDICOM_NEON; level++) levels += cdicom_level_is_available(level);
    for (size_t k = 0; k < sizeof kernels / sizeof *kernels; k++) {
        unsigned calls = 0;
        uint64_t hash = 0xCBF29CE484222325u;
        for (uint32_t variant = 0; variant < kernels[k].variants; variant++)
            for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
                memset(expected, 0xA5, sizeof expected);
                kernels[k].run(CDICOM_SCALAR, variant, input, counts[c], expected);
                for (size_t i = 0; i < sizeof expected; i += 8) {
                    uint64_t word;
                    memcpy(&word, expected + i, sizeof word);
                    hash = (hash ^ word) * 0x100000001B3u;
                    hash ^= hash >> 32;
                }
                for (cdicom_level level = CDICOM_SCALAR + 1; level <= CDICOM_NEON; level++) {
                    if (!cdicom_level_is_available(level)) continue;
                    memset(got, 0xA5, sizeof got);
                    kernels[k].run(level, variant, input, counts[c], got);
                    calls += 1;
                    if (memcmp(expected, got, sizeof got) == 0) continue;
                    size_t at = 0;
                    while (expected[at] == got[at]) at += 1;
                    printf("%s at %s differs: variant %u, count %zu, byte %zu: %u, not %u\n", kernels[k].name, level_names[level], variant,
                           counts[c], at, got[at], expected[at]);
                    differing += 1;
                }
            }
        printf("%s: %u calls\n= %s %016llx\n", kernels[k].name, calls, kernels[k].name, (unsigned long long)hash);
    }
    if (levels == 0) puts("This machine has no vector level.");
    return differing > 0 || levels == 0;
}
