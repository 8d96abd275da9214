// libFuzzer harness for JPEG 2000: header, frame and planes of anything, strict and lenient, under limits that keep a run short.
#include "cdicom_jpeg2000.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    cdicom_work work = {.limits = {1 << 18, 1 << 21, 1 << 24, 16, 256}, .level = CDICOM_SCALAR};
    uint8_t *source = malloc(size ? size : 1);  // exact size: every byte beyond is poisoned
    memcpy(source, data, size);
    const cdicom_fragment parts[2] = {{source, size / 2}, {source + size / 2, size - size / 2}}, whole = {source, size};
    const cdicom_source joined = {parts, 2}, single = {&whole, 1};
    cdicom_report report;
    cdicom_jpeg2000_header header;
    cdicom_jpeg2000_component components[16];
    if (cdicom_jpeg2000_probe(single, 0, &work, &header, components, 16, &report) == CDICOM_OK
        && (uint64_t)header.columns * header.rows <= work.limits.pixels && header.components <= work.limits.components) {
        for (int lenient = 0; lenient < 2; lenient++) {
            work.leniency = lenient ? CDICOM_JPEG2000_LENIENT_PARTIAL : 0;
            const uint32_t discard = lenient && header.levels > 0 ? size & 1 : 0;
            const cdicom_jpeg2000_options options = {.discard_levels = discard, .high_throughput = true};
            cdicom_jpeg2000_header reduced;
            if (cdicom_jpeg2000_probe(joined, discard, &work, &reduced, components, 16, &report) != CDICOM_OK) abort();
            const uint32_t width = reduced.precision <= 8 ? 1 : reduced.precision <= 16 ? 2 : 4;
            const cdicom_sample_layout layout = {reduced.columns, reduced.rows, reduced.components, width, 0, 0};
            const size_t count = (size_t)layout.columns * layout.rows * layout.samples_per_pixel * width;
            if (count == 0) continue;
            uint8_t *target = malloc(count);
            const cdicom_status status = cdicom_jpeg2000_decode(lenient ? joined : single, layout, options, &work, target, count, &report);
            if ((status == CDICOM_OK) == (report.message[0] != 0)) abort();
            if (size > 0 && reduced.columns > 1) {  // what a region gives is what the frame has there
                const uint32_t column = source[size / 3] % (reduced.columns - 1), columns = 1 + source[size - 1] % (reduced.columns - column);
                cdicom_jpeg2000_options part = options;
                part.region = (cdicom_jpeg2000_region){column, 0, columns, 1};
                const cdicom_sample_layout row = {columns, 1, layout.samples_per_pixel, width, 0, 0};
                const size_t pixel = (size_t)layout.samples_per_pixel * width;
                uint8_t *piece = malloc(columns * pixel);
                const cdicom_status second = cdicom_jpeg2000_decode(single, row, part, &work, piece, columns * pixel, &report);
                if (second == CDICOM_OK && status == CDICOM_OK && header.is_uniform && header.is_reversible && !lenient
                    && memcmp(piece, target + column * pixel, columns * pixel) != 0)
                    abort();
                free(piece);
            }
            free(target);
            if (lenient) {
                size_t samples = 0;
                for (uint32_t i = 0; i < reduced.components; i++) samples += (size_t)components[i].columns * components[i].rows;
                int32_t *planes = malloc(samples * sizeof *planes + 1);
                cdicom_jpeg2000_decode_planes(single, options, &work, planes, samples, &report);
                free(planes);
            }
        }
    }
    if (size >= 8) {  // encode what the bytes say, and get it back
        const uint32_t columns = 1 + data[0] % 70, rows = 1 + data[1] % 50, samples = 1 + (data[2] & 3), width = data[2] & 4 ? 2 : 1;
        const cdicom_sample_layout layout = {columns, rows, samples, width, 0, 0};
        const size_t count = (size_t)columns * rows * samples * width;
        cdicom_jpeg2000_encoding encoding = {
            .precision = 2 + data[3] % (8 * width - 1), .is_signed = data[2] & 8, .is_reversible = true,
            .uses_component_transform = samples >= 3 && data[2] & 16, .levels = data[4] % 8, .layers = 1, .block_columns = 4u << data[5] % 5,
            .block_rows = 4u << (data[5] >> 4) % 5, .progression = data[6] % 5};
        if (data[6] & 64) encoding.tile_columns = 9 + data[7] % 40, encoding.tile_rows = 9 + (data[7] >> 3) % 30;
        uint8_t *raw = calloc(count, 1), *back = malloc(count);
        for (size_t i = 0; i < count / width; i++) {
            int32_t value = (int32_t)((uint32_t)(source[(i * width) % size] << 8 | source[(i + 1) % size]) << (32 - encoding.precision));
            value = encoding.is_signed ? value >> (32 - encoding.precision) : (int32_t)((uint32_t)value >> (32 - encoding.precision));
            for (uint32_t byte = 0; byte < width; byte++) raw[i * width + byte] = (uint8_t)(value >> (8 * byte));
        }
        const size_t most = cdicom_jpeg2000_maximum_encoded_count(layout, &encoding);
        uint8_t *encoded = malloc(most ? most : 1);
        size_t written = 0;
        const cdicom_status status = cdicom_jpeg2000_encode(raw, count, layout, &encoding, &work, encoded, most, &written, &report);
        if (status == CDICOM_OK) {
            const cdicom_fragment frame = {encoded, written};
            if (cdicom_jpeg2000_decode((cdicom_source){&frame, 1}, layout, (cdicom_jpeg2000_options){0}, &work, back, count, &report) != CDICOM_OK
                || memcmp(back, raw, count) != 0)
                abort();
        }
        free(raw), free(back), free(encoded);
    }
    free(source);
    return 0;
}
