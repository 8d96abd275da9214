#include "jpeg_lossless_output.h"
#include "../kernels/cells.h"

static void put_run(uint8_t *restrict to, uint32_t width, const uint16_t *restrict from, size_t count, uint32_t shift) {
    if (width == 1) {
        for (size_t i = 0; i < count; i++) to[i] = (uint8_t)(from[i] << shift);
    } else if (shift == 0) {
        memcpy(to, from, 2 * count);
    } else {
        for (size_t i = 0; i < count; i++) cdicom_store_uint16_t(to + 2 * i, (uint16_t)(from[i] << shift));
    }
}

static void put_spread(uint8_t *restrict to, size_t to_step, uint32_t width, const uint16_t *restrict from, size_t from_step, size_t count,
                       uint32_t shift) {
    if (width == 1) {
        for (size_t i = 0; i < count; i++) to[i * to_step] = (uint8_t)(from[i * from_step] << shift);
    } else {
        for (size_t i = 0; i < count; i++) cdicom_store_uint16_t(to + i * to_step, (uint16_t)(from[i * from_step] << shift));
    }
}

void cdicom_lossless_put_line(cdicom_lossless_output *output, const uint8_t *components, uint32_t count, uint32_t line,
                              const uint16_t *samples, uint32_t point_transform) {
    const cdicom_jpeg_header *header = output->header;
    const cdicom_strides *strides = &output->strides;
    const uint32_t width = output->layout.bytes_per_sample;
    const bool is_interleaved = strides->sample == (size_t)width * header->components;
    if (header->horizontal == 1 && header->vertical == 1 && count == header->components && (is_interleaved || count == 1)) {
        put_run(output->target + line * strides->row, width, samples, (size_t)header->columns * count, point_transform);
        for (uint32_t i = 0; i < count; i++) output->rows_done[i] = line + 1;
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t component = components[i];
        const uint32_t horizontal = header->component[component].horizontal, vertical = header->component[component].vertical;
        // Row y of the frame shows line y * Vi / Vmax, rounded down.
        uint32_t row = (line * header->vertical + vertical - 1) / vertical;
        for (; row < header->rows && row * vertical / header->vertical == line; row++) {
            uint8_t *to = output->target + component * strides->component + row * strides->row;
            if (horizontal == header->horizontal) {
                put_spread(to, strides->sample, width, samples + i, count, header->columns, point_transform);
            } else {
                for (uint32_t x = 0; x < header->columns; x++)
                    put_spread(to + x * strides->sample, 0, width, samples + i + (size_t)(x * horizontal / header->horizontal) * count, 0, 1,
                               point_transform);
            }
            output->rows_done[component] = row + 1;
        }
    }
}

uint32_t cdicom_lossless_rows_done(const cdicom_lossless_output *output) {
    uint32_t rows = output->header->rows;
    for (uint32_t i = 0; i < output->header->components; i++)
        if (output->rows_done[i] < rows) rows = output->rows_done[i];
    return rows;
}
