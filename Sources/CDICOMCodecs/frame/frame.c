#include "frame_internal.h"

bool cdicom_layout_strides(cdicom_sample_layout layout, cdicom_strides *strides) {
    const size_t width = layout.bytes_per_sample, rows = layout.rows;
    if (layout.columns == 0 || rows == 0 || layout.samples_per_pixel == 0) return false;
    if (width != 1 && width != 2 && width != 4 && width != 8) return false;
    const bool is_planar = layout.plane_stride != 0;
    size_t row_bytes, plane;
    if (!cdicom_multiply(layout.columns, width, &row_bytes)) return false;
    if (!is_planar && !cdicom_multiply(row_bytes, layout.samples_per_pixel, &row_bytes)) return false;
    const size_t row = layout.row_stride != 0 ? layout.row_stride : row_bytes;
    if (row < row_bytes || !cdicom_multiply(row, rows - 1, &plane) || __builtin_add_overflow(plane, row_bytes, &plane)) return false;
    size_t all = plane;
    if (is_planar
        && (layout.plane_stride < plane || !cdicom_multiply(layout.plane_stride, layout.samples_per_pixel - 1, &all)
            || __builtin_add_overflow(all, plane, &all)))
        return false;
    *strides = (cdicom_strides){
        .sample = is_planar ? width : width * layout.samples_per_pixel,
        .row = row,
        .component = is_planar ? layout.plane_stride : width,
        .row_bytes = row_bytes,
        .byte_count = all,
        .is_tight = row == row_bytes && (!is_planar || layout.samples_per_pixel == 1),
    };
    return true;
}

static const char impossible[] = "The layout has a dimension of 0, rows or planes that overlap, or is larger than memory";

cdicom_status cdicom_check_target(cdicom_sample_layout layout, const uint8_t *target, size_t target_count, cdicom_strides *strides,
                                  cdicom_report *report) {
    if (!target || !cdicom_layout_strides(layout, strides)) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, impossible);
    if (target_count < strides->byte_count)
        return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target is smaller than the frame");
    return CDICOM_OK;
}

cdicom_status cdicom_check_samples(cdicom_sample_layout layout, const uint8_t *samples, size_t sample_bytes, cdicom_strides *strides,
                                   cdicom_report *report) {
    if (!samples || !cdicom_layout_strides(layout, strides)) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, impossible);
    if (sample_bytes < strides->byte_count)
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, sample_bytes, "The samples are fewer than the layout says");
    return CDICOM_OK;
}

void cdicom_clear_rows(cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target, uint32_t row) {
    const uint32_t planes = layout.plane_stride != 0 ? layout.samples_per_pixel : 1;
    for (uint32_t plane = 0; plane < planes; plane++) {
        uint8_t *first = target + plane * layout.plane_stride;
        for (uint32_t y = row; y < layout.rows; y++) memset(first + y * strides->row, 0, strides->row_bytes);
    }
}
