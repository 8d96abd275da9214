#include "jpeg2000_samples.h"

/// Stores the low `width` bytes of a sample, least significant first; the address need not be aligned.
static inline __attribute__((always_inline)) void store_sample(uint8_t *target, int64_t value, uint32_t width) {
    for (uint32_t byte = 0; byte < width; byte++) target[byte] = (uint8_t)((uint64_t)value >> (8 * byte));
}

/// A row of one component, every `step` bytes of the target. `step` and `width` are constants where this is called for common layouts.
static inline __attribute__((always_inline)) void spread(const int32_t *restrict line, uint8_t *restrict target, size_t count, size_t step,
                                                         uint32_t width) {
    for (size_t i = 0; i < count; i++) store_sample(target + i * step, line[i], width);
}

static void put_line(const int32_t *line, uint8_t *target, size_t count, size_t step, uint32_t width) {
    switch (step << 4 | width) {
    case 0x11: spread(line, target, count, 1, 1); break;
    case 0x22: spread(line, target, count, 2, 2); break;
    case 0x44: spread(line, target, count, 4, 4); break;
    case 0x31: spread(line, target, count, 3, 1); break;
    case 0x62: spread(line, target, count, 6, 2); break;
    default: spread(line, target, count, step, width);
    }
}

/// One component of the frame's size, whose first sample goes to `target`.
static void put_component(const int32_t *plane, cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target) {
    const size_t columns = layout.columns;
    if (strides->row == columns * strides->sample) {
        put_line(plane, target, columns * layout.rows, strides->sample, layout.bytes_per_sample);
        return;
    }
    for (size_t row = 0; row < layout.rows; row++)
        put_line(plane + row * columns, target + row * strides->row, columns, strides->sample, layout.bytes_per_sample);
}

/// Whether the components are three bytes of a pixel, each of the frame's size: what nearly all colour is.
static bool is_triple(const opj_image_t *image, cdicom_sample_layout layout, const cdicom_strides *strides) {
    bool is_full = image->numcomps == 3 && layout.bytes_per_sample == 1 && strides->sample == 3 && strides->component == 1;
    for (uint32_t i = 0; is_full && i < 3; i++) is_full = image->comps[i].w == layout.columns && image->comps[i].h == layout.rows;
    return is_full;
}

/// Three components in one pass, so that each part of the target is written once.
static void put_triple(const opj_image_t *image, cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target) {
    const int32_t *restrict a = image->comps[0].data, *restrict b = image->comps[1].data, *restrict c = image->comps[2].data;
    for (uint32_t row = 0; row < layout.rows; row++, a += layout.columns, b += layout.columns, c += layout.columns) {
        uint8_t *restrict to = target + row * strides->row;
        for (uint32_t column = 0; column < layout.columns; column++, to += 3) {
            to[0] = (uint8_t)a[column];
            to[1] = (uint8_t)b[column];
            to[2] = (uint8_t)c[column];
        }
    }
}

/// Index on a component's grid of pixel `index` of the frame: the last sample at or before it on the reference grid.
static uint32_t component_index(uint32_t index, uint32_t origin, uint32_t least_step, uint32_t step, uint32_t discard_levels,
                                uint32_t count) {
    const uint64_t first = cdicom_ceil_shift(cdicom_ceil_divide(origin, least_step), discard_levels);
    const uint64_t place = (first + index) * least_step / step;
    const uint64_t own_first = cdicom_ceil_shift(cdicom_ceil_divide(origin, step), discard_levels);
    const uint64_t own = place > own_first ? place - own_first : 0;
    return own < count ? (uint32_t)own : count - 1;
}

/// One sub-sampled component, its samples repeated.
static void put_subsampled(const opj_image_comp_t *component, const cdicom_jpeg2000_walk *walk, uint32_t discard_levels,
                           cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target) {
    for (uint32_t row = 0; row < layout.rows; row++) {
        const uint32_t y = component_index(row, walk->y0, walk->least_row_step, component->dy, discard_levels, component->h);
        const int32_t *line = component->data + (size_t)y * component->w;
        uint8_t *to = target + row * strides->row;
        for (uint32_t column = 0; column < layout.columns; column++, to += strides->sample)
            store_sample(to, line[component_index(column, walk->x0, walk->least_column_step, component->dx, discard_levels, component->w)],
                         layout.bytes_per_sample);
    }
}

uint32_t cdicom_jpeg2000_put_image(const opj_image_t *image, const cdicom_jpeg2000_walk *walk, uint32_t discard_levels,
                                   cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target) {
    uint32_t notes = 0;
    const bool is_put = is_triple(image, layout, strides);
    if (is_put) put_triple(image, layout, strides, target);
    for (uint32_t i = 0; i < image->numcomps; i++) {
        const opj_image_comp_t *component = &image->comps[i];
        uint8_t *first = target + i * strides->component;
        if (component->prec != image->comps[0].prec || component->sgnd != image->comps[0].sgnd)
            notes |= CDICOM_JPEG2000_NOTE_MIXED_COMPONENTS;
        if (is_put) continue;
        if (component->w == layout.columns && component->h == layout.rows) {
            put_component(component->data, layout, strides, first);
        } else {
            notes |= CDICOM_JPEG2000_NOTE_UPSAMPLED;
            put_subsampled(component, walk, discard_levels, layout, strides, first);
        }
    }
    return notes;
}

/// `step` and `width` are constants where this is called for common layouts.
static inline __attribute__((always_inline)) void take(const uint8_t *restrict samples, size_t step, uint32_t width, uint32_t shift,
                                                       bool is_signed, int32_t *restrict line, size_t count) {
    for (size_t i = 0; i < count; i++) {
        uint32_t value = 0;
        for (uint32_t byte = 0; byte < width; byte++) value |= (uint32_t)samples[i * step + byte] << (8 * byte);
        value <<= shift;
        line[i] = is_signed ? (int32_t)value >> shift : (int32_t)(value >> shift);
    }
}

void cdicom_jpeg2000_take_row(const uint8_t *samples, size_t step, uint32_t width, uint32_t precision, bool is_signed, int32_t *line,
                              size_t count) {
    const uint32_t shift = 32 - precision;
    switch (step << 4 | width) {
    case 0x11: take(samples, 1, 1, shift, is_signed, line, count); break;
    case 0x22: take(samples, 2, 2, shift, is_signed, line, count); break;
    case 0x31: take(samples, 3, 1, shift, is_signed, line, count); break;
    case 0x62: take(samples, 6, 2, shift, is_signed, line, count); break;
    default: take(samples, step, width, shift, is_signed, line, count);
    }
}
