// libFuzzer harness for the decoding of JPEG, of every process: the first byte says how, the rest is the codestream.
#include "cdicom_jpeg.h"
#include <stdlib.h>
#include <string.h>

enum { WIDE = 1, PLANES = 2, STRIDE = 4, LENIENT = 8, FRAGMENTS = 16, PAIR = 32, RGB = 64, REPEATED = 128 };

static const uint8_t filling = 0xAA;

/// All that a decode promises of its target: rows that are done or zero, and nothing written between them.
static void check(cdicom_sample_layout layout, const uint8_t *target, size_t count, size_t row_bytes, cdicom_status status,
                  const cdicom_report *report) {
    if ((status == CDICOM_OK) != (report->message[0] == 0)) abort();
    if (status == CDICOM_OK && report->rows_done != layout.rows) abort();
    if (status == CDICOM_BAD_ARGUMENT || status == CDICOM_TARGET_TOO_SMALL || report->rows_done > layout.rows) abort();
    const size_t stride = layout.row_stride ? layout.row_stride : row_bytes;
    const uint32_t planes = layout.plane_stride ? layout.samples_per_pixel : 1;
    for (uint32_t plane = 0; plane < planes; plane++) {
        for (uint32_t row = 0; row < layout.rows; row++) {
            const size_t at = plane * layout.plane_stride + row * stride;
            for (size_t i = 0; row >= report->rows_done && status != CDICOM_OK && i < row_bytes; i++)
                if (target[at + i] != 0) abort();
            for (size_t i = row_bytes; i < stride && at + i < count; i++)
                if (target[at + i] != filling) abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    const uint8_t flags = data[0];
    data += 1, size -= 1;
    uint8_t *source = malloc(size);  // exact sizes: every byte beyond is poisoned
    memcpy(source, data, size);
    const size_t third = size / 3;
    uint8_t *first = malloc(third ? third : 1), *rest = malloc(size - third);
    memcpy(first, data, third), memcpy(rest, data + third, size - third);
    const cdicom_fragment whole = {source, size}, parts[3] = {{first, third}, {NULL, 0}, {rest, size - third}};
    const cdicom_source in_one = {&whole, 1}, in_parts = {parts, 3};

    cdicom_scratch scratch = {0};
    const cdicom_work work = {
        .limits = {.pixels = 1 << 18, .target_bytes = 1 << 21, .working_bytes = 1 << 25, .components = 4, .tiles = 1},
        .scratch = &scratch, .level = cdicom_best_level(), .leniency = flags & LENIENT ? UINT32_MAX : 0};
    cdicom_jpeg_header header;
    cdicom_report report;
    cdicom_sample_layout layout = {16, 16, 1, 2, 0, 0};
    if (cdicom_jpeg_probe(flags & FRAGMENTS ? in_parts : in_one, &work, &header, &report) == CDICOM_OK
        && (uint64_t)header.columns * header.rows <= work.limits.pixels)
        layout = (cdicom_sample_layout){header.columns, header.rows, header.components, header.precision > 8 || flags & WIDE ? 2 : 1, 0, 0};
    size_t row_bytes = (size_t)layout.columns * layout.bytes_per_sample * (flags & PLANES ? 1 : layout.samples_per_pixel);
    size_t stride = row_bytes;
    if (flags & STRIDE) stride = layout.row_stride = row_bytes + 5;
    if (flags & PLANES) layout.plane_stride = stride * layout.rows + 3;
    const size_t count = (flags & PLANES ? layout.plane_stride * (layout.samples_per_pixel - 1) : 0) + stride * (layout.rows - 1) + row_bytes;
    uint8_t *target = malloc(count), *other = malloc(count);
    memset(target, filling, count), memset(other, filling, count);
    const cdicom_jpeg_options options = {.repeats_samples = flags & REPEATED, .converts_to_rgb = flags & RGB};

    const cdicom_status status =
        cdicom_jpeg_decode(flags & FRAGMENTS ? in_parts : in_one, layout, &options, &work, target, count, &report);
    check(layout, target, count, row_bytes, status, &report);
    if (flags & PAIR) {
        // Each as if it had been decoded alone; the second one is damaged here.
        const size_t cut = size - size / 4;
        uint8_t *shorter = malloc(cut), *another = malloc(count);
        memcpy(shorter, source, cut), memset(another, filling, count);
        const cdicom_fragment part = {shorter, cut};
        const cdicom_source sources[2] = {in_one, {&part, 1}};
        uint8_t *const targets[2] = {other, another};
        cdicom_status statuses[2];
        cdicom_report reports[2];
        cdicom_jpeg_decode_pair(sources, layout, &options, &work, targets, count, statuses, reports);
        if (statuses[0] != status || memcmp(&reports[0], &report, sizeof report) != 0 || memcmp(other, target, count) != 0) abort();
        check(layout, another, count, row_bytes, statuses[1], &reports[1]);
        memset(other, filling, count);
        const cdicom_status alone = cdicom_jpeg_decode(sources[1], layout, &options, &work, other, count, &report);
        if (statuses[1] != alone || memcmp(&reports[1], &report, sizeof report) != 0 || memcmp(other, another, count) != 0) abort();
        free(shorter), free(another);
    } else {
        // Every level gives the same bytes.
        cdicom_work plain = work;
        cdicom_report again;
        plain.level = CDICOM_SCALAR;
        if (cdicom_jpeg_decode(in_one, layout, &options, &plain, other, count, &again) != status) abort();
        if (memcmp(&again, &report, sizeof report) != 0 || memcmp(other, target, count) != 0) abort();
    }
    cdicom_scratch_free(&scratch);
    free(source), free(first), free(rest), free(target), free(other);
    return 0;
}
