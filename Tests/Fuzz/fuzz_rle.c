// libFuzzer harness for RLE Lossless: decode of anything, in one piece and in fragments, tight and with strides or planes, at every level;
// and encode of anything followed by a decode that must give it back.
#include "cdicom_rle.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static size_t room_of(cdicom_sample_layout layout) {
    const bool is_planar = layout.plane_stride != 0;
    const size_t row = (size_t)layout.columns * layout.bytes_per_sample * (is_planar ? 1 : layout.samples_per_pixel);
    const size_t stride = layout.row_stride ? layout.row_stride : row;
    return stride * (layout.rows - 1) + row + (is_planar ? layout.plane_stride * (layout.samples_per_pixel - 1) : 0);
}

/// The sample at a place, as the layout says where it lies.
static const uint8_t *sample_at(const uint8_t *target, cdicom_sample_layout layout, uint32_t row, uint32_t column, uint32_t sample) {
    const bool is_planar = layout.plane_stride != 0;
    const size_t pixel = (size_t)layout.bytes_per_sample * (is_planar ? 1 : layout.samples_per_pixel);
    const size_t stride = layout.row_stride ? layout.row_stride : layout.columns * pixel;
    return target + row * stride + column * pixel + sample * (is_planar ? layout.plane_stride : layout.bytes_per_sample);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 5) return 0;
    static const uint32_t widths[] = {1, 2, 4, 1};
    const uint32_t samples = data[0] % 15 + 1, width = widths[data[1] & 3];
    const bool is_wide = data[1] & 4;  // wide frames pass the end of a decoder's strip
    const uint32_t columns = 1 + (uint32_t)data[2] * (is_wide ? 33 : 1), rows = 1 + (uint32_t)(data[3] & (is_wide ? 1 : 31));
    cdicom_sample_layout layout = {columns, rows, samples, width, 0, 0};
    if (samples * width > CDICOM_RLE_MAXIMUM_SEGMENTS) layout.samples_per_pixel = 3;
    cdicom_sample_layout other = layout;
    const bool is_planar = data[4] & 1;
    const size_t row = (size_t)columns * width * (is_planar ? 1 : layout.samples_per_pixel);
    if (data[4] & 2) other.row_stride = row + (data[4] >> 4);
    if (is_planar) other.plane_stride = (other.row_stride ? other.row_stride : row) * rows + (data[4] >> 5);
    const size_t cut = size - 5 > 0 ? (data[4] >> 2) * (size_t)37 % (size - 5) : 0;
    data += 5, size -= 5;

    cdicom_scratch scratch = {0};
    const cdicom_work work = {.limits = {1 << 28, 1 << 30, 1 << 20, 15, 1}, .level = cdicom_best_level()};
    cdicom_work plain = work;
    plain.level = CDICOM_SCALAR;
    plain.scratch = &scratch;
    const size_t count = room_of(layout), room = room_of(other);
    uint8_t *source = malloc(size ? size : 1), *target = malloc(count), *second = malloc(room);  // exact sizes: every byte beyond is poisoned
    memcpy(source, data, size);
    memset(target, 0xAA, count);
    memset(second, 0xAA, room);
    const cdicom_fragment whole = {source, size}, parts[3] = {{source, cut}, {NULL, 0}, {source + cut, size - cut}};
    cdicom_report report, again;
    const cdicom_status status = cdicom_rle_decode((cdicom_source){&whole, 1}, layout, &work, target, count, &report);
    if ((status == CDICOM_OK) != (report.rows_done == layout.rows)) abort();
    if (status == CDICOM_BAD_ARGUMENT || status == CDICOM_TARGET_TOO_SMALL) abort();
    if (cdicom_rle_decode((cdicom_source){parts, 3}, other, &plain, second, room, &again) != status) abort();
    // What is complete before an error can differ with the order of work, samples in complete rows cannot.
    for (uint32_t y = 0; y < rows; y++)
        for (uint32_t x = 0; x < columns; x++)
            for (uint32_t s = 0; s < layout.samples_per_pixel; s++)
                if (memcmp(sample_at(target, layout, y, x, s), sample_at(second, other, y, x, s), width) != 0) abort();
    if (again.rows_done != report.rows_done || again.notes != report.notes) abort();

    for (size_t i = 0; i < count; i++) target[i] = size ? source[i % size] & (i / (size * 3 + 1) % 2 ? 0xF0 : 0xFF) : 0;
    memset(second, 0xAA, room);
    for (uint32_t y = 0; y < rows; y++)
        for (uint32_t x = 0; x < columns; x++)
            for (uint32_t s = 0; s < layout.samples_per_pixel; s++)
                memcpy((uint8_t *)sample_at(second, other, y, x, s), sample_at(target, layout, y, x, s), width);
    const size_t most = cdicom_rle_maximum_encoded_count(layout);
    uint8_t *encoded = malloc(most), *back = malloc(count);
    size_t written = 0;
    if (cdicom_rle_encode(target, count, layout, &work, encoded, most, &written, &report) != CDICOM_OK || written > most || written & 1)
        abort();
    uint8_t *exact = malloc(written);
    size_t length = 0;
    if (cdicom_rle_encode(second, room, other, &plain, exact, written, &length, &report) != CDICOM_OK || length != written) abort();
    if (memcmp(exact, encoded, written) != 0) abort();
    if (cdicom_rle_encode(target, count, layout, &plain, encoded, written - 1, &length, &report) != CDICOM_TARGET_TOO_SMALL || length != 0)
        abort();
    const cdicom_fragment frame = {exact, written};
    if (cdicom_rle_decode((cdicom_source){&frame, 1}, layout, &plain, back, count, &report) != CDICOM_OK || report.notes != 0) abort();
    if (memcmp(back, target, count) != 0) abort();
    cdicom_scratch_free(&scratch);
    free(source), free(target), free(second), free(encoded), free(back), free(exact);
    return 0;
}
