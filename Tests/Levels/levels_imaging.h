// The kernels of the pixel pipeline, for the table in levels.c, which includes this behind its helpers.
#include "cdicom_color.h"
#include "cdicom_resample.h"
#include "cdicom_values.h"
#include "cdicom_volume.h"

// What goes in must be the same on every machine too.
#pragma STDC FP_CONTRACT OFF

static uint32_t long_at(const uint8_t *input, size_t index) {
    uint32_t value;
    memcpy(&value, input + 4 * index, sizeof value);
    return value;
}

/// Finite numbers in binary32 or binary64, as images have them: those of other bits would differ in the payload of a NaN.
static const uint8_t *finite_numbers(const uint8_t *input, uint32_t bytes) {
    static float singles[MOST_COUNT];
    static double doubles[MOST_COUNT];
    for (size_t i = 0; i < MOST_COUNT; i++) {
        const int32_t value = (int32_t)long_at(input, i);
        singles[i] = (float)(value >> (i & 15)) / 1024;
        doubles[i] = (double)(value >> (i & 15)) / 4096;
    }
    return bytes == 4 ? (const uint8_t *)singles : (const uint8_t *)doubles;
}

// MARK: Values

static void run_line_values(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static const cdicom_line lines[] = {
        {1, -1024, -1e300, 1e300}, {0.0123456789, 3.3, -1e300, 1e300}, {-2.5, 1e9, -100, 100}, {1e-30, 0, 0, 1e300}};
    const cdicom_sample_kind kind = choose(&variant, 3);
    const cdicom_line line = lines[choose(&variant, 4)];
    const cdicom_value_kind target = choose(&variant, 2) ? CDICOM_VALUE_DOUBLE : CDICOM_VALUE_FLOAT;
    const cdicom_cell cell = cell_of(&variant, 1u << choose(&variant, 4));
    const uint8_t *source = kind == CDICOM_INTEGERS ? input : finite_numbers(input, kind == CDICOM_BINARY32 ? 4 : 8);
    expect_ok(cdicom_line_values(level, kind, cell, line, source, output, target, count));
}

static void run_integer_values(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const cdicom_value_kind target = choose(&variant, 2) ? CDICOM_VALUE_INT32 : CDICOM_VALUE_INT16;
    const int32_t slope = choose(&variant, 2) ? -3 : 1;
    const cdicom_cell cell = cell_of(&variant, 1u << choose(&variant, 3));
    expect_ok(cdicom_integer_values(level, cell, slope, -1024, input, output, target, count));
}

static void run_table_values(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    double table[300];
    for (size_t i = 0; i < 300; i++) table[i] = i * 1234.5 - 70000;
    const cdicom_value_kind target = choose(&variant, 4);
    const cdicom_cell cell = cell_of(&variant, 1u << choose(&variant, 3));
    expect_ok(cdicom_table_values(level, cell, -20, table, 300, true, input, output, target, count));
}

static void run_rescale(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const double slope = choose(&variant, 2) ? 0.123456789 : -1;
    const uint32_t bytes = choose(&variant, 5), is_signed = choose(&variant, 2);
    if (bytes < 3) {
        const cdicom_cell cell = {(uint8_t)(1u << bytes), 0, 0, (uint8_t)is_signed};
        expect_ok(cdicom_rescale(level, cell, slope, 1000.1, input, output, count));
    } else {
        const uint32_t width = bytes == 3 ? 4 : 8;
        expect_ok(cdicom_rescale_floats(level, width, slope, 1000.1, finite_numbers(input, width), output, count));
    }
}

static void run_widen(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    expect_ok(cdicom_widen(level, (cdicom_cell){1, 0, 0, (uint8_t)variant}, input, output, count));
}

static void run_histogram(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const cdicom_cell cell = cell_of(&variant, 1);
    const size_t patterns = (size_t)1 << (8 - cell.right_shift);
    memset(output, 0, 4 * patterns);
    expect_ok(cdicom_histogram(level, cell, input, count, (uint32_t *)output, patterns));
}

static void run_ranges(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const cdicom_sample_kind kind = choose(&variant, 3);
    const cdicom_cell cell = cell_of(&variant, 4);
    const uint8_t *source = kind == CDICOM_INTEGERS ? input : finite_numbers(input, kind == CDICOM_BINARY32 ? 4 : 8);
    memset(output, 0, 400);
    expect_ok(cdicom_histogram_range(level, kind, cell, -1e6, 1e6, -10, 10, source, count, (uint32_t *)output, 100));
    double found[2];
    expect_ok(cdicom_extremes_range(level, kind, cell, -1e5, 1e5, source, count, &found[0], &found[1]));
    memcpy(output + 400, found, sizeof found);
}

static void run_difference(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t bytes = 1u << choose(&variant, 4), is_signed = choose(&variant, 2);
    uint64_t largest = 0;
    expect_ok(cdicom_difference(level, bytes, is_signed, input, input + 8 * MOST_COUNT, count, &largest));
    memcpy(output, &largest, sizeof largest);
}

