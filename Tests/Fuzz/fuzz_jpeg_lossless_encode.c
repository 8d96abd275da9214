// libFuzzer harness for JPEG Lossless: encode of anything, followed by a decode that must give it back.
#include "cdicom_jpeg.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 7) return 0;
    cdicom_jpeg_lossless_parameters parameters = {
        .precision = 2 + data[0] % 15, .selection_value = 1 + data[1] % 7, .separates_components = data[1] & 8};
    const uint32_t width = parameters.precision > 8 || data[1] & 16 ? 2 : 1, samples = 1 + (data[2] & 3);
    cdicom_sample_layout layout = {1 + data[3], 1 + (data[4] & 31), samples, width, 0, 0};
    const uint32_t planes = data[2] & 4 ? samples : 1;
    const size_t row_bytes = (size_t)layout.columns * width * (planes > 1 ? 1 : samples), stride = row_bytes + (data[2] & 8 ? 3 : 0);
    if (data[2] & 8) layout.row_stride = stride;
    if (planes > 1) layout.plane_stride = stride * layout.rows;
    parameters.restart_rows = data[5] & 15;
    parameters.point_transform = (data[5] >> 4) % parameters.precision;
    data += 6, size -= 6;
    const size_t count = stride * (layout.rows * planes - 1) + row_bytes;
    uint8_t *source = malloc(count), *target = malloc(count);
    memset(source, 0, count), memset(target, 0, count);
    for (uint32_t row = 0; row < layout.rows * planes; row++)
        for (size_t i = 0; i < row_bytes; i++) source[row * stride + i] = data[(row * row_bytes + i) % size] + (row / 7 & 1 ? row : 0);

    const size_t most = cdicom_jpeg_lossless_maximum_encoded_count(layout, parameters);
    if (most == 0) abort();
    uint8_t *encoded = malloc(most);
    size_t written = 0, second = 0;
    cdicom_report report;
    const cdicom_work best = {.limits = {1 << 20, 1 << 22, 1 << 24, 4, 1}, .level = cdicom_best_level()};
    if (cdicom_jpeg_lossless_encode(source, count, layout, parameters, &best, encoded, most, &written, &report) != CDICOM_OK) abort();
    if (written > most || written & 1) abort();
    uint8_t *exact = malloc(written);
    if (cdicom_jpeg_lossless_encode(source, count, layout, parameters, NULL, exact, written, &second, &report) != CDICOM_OK) abort();
    if (second != written || memcmp(exact, encoded, written) != 0) abort();
    uint8_t *small = malloc(written - 1);
    if (cdicom_jpeg_lossless_encode(source, count, layout, parameters, &best, small, written - 1, &second, &report)
            != CDICOM_TARGET_TOO_SMALL || second != 0)
        abort();
    const cdicom_fragment fragment = {exact, written};
    const cdicom_source stream = {&fragment, 1};
    if (cdicom_jpeg_decode(stream, layout, NULL, &best, target, count, &report) != CDICOM_OK || report.notes != 0) abort();
    const uint32_t mask = ((1u << parameters.precision) - 1) >> parameters.point_transform << parameters.point_transform;
    for (uint32_t row = 0; row < layout.rows * planes; row++) {
        for (size_t i = 0; i < row_bytes; i += width) {
            const uint8_t *from = source + row * stride + i, *to = target + row * stride + i;
            const uint32_t high = width == 2 ? 0xFF : 0;
            if (((from[0] | (from[width - 1] & high) << 8) & mask) != (to[0] | (to[width - 1] & high) << 8u)) abort();
        }
    }
    free(source), free(target), free(encoded), free(exact), free(small);
    return 0;
}
