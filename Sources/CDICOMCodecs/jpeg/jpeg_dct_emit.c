#include "jpeg_dct_frame.h"

static inline const uint8_t *sample_row(const cdicom_dct_component *component, uint32_t row) {
    return component->samples + (row % component->held_rows) * component->stride;
}

/// A component's samples for row `y` of the frame, at full width: where they are, if nothing has to be done.
static const uint8_t *full_row(const cdicom_dct_frame *frame, const cdicom_dct_component *component, uint32_t y) {
    const uint32_t across = frame->horizontal / component->horizontal, down = frame->vertical / component->vertical;
    const bool is_exact = frame->horizontal % component->horizontal == 0 && frame->vertical % component->vertical == 0;
    const uint32_t row = y * component->vertical / frame->vertical;
    const uint8_t *near = sample_row(component, row < component->rows ? row : component->rows - 1);
    if (is_exact && across == 1 && down == 1) return near;
    if (is_exact && across <= 2 && down <= 2 && !frame->options->repeats_samples) {
        // The rows above the first and below the last one are taken to be as those.
        const uint32_t other = y & 1 ? (row + 1 < component->rows ? row + 1 : component->rows - 1) : (row > 0 ? row - 1 : 0);
        const uint8_t *far = sample_row(component, other);
        if (across == 1) {
            frame->row->between(near, far, component->widened, component->columns, y & 1 ? 2 : 1);
            return component->widened;
        }
        // Two columns or one are repeated, as libjpeg does.
        if (component->columns > 2) {
            if (down == 1) frame->row->widen(near, component->widened, component->columns);
            else frame->row->widen_between(near, far, component->widened, component->columns);
            return component->widened;
        }
    }
    if (component->horizontal == frame->horizontal) return near;
    cdicom_jpeg_repeat(near, component->widened, frame->stream->header.columns, component->horizontal, frame->horizontal, frame->width);
    return component->widened;
}

/// Samples `from_step` bytes apart to samples `to_step` apart, into containers of the same width or wider ones.
static void copy_samples(const uint8_t *from, size_t from_step, uint32_t from_width, uint8_t *to, size_t to_step, uint32_t to_width,
                         size_t count) {
    if (from_width == to_width && from_step == from_width && to_step == to_width) {
        memcpy(to, from, count * from_width);
    } else if (from_width == 1 && to_width == 1) {
        for (size_t i = 0; i < count; i++) to[i * to_step] = from[i * from_step];
    } else {
        for (size_t i = 0; i < count; i++) {
            const uint16_t value = from_width == 1 ? from[i * from_step] : cdicom_load_uint16_t(from + i * from_step);
            cdicom_store_uint16_t(to + i * to_step, value);
        }
    }
}

static void emit_row(cdicom_dct_frame *frame, uint32_t y) {
    const uint32_t components = frame->components, width = frame->width, container = frame->layout.bytes_per_sample;
    const size_t columns = frame->stream->header.columns;
    const cdicom_strides *strides = frame->strides;
    uint8_t *target = frame->target + y * strides->row;
    const uint8_t *rows[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    for (uint32_t i = 0; i < components; i++) rows[i] = full_row(frame, &frame->component[i], y);
    const bool is_packed = components == 3 && width == container && strides->sample == 3 * width;
    if (frame->converts) {
        if (is_packed) {
            frame->row->to_rgb(rows, target, columns);
            return;
        }
        frame->row->to_rgb(rows, frame->spare, columns);
        for (uint32_t i = 0; i < 3; i++)
            copy_samples(frame->spare + i * width, 3 * width, width, target + i * strides->component, strides->sample, container, columns);
    } else if (is_packed) {
        frame->row->interleave(rows, target, columns);
    } else {
        for (uint32_t i = 0; i < components; i++)
            copy_samples(rows[i], width, width, target + i * strides->component, strides->sample, container, columns);
    }
}

void cdicom_dct_emit(cdicom_dct_frame *frame, uint32_t rows) {
    for (uint32_t y = frame->rows_done; y < rows; y++) emit_row(frame, y);
    if (rows > frame->rows_done) frame->rows_done = rows;
}