// MARK: Display values

static void run_look_up_words(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static uint16_t table[1 << 16];
    const cdicom_cell cell = cell_of(&variant, 1 + choose(&variant, 2));
    const size_t entries = (size_t)1 << (8 * cell.bytes - cell.right_shift);
    for (size_t i = 0; i < entries; i++) table[i] = (uint16_t)(i * 40503 >> 2);
    expect_ok(cdicom_look_up_words(level, cell, table, entries, input, output, count));
}

static void run_look_up_clamped(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    uint16_t table[200];
    for (size_t i = 0; i < 200; i++) table[i] = (uint16_t)(i * 40503 >> 2);
    const uint32_t target_bytes = 1 + choose(&variant, 2);
    const cdicom_cell cell = cell_of(&variant, 1u << choose(&variant, 3));
    expect_ok(cdicom_look_up_clamped(level, cell, -30, table, 200, input, output, target_bytes, count));
}

/// Edges from one number that nothing is below to one that nothing is above, as `cdicom_steps_float` wants them.
static void run_steps(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    enum { MOST_EDGES = 255 };
    static const size_t edges_of[] = {1, 2, 17, MOST_EDGES};
    const uint32_t kind = choose(&variant, 3), target_bytes = 1 + choose(&variant, 2);
    const size_t edges = edges_of[choose(&variant, 4)];
    const float guess = choose(&variant, 2) ? 0 : 1e-6f;
    uint32_t outputs[MOST_EDGES + 1];
    for (size_t i = 0; i <= edges; i++) outputs[i] = (uint32_t)(i * 40503) & 0xFF;
    int32_t integers[MOST_EDGES + 2];
    float singles[MOST_EDGES + 2];
    double doubles[MOST_EDGES + 2];
    for (size_t i = 1; i <= edges; i++) {
        integers[i] = (int32_t)(i * (UINT32_MAX / (edges + 1)) - INT32_MAX);
        singles[i] = (float)integers[i] / 1000;
        doubles[i] = integers[i] / 10000.0;
    }
    integers[0] = INT32_MIN, integers[edges + 1] = INT32_MAX;
    singles[0] = -__builtin_inff(), singles[edges + 1] = __builtin_inff();
    doubles[0] = -__builtin_inf(), doubles[edges + 1] = __builtin_inf();
    if (kind == 0) {
        const cdicom_steps_int32 steps = {integers, outputs, edges, 5, guess, 0.5f, target_bytes};
        expect_ok(cdicom_steps_int32_cells(level, cell_of(&variant, 4), &steps, input, output, count));
    } else if (kind == 1) {
        const cdicom_steps_float steps = {singles, outputs, edges, 5, guess, 0.5f, 77, target_bytes};
        expect_ok(cdicom_steps_float_cells(level, &steps, input, output, count));
    } else {
        const cdicom_steps_double steps = {doubles, outputs, edges, 5, guess, 0.5, 77, target_bytes};
        expect_ok(cdicom_steps_double_cells(level, &steps, input, output, count));
    }
}

static void run_stretch(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const uint32_t is_float = choose(&variant, 2), target_bytes = 1 + choose(&variant, 2), inverts = choose(&variant, 2);
    const int32_t top = target_bytes == 1 ? 255 : 4095;
    const cdicom_stretch stretch = {choose(&variant, 2) ? 0 : 12345.5, is_float ? 0.0123 : 1.7e-6, top / 3.0, top, inverts ? top : 0};
    const cdicom_cell cell = cell_of(&variant, 4);
    // Any bits: a NaN counts as 0.
    expect_ok(cdicom_stretch_cells(level, is_float ? CDICOM_BINARY32 : CDICOM_INTEGERS, cell, stretch, input, output, target_bytes, count));
}

// MARK: Color

static void run_ybr(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    const cdicom_ybr ybr = choose(&variant, 2) ? CDICOM_YBR_PARTIAL : CDICOM_YBR_FULL;
    const bool in_place = choose(&variant, 2);
    if (in_place) memcpy(output, input, 3 * count);
    expect_ok(cdicom_ybr_to_rgb(level, ybr, in_place ? output : input, output, count));
}

static void run_expand_422(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    (void)variant;
    expect_ok(cdicom_expand_422(level, input, output, count & ~(size_t)1));
}

static void run_palette(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    uint64_t table[200];
    for (size_t i = 0; i < 200; i++) table[i] = (i * UINT64_C(0x9E3779B97F4A7C15)) >> 16;
    const uint32_t target_bytes = 1 + choose(&variant, 2);
    const cdicom_cell cell = cell_of(&variant, 1u << choose(&variant, 3));
    expect_ok(cdicom_palette(level, cell, -30, table, 200, input, output, target_bytes, count));
}

