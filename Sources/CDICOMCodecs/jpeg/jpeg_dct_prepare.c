#include "jpeg_dct_encode.h"

/// The last of `count` samples again, up to `padded` of them.
static void repeat_last(uint8_t *row, size_t count, size_t padded, uint32_t width) {
    if (width == 1) {
        memset(row + count, row[count - 1], padded > count ? padded - count : 0);
    } else {
        for (size_t i = count; i < padded; i++) memcpy(row + 2 * i, row + 2 * (count - 1), 2);
    }
}

/// Samples `step` bytes apart, cut to the precision.
static void copy_samples(const uint8_t *from, size_t step, uint32_t container, uint8_t *to, uint32_t width, uint32_t mask, size_t count) {
    if (container == 1) {
        if (step == 1) memcpy(to, from, count);
        else for (size_t i = 0; i < count; i++) to[i] = from[i * step];
    } else if (width == 1) {
        for (size_t i = 0; i < count; i++) to[i] = (uint8_t)cdicom_load_uint16_t(from + i * step);
    } else if (step == 2) {
        for (size_t i = 0; i < count; i++) cdicom_store_uint16_t(to + 2 * i, (uint16_t)(cdicom_load_uint16_t(from + 2 * i) & mask));
    } else {
        for (size_t i = 0; i < count; i++) cdicom_store_uint16_t(to + 2 * i, (uint16_t)(cdicom_load_uint16_t(from + i * step) & mask));
    }
}

/// Row `y` of the frame, the last one again behind it, as rows of components that fill whole MCUs.
static void take_row(const cdicom_dct_encoder *encoder, uint32_t y, uint8_t *const rows[3]) {
    const cdicom_sample_layout layout = encoder->layout;
    const cdicom_strides *strides = &encoder->strides;
    const size_t columns = layout.columns;
    const uint8_t *from = encoder->samples + (y < layout.rows ? y : layout.rows - 1) * strides->row;
    if (encoder->components == 3 && encoder->width == 1 && layout.bytes_per_sample == 1 && strides->sample == 3) {
        encoder->row->split(from, rows, columns);
    } else {
        for (uint32_t i = 0; i < encoder->components; i++)
            copy_samples(from + i * strides->component, strides->sample, layout.bytes_per_sample, rows[i], encoder->width,
                         (1u << encoder->parameters->precision) - 1, columns);
    }
    if (encoder->parameters->converts_from_rgb) encoder->row->to_ycc(rows, columns);
}

void cdicom_dct_quantise_row(cdicom_dct_encoder *encoder, uint32_t row) {
    const uint32_t components = encoder->components, horizontal = encoder->horizontal, vertical = encoder->vertical, width = encoder->width;
    const size_t columns = encoder->layout.columns;
    const bool is_sampled = horizontal > 1;
    for (uint32_t line = 0; line < 8; line++) {
        for (uint32_t j = 0; j < vertical; j++) {
            uint8_t *rows[3];
            rows[0] = encoder->strip[0] + (size_t)(line * vertical + j) * encoder->stride[0];
            for (uint32_t i = 1; i < components; i++)
                rows[i] = is_sampled ? encoder->full[j][i] : encoder->strip[i] + (size_t)line * encoder->stride[i];
            take_row(encoder, (row * 8 + line) * vertical + j, rows);
            for (uint32_t i = 0; i < components; i++)
                repeat_last(rows[i], columns, (size_t)encoder->blocks[i].across * 8 * (i > 0 ? horizontal : 1), width);
        }
        for (uint32_t i = 1; i < components && is_sampled; i++) {
            uint8_t *target = encoder->strip[i] + (size_t)line * encoder->stride[i];
            const size_t count = (size_t)encoder->blocks[i].across * 8;
            // Below its last row a component repeats that, which is not the mean of repeated rows of the frame.
            if (row * 8 + line >= encoder->rows[i]) memcpy(target, target - encoder->stride[i], count * width);
            else if (vertical == 1) encoder->row->halve(encoder->full[0][i], target, count);
            else encoder->row->quarter(encoder->full[0][i], encoder->full[1][i], target, count);
        }
    }
    for (uint32_t i = 0; i < components; i++) {
        cdicom_dct_blocks *blocks = &encoder->blocks[i];
        blocks->first = encoder->holds_all ? 0 : row * blocks->vertical;
        for (uint32_t y = 0; y < blocks->vertical && row * blocks->vertical + y < blocks->down; y++) {
            const size_t at = (size_t)(row * blocks->vertical + y - blocks->first) * blocks->across;
            encoder->forward(encoder->strip[i] + y * 8 * encoder->stride[i], encoder->stride[i], blocks->across,
                             &encoder->divisors[blocks->table], encoder->coefficients[i] + 64 * at, encoder->masks[i] + at);
        }
    }
}
