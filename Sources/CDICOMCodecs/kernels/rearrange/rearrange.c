#include "../../frame/frame_internal.h"
#include "../dispatch.h"
#include "cdicom_samples.h"

// The width is a constant in each place where this is compiled, so that a sample is one load and one store.
CDICOM_BODY void copy_row(size_t width, size_t columns, const uint8_t *restrict source, size_t source_step, uint8_t *restrict target,
                          size_t target_step) {
    for (size_t x = 0; x < columns; x++) memcpy(target + x * target_step, source + x * source_step, width);
}

cdicom_status cdicom_rearrange(cdicom_sample_layout source_layout, const uint8_t *source, size_t source_count,
                               cdicom_sample_layout target_layout, uint8_t *target, size_t target_count) {
    cdicom_strides from, to;
    if (!source || !target || !cdicom_layout_strides(source_layout, &from) || !cdicom_layout_strides(target_layout, &to))
        return CDICOM_BAD_ARGUMENT;
    if (source_layout.columns != target_layout.columns || source_layout.rows != target_layout.rows
        || source_layout.samples_per_pixel != target_layout.samples_per_pixel
        || source_layout.bytes_per_sample != target_layout.bytes_per_sample || from.byte_count > source_count)
        return CDICOM_BAD_ARGUMENT;
    if (to.byte_count > target_count) return CDICOM_TARGET_TOO_SMALL;
    const size_t width = target_layout.bytes_per_sample, columns = target_layout.columns;
    // Rows of the same make are copied whole: those of all components, or of each in its plane.
    const bool is_same = from.sample == to.sample;
    const size_t runs = is_same && to.sample != width ? 1 : target_layout.samples_per_pixel;
    for (size_t y = 0; y < target_layout.rows; y++) {
        for (size_t run = 0; run < runs; run++) {
            const uint8_t *const row = source + y * from.row + run * from.component;
            uint8_t *const place = target + y * to.row + run * to.component;
            if (is_same) memcpy(place, row, to.row_bytes);
            else if (width == 1) copy_row(1, columns, row, from.sample, place, to.sample);
            else if (width == 2) copy_row(2, columns, row, from.sample, place, to.sample);
            else if (width == 4) copy_row(4, columns, row, from.sample, place, to.sample);
            else copy_row(8, columns, row, from.sample, place, to.sample);
        }
    }
    return CDICOM_OK;
}
