#include "jpeg_lossless_scan.h"

// Scans whose MCUs hold blocks of Hi * Vi samples (T.81 A.2.3): nobody is known to send them in DICOM, so they are decoded plainly.

/// One block: `x` is its first sample, `left_edge` the first one of its interval in lines above which nothing was decoded.
static uint32_t decode_block(cdicom_lossless_scan *scan, uint32_t i, size_t x, bool opens) {
    uint32_t bad = 0;
    const size_t pitch = scan->plane[i].pitch;
    for (uint32_t v = 0; v < scan->plane[i].vertical; v++) {
        uint16_t *line = scan->plane[i].lines + pitch * (v + 1) + x;
        for (uint32_t h = 0; h < scan->plane[i].horizontal; h++, line++) {
            const uint16_t *above = line - pitch;
            const bool is_first_column = h == 0 && (x == 0 || opens);
            uint32_t left = line[-1], selection = scan->selection;
            if (is_first_column) {
                left = opens && v == 0 ? scan->initial : above[0];
                selection = 1;
            } else if (scan->is_first_line && v == 0) {
                selection = 1;
            }
            bad |= cdicom_lossless_decode_sample(scan, scan->tables[i], left, above[0], above[-1], selection, line);
        }
    }
    return bad;
}

cdicom_status cdicom_lossless_scan_blocks(cdicom_lossless_scan *scan, uint32_t row, cdicom_report *report) {
    uint32_t bad = 0;
    scan->is_first_line = false;
    for (uint32_t mcu = 0; mcu < scan->mcu_columns; mcu++) {
        const cdicom_status status = cdicom_lossless_next_interval(scan, report);
        if (status != CDICOM_OK) return status;
        if (mcu == 0 || scan->begins) cdicom_bits_provide(&scan->bits, &scan->feed);
        const bool opens = scan->begins;
        scan->is_first_line |= opens;
        for (uint32_t i = 0; i < scan->components; i++) bad |= decode_block(scan, i, (size_t)mcu * scan->plane[i].horizontal, opens);
        scan->begins = false;
        scan->left -= 1;
    }
    const cdicom_status status = cdicom_lossless_test(scan, bad, report);
    if (status != CDICOM_OK) return status;
    for (uint32_t i = 0; i < scan->components; i++) {
        const uint32_t vertical = scan->plane[i].vertical;
        uint16_t *lines = scan->plane[i].lines;
        const size_t pitch = scan->plane[i].pitch;
        for (uint32_t v = 0; v < vertical && row * vertical + v < scan->plane[i].count; v++)
            cdicom_lossless_put_line(scan->output, &scan->stream->scan.index[i], 1, row * vertical + v, lines + pitch * (v + 1),
                                     scan->point_transform);
        memcpy(lines, lines + pitch * vertical, (pitch - 2 * CDICOM_LOSSLESS_MARGIN) * sizeof *lines);
    }
    return CDICOM_OK;
}
