// libFuzzer harness for JPEG-LS: decode of anything at every level, and encode of anything followed by a decode that must give it back.
#include "cdicom_jpegls.h"
#include <stdlib.h>
#include <string.h>

static const cdicom_limits limits = {.pixels = 1 << 18, .target_bytes = 1 << 20, .working_bytes = 1 << 24, .components = 255, .tiles = 1};
static cdicom_scratch scratch;

static cdicom_work work_at(cdicom_level level, uint32_t leniency) {
    return (cdicom_work){.limits = limits, .scratch = level == CDICOM_SCALAR ? NULL : &scratch, .level = level, .leniency = leniency};
}

/// A layout of these samples, in planes or with padded rows as the bits of `shape` say, and the bytes that it fills.
static size_t shaped(cdicom_sample_layout *layout, unsigned shape) {
    const size_t row = (size_t)layout->columns * layout->bytes_per_sample * (shape & 1 ? 1 : layout->samples_per_pixel);
    layout->row_stride = row + (shape & 2 ? 5 : 0);
    layout->plane_stride = shape & 1 ? layout->row_stride * layout->rows + (shape & 4 ? 3 : 0) : 0;
    const size_t plane = layout->row_stride * (layout->rows - 1) + row;
    return shape & 1 ? layout->plane_stride * (layout->samples_per_pixel - 1) + plane : plane;
}

static void decode(const uint8_t *data, size_t size, unsigned mode) {
    uint8_t *exact = malloc(size ? size : 1);  // every byte beyond is poisoned
    memcpy(exact, data, size);
    const size_t cut = mode & 16 ? size / 2 : 0;
    const cdicom_fragment fragments[2] = {{exact, cut}, {exact + cut, size - cut}};
    const cdicom_source source = mode & 16 ? (cdicom_source){fragments, 2} : (cdicom_source){fragments + 1, 1};
    const uint32_t leniency = mode & 32 ? CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS : 0;
    cdicom_jpegls_header header;
    cdicom_report report;
    cdicom_work work = work_at(CDICOM_SCALAR, leniency);
    const cdicom_status status = cdicom_jpegls_probe(source, &work, &header, &report);
    if (status == CDICOM_OK && (uint64_t)header.columns * header.rows <= limits.pixels) {
        cdicom_sample_layout layout = {header.columns, header.rows, header.components, mode & 64 ? 2 : header.bytes_per_sample, 0, 0};
        const size_t count = shaped(&layout, mode);
        if (count <= 4 * limits.target_bytes) {
            uint8_t *first = malloc(count), *second = malloc(count);
            memset(first, 0xAA, count), memset(second, 0xAA, count);
            cdicom_report again;
            const cdicom_status one = cdicom_jpegls_decode(source, layout, &work, first, count, &report);
            work = work_at(cdicom_best_level(), leniency);
            const cdicom_status two = cdicom_jpegls_decode(source, layout, &work, second, count, &again);
            if (one != two || memcmp(first, second, count) != 0) abort();
            if (report.rows_done != again.rows_done || report.notes != again.notes || report.offset != again.offset) abort();
            if (one == CDICOM_BAD_ARGUMENT || one == CDICOM_TARGET_TOO_SMALL) abort();
            if (one == CDICOM_OK && report.rows_done != layout.rows) abort();
            const uint32_t planes = layout.plane_stride ? layout.samples_per_pixel : 1;
            const size_t row = (size_t)layout.columns * layout.bytes_per_sample * (layout.plane_stride ? 1 : layout.samples_per_pixel);
            for (uint32_t plane = 0; plane < planes && one != CDICOM_OK; plane++)
                for (uint32_t y = report.rows_done; y < layout.rows; y++)
                    for (size_t i = 0; i < row; i++)
                        if (first[plane * layout.plane_stride + y * layout.row_stride + i] != 0) abort();
            free(first), free(second);
        }
    }
    free(exact);
}

