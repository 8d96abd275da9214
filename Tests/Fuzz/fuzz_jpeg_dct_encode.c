// libFuzzer harness for the DCT processes of JPEG: encode of anything, followed by a decode that must come near it.
#include "cdicom_jpeg.h"
#include <stdlib.h>
#include <string.h>

static uint32_t sample(const uint8_t *from, uint32_t width, uint32_t mask) { return (from[0] | (width == 2 ? from[1] << 8 : 0)) & mask; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 8) return 0;
    uint16_t steps[128];
    cdicom_jpeg_dct_parameters parameters = {
        .precision = data[0] & 1 ? 12 : 8, .quality = 1 + data[1] % 100, .sampling = data[0] >> 1 & 1 ? data[0] >> 2 & 1 ? 2 : 1 : 0,
        .is_extended = data[0] & 8, .optimises_tables = data[0] & 16, .writes_jfif = data[0] & 32, .writes_adobe = data[0] & 64,
        .restart_interval = data[5] & 7};
    const uint32_t width = parameters.precision > 8 || data[0] & 128 ? 2 : 1, samples = data[2] & 1 ? 3 : 1;
    parameters.converts_from_rgb = samples == 3 && (data[2] & 6) == 2;
    parameters.is_rgb = samples == 3 && (data[2] & 6) == 4;
    if (data[2] & 64) parameters.ratio = 1 + data[5] / 8;
    if (data[2] & 128) {
        for (uint32_t i = 0; i < 128; i++)
            steps[i] = (uint16_t)(parameters.precision > 8 && i % 9 == 0 ? 1 + data[i % size] * 257 % 65535 : 1 + data[i % size] % 255);
        parameters.steps = steps;
        parameters.quality = 0;
    }
    cdicom_sample_layout layout = {1 + data[3], 1 + (data[4] & 63), samples, width, 0, 0};
    const uint32_t planes = data[2] & 8 ? samples : 1;
    const size_t row_bytes = (size_t)layout.columns * width * (planes > 1 ? 1 : samples), stride = row_bytes + (data[2] & 16 ? 3 : 0);
    if (data[2] & 16) layout.row_stride = stride;
    if (planes > 1) layout.plane_stride = stride * layout.rows;
    data += 6, size -= 6;
    const size_t count = stride * (layout.rows * planes - 1) + row_bytes;
    uint8_t *source = malloc(count), *target = malloc(count);  // exact sizes: every byte beyond is poisoned
    memset(source, 0, count), memset(target, 0, count);
    for (uint32_t row = 0; row < layout.rows * planes; row++)
        for (size_t i = 0; i < row_bytes; i++) source[row * stride + i] = data[(row * row_bytes + i) % size] + (row / 7 & 1 ? row : 0);

    const size_t most = cdicom_jpeg_dct_maximum_encoded_count(layout, parameters);
    if (most == 0) abort();
    uint8_t *encoded = malloc(most);
    size_t written = 0, second = 0;
    cdicom_report report;
    const cdicom_work best = {.limits = {1 << 20, 1 << 22, 1 << 24, 4, 1}, .level = cdicom_best_level()};
    if (cdicom_jpeg_dct_encode(source, count, layout, &parameters, &best, encoded, most, &written, &report) != CDICOM_OK) abort();
    if (written > most || written & 1) abort();
    uint8_t *exact = malloc(written);
    if (cdicom_jpeg_dct_encode(source, count, layout, &parameters, NULL, exact, written, &second, &report) != CDICOM_OK) abort();
    if (second != written || memcmp(exact, encoded, written) != 0) abort();
    uint8_t *small = malloc(written - 1);
    if (cdicom_jpeg_dct_encode(source, count, layout, &parameters, &best, small, written - 1, &second, &report) != CDICOM_TARGET_TOO_SMALL
        || second != 0)
        abort();
    const cdicom_fragment fragment = {exact, written};
    const cdicom_source stream = {&fragment, 1};
    if (cdicom_jpeg_decode(stream, layout, NULL, &best, target, count, &report) != CDICOM_OK) abort();
    if (report.notes & ~(uint32_t)CDICOM_JPEG_NOTE_UPSAMPLED) abort();
    // Steps of 1 keep every coefficient to a half: 8 x 8 halves add up to 4 at the very most, and rounding to 1.
    const bool is_near = parameters.quality == 100 && parameters.ratio == 0 && parameters.sampling == 0 && !parameters.converts_from_rgb;
    const uint32_t mask = (1u << parameters.precision) - 1;
    for (uint32_t row = 0; is_near && row < layout.rows * planes; row++) {
        for (size_t i = 0; i < row_bytes; i += width) {
            const int difference =
                (int)sample(source + row * stride + i, width, mask) - (int)sample(target + row * stride + i, width, 0xFFFF);
            if (difference < -5 || difference > 5) abort();
        }
    }
    free(source), free(target), free(encoded), free(exact), free(small);
    return 0;
}