static void run_profile(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static float curves[3 * 4096], encoding[2 * 4097];
    const uint32_t sample_bytes = 1 + choose(&variant, 2), top = sample_bytes == 1 ? 255 : 4095;
    for (size_t i = 0; i < 3 * (top + 1); i++) {
        const float x = (float)(i % (top + 1)) / (float)top;
        curves[i] = i > top ? x * x : x * x * x;
    }
    for (size_t i = 0; i <= 4096; i++) {
        const float x = (float)i / 4096;
        encoding[i] = x * (2 - x);
        encoding[4097 + i] = x / 64 * (2 - x / 64);
    }
    const cdicom_profile profile = {curves, {1.2f, -0.15f, -0.05f, -0.1f, 1.1f, 0.01f, 0.03f, -0.2f, 1.17f}, encoding, top, sample_bytes};
    expect_ok(cdicom_apply_profile(level, &profile, input, output, count));
}

static void run_dither(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static int32_t errors[2 * (MOST_COUNT + 2) * 3];
    const cdicom_dither method = choose(&variant, 2) ? CDICOM_DITHER_DIFFUSION : CDICOM_DITHER_ORDERED;
    const uint32_t samples = choose(&variant, 2) ? 3 : 1, top = choose(&variant, 2) ? 1 : 15;
    uint8_t source[2 * 3 * 3 * MOST_COUNT];
    for (size_t i = 0; i < sizeof source; i++) source[i] = i % 2 ? input[i] & 15 : input[i];  // 0 to 4095
    if (count == 0) return;
    memset(errors, 0, sizeof errors);
    expect_ok(cdicom_dither_samples(level, method, 4095, top, (uint32_t)count, 3, samples, source, output, errors, sizeof errors / sizeof *errors));
}

// MARK: Geometry

/// Whole numbers: a NaN among floats would be another on another machine.
static const uint8_t *picture_of(cdicom_number number, const uint8_t *input) {
    static float singles[INPUT_BYTES / 4];
    for (size_t i = 0; i < INPUT_BYTES / 4; i++) singles[i] = (float)(int32_t)long_at(input, i) / 65536;
    return number == CDICOM_F32 ? (const uint8_t *)singles : input;
}

/// `count` positions over `source` ones, each of up to three with weights that are no round numbers.
static cdicom_axis axis_of(size_t count, size_t source, int32_t *starts, int32_t *counts, float *weights) {
    for (size_t i = 0; i < count; i++) {
        starts[i] = (int32_t)(i * (source - 1) / count);
        counts[i] = (int32_t)(source - (size_t)starts[i] < 3 ? source - (size_t)starts[i] : 1 + i % 3);
        for (int tap = 0; tap < 3; tap++) weights[3 * i + (size_t)tap] = 0.7f - 0.31f * (float)tap + 0.0017f * (float)(i % 11);
    }
    return (cdicom_axis){starts, counts, weights, count, 3, source};
}

static void run_resample(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static const float maximum_of[] = {255, 4095, 32767, 0};
    static int32_t starts[2][MOST_COUNT], counts[2][MOST_COUNT];
    static float weights[2][3 * MOST_COUNT], scratch[16 * 4 * MOST_COUNT];
    const cdicom_number number = choose(&variant, 4);
    const uint32_t channels = choose(&variant, 2) ? 3 : 1;
    if (count == 0) return;
    const cdicom_axis columns = axis_of(count, 1 + count / 2, starts[0], counts[0], weights[0]);
    const cdicom_axis rows = axis_of(5, 9, starts[1], counts[1], weights[1]);
    expect_ok(cdicom_resample(level, number, channels, maximum_of[number], columns, rows, picture_of(number, input), INPUT_BYTES, output,
                              OUTPUT_BYTES, scratch, sizeof scratch / sizeof *scratch));
}

static void run_reformat(cdicom_level level, uint32_t variant, const uint8_t *input, size_t count, uint8_t *output) {
    static float scratch[3 * MOST_COUNT];
    const cdicom_number number = choose(&variant, 4);
    const cdicom_interpolation interpolation = choose(&variant, 3);
    const cdicom_projection projection = choose(&variant, 3);
    const bool is_oblique = choose(&variant, 2);
    if (count == 0) return;
    const cdicom_volume volume = {picture_of(number, input), INPUT_BYTES, number, {32, 16, 20}, {1, 32, 512}};
    const int64_t one = INT64_C(1) << 32;
    cdicom_plane plane = {{-one, one / 3, one}, {one / 20, 0, 0}, {0, one, 0}, {0, 0, one}, (uint32_t)count, 4, 3};
    if (is_oblique) plane.column_step[1] = one / 70, plane.column_step[2] = one / 50, plane.row_step[2] = one / 7;
    expect_ok(cdicom_reformat(level, volume, plane, interpolation, projection, -7, output, OUTPUT_BYTES, 1, scratch,
                              sizeof scratch / sizeof *scratch));
}