static void encode(const uint8_t *data, size_t size, unsigned mode) {
    if (size < 10) return;
    const uint32_t precision = data[0] % 15 + 2, highest = (1u << precision) - 1;
    cdicom_sample_layout layout = {data[1] % 40 + 1, data[2] % 12 + 1, data[3] % 5 + 1, precision > 8 || mode & 64 ? 2 : 1, 0, 0};
    cdicom_jpegls_options options = {.precision = precision, .near = data[4] < 128 ? 0 : data[4] - 128, .restart_interval = data[5] % 4};
    options.interleave = (cdicom_jpegls_interleave)(data[6] % 3);
    if (layout.samples_per_pixel > 4) options.interleave = CDICOM_JPEGLS_INTERLEAVE_NONE;
    if (data[7] & 1) options.preset.maximum = 1 + (data[7] * 257u + data[8]) % highest;
    if (data[7] & 2) options.preset.reset = 3 + data[8] % 70;
    if (data[7] & 4) options.preset.thresholds[0] = options.near + 1 + data[9] % 16;
    const uint32_t maximum = options.preset.maximum ? options.preset.maximum : highest;
    data += 10, size -= 10;
    const size_t count = shaped(&layout, mode);
    uint8_t *samples = malloc(count), *again = malloc(count);
    memset(samples, 0, count), memset(again, 0, count);
    const uint32_t planes = layout.plane_stride ? layout.samples_per_pixel : 1, width = layout.bytes_per_sample;
    const uint32_t across = layout.columns * (layout.plane_stride ? 1 : layout.samples_per_pixel);
    uint32_t state = 0;
    for (uint32_t plane = 0; plane < planes; plane++)
        for (uint32_t y = 0; y < layout.rows; y++)
            for (uint32_t x = 0; x < across; x++) {
                const uint8_t byte = size ? data[state++ % size] : 0;
                const uint32_t sample = byte < 200 ? byte % 5 : (byte * 2654435761u >> 8) % (maximum + 1);
                uint8_t *to = samples + plane * layout.plane_stride + y * layout.row_stride + (size_t)x * width;
                to[0] = (uint8_t)(sample <= maximum ? sample : maximum);
                if (width == 2) to[1] = (uint8_t)((sample <= maximum ? sample : maximum) >> 8);
            }
    cdicom_report report;
    const size_t most = cdicom_jpegls_maximum_encoded_count(layout, options);
    if (most > 0) {
        uint8_t *encoded = malloc(most);
        size_t written = 0, second = 0;
        cdicom_work work = work_at(CDICOM_SCALAR, 0);
        if (cdicom_jpegls_encode(samples, count, layout, options, &work, encoded, most, &written, &report) != CDICOM_OK) abort();
        if (written > most || written & 1) abort();
        uint8_t *exact = malloc(written);
        work = work_at(cdicom_best_level(), 0);
        if (cdicom_jpegls_encode(samples, count, layout, options, &work, exact, written, &second, &report) != CDICOM_OK) abort();
        if (second != written || memcmp(exact, encoded, written) != 0) abort();
        if (cdicom_jpegls_encode(samples, count, layout, options, &work, encoded, written - 1, &second, &report) != CDICOM_TARGET_TOO_SMALL
            || second != 0)
            abort();
        const cdicom_fragment fragment = {exact, written};
        if (cdicom_jpegls_decode((cdicom_source){&fragment, 1}, layout, &work, again, count, &report) != CDICOM_OK || report.notes) abort();
        for (size_t i = 0; i + width <= count; i += width) {
            if (layout.row_stride % width || layout.plane_stride % width) break;
            const int a = width == 2 ? samples[i] | samples[i + 1] << 8 : samples[i];
            const int b = width == 2 ? again[i] | again[i + 1] << 8 : again[i];
            if (abs(a - b) > (int)options.near) abort();
        }
        if (options.near == 0 && memcmp(samples, again, count) != 0) abort();
        free(encoded), free(exact);
    }
    free(samples), free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 1) return 0;
    if (data[0] & 128) encode(data + 1, size - 1, data[0]);
    else decode(data + 1, size - 1, data[0]);
    return 0;
}
