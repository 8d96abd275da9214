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
    if (cdicom_jpeg2000_read_header(single, 0, &work, &header, components, 16, &report) == CDICOM_OK
        && (uint64_t)header.columns * header.rows <= work.limits.pixels && header.components <= work.limits.components) {
        for (int lenient = 0; lenient < 2; lenient++) {
            work.leniency = lenient ? CDICOM_JPEG2000_LENIENT_PARTIAL : 0;
            const uint32_t discard = lenient && header.levels > 0 ? size & 1 : 0;
            const cdicom_jpeg2000_options options = {.discard_levels = discard, .high_throughput = true};
            cdicom_jpeg2000_header reduced;
            if (cdicom_jpeg2000_read_header(joined, discard, &work, &reduced, components, 16, &report) != CDICOM_OK) abort();
            const uint32_t width = reduced.precision <= 8 ? 1 : reduced.precision <= 16 ? 2 : 4;
            const cdicom_sample_layout layout = {reduced.columns, reduced.rows, reduced.components, width, 0, 0};
            const size_t count = (size_t)layout.columns * layout.rows * layout.samples_per_pixel * width;
            if (count == 0) continue;
            uint8_t *target = malloc(count);
            const cdicom_status status = cdicom_jpeg2000_decode(lenient ? joined : single, layout, options, &work, target, count, &report);
            if ((status == CDICOM_OK) == (report.message[0] != 0)) abort();
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
    free(source);
    return 0;
}
