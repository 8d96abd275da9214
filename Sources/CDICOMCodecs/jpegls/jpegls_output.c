#include "jpegls_output.h"

static inline void store(uint8_t *to, uint32_t sample, uint32_t width) {
    to[0] = (uint8_t)sample;
    if (width == 2) to[1] = (uint8_t)(sample >> 8);
}

/// `count` samples, `step` apart in the row and `stride` bytes in the target.
CDICOM_BODY void spread(uint8_t *to, const uint16_t *row, size_t count, const size_t step, const size_t stride, const uint32_t width) {
    for (size_t x = 0; x < count; x++) store(to + x * stride, row[x * step], width);
}

static void spread_any(uint8_t *to, const uint16_t *row, size_t count, size_t step, size_t stride, uint32_t width) {
    if (width == 2 && step == 1 && stride == 2) memcpy(to, row, 2 * count);
    else if (width == 1 && step == 1 && stride == 1) spread(to, row, count, 1, 1, 1);
    else if (width == 1 && step == 1 && stride == 3) spread(to, row, count, 1, 3, 1);
    else if (width == 1) spread(to, row, count, step, stride, 1);
    else spread(to, row, count, step, stride, 2);
}

void cdicom_jpegls_store_pixels(const jpegls_output *output, const uint16_t *row, uint32_t y) {
    const size_t count = (size_t)output->layout.columns * output->layout.samples_per_pixel, width = output->layout.bytes_per_sample;
    spread_any(output->target + y * output->strides.row, row, count, 1, width, (uint32_t)width);
}

bool cdicom_jpegls_store_row(const jpegls_output *output, const jpegls_codestream *codestream, jpegls_component *component,
                             const jpegls_table *table, const uint16_t *row, size_t step, uint32_t y) {
    const size_t stride = output->strides.sample;
    const uint32_t width = output->layout.bytes_per_sample;
    const size_t number = (size_t)(component - codestream->component);
    const uint32_t horizontal = component->horizontal, vertical = component->vertical;
    // The rows Y of the frame with floor(Y * vertical / the largest) = y.
    const uint64_t tallest = codestream->vertical, from = (y * tallest + vertical - 1) / vertical;
    uint64_t end = ((y + 1) * tallest + vertical - 1) / vertical;
    if (end > codestream->rows) end = codestream->rows;
    for (uint64_t to_row = from; to_row < end; to_row++) {
        uint8_t *to = output->target + to_row * output->strides.row + number * output->strides.component;
        if (!table && horizontal == codestream->horizontal) {
            spread_any(to, row, codestream->columns, step, stride, width);
            continue;
        }
        for (size_t x = 0; x < codestream->columns; x++) {
            uint32_t sample = row[x * horizontal / codestream->horizontal * step];
            if (table && !cdicom_jpegls_map(table, sample, &sample)) return false;
            store(to + x * stride, sample, width);
        }
    }
    component->rows_done = (uint32_t)end;
    return true;
}

static inline uint32_t load(const uint8_t *from, uint32_t width) { return width == 2 ? from[0] | (uint32_t)from[1] << 8 : from[0]; }

void cdicom_jpegls_undo_transform(const jpegls_output *output, uint32_t transform, uint32_t precision, uint32_t rows) {
    const uint32_t width = output->layout.bytes_per_sample, mask = (1u << precision) - 1, half = 1u << (precision - 1);
    const size_t component = output->strides.component;
    for (uint32_t y = 0; y < rows; y++) {
        uint8_t *pixel = output->target + y * output->strides.row;
        for (uint32_t x = 0; x < output->layout.columns; x++, pixel += output->strides.sample) {
            const uint32_t a = load(pixel, width), b = load(pixel + component, width), c = load(pixel + 2 * component, width);
            uint32_t red, green, blue;
            if (transform == 3) {
                green = a - ((b + c) >> 2) + half / 2;
                red = c + green - half;
                blue = b + green - half;
            } else {
                green = b;
                red = a + b - half;
                blue = transform == 1 ? c + b - half : c + (((red & mask) + green) >> 1) - half;
            }
            store(pixel, red & mask, width);
            store(pixel + component, green & mask, width);
            store(pixel + 2 * component, blue & mask, width);
        }
    }
}
