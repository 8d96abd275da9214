#ifndef CDICOM_WINDOW_H
#define CDICOM_WINDOW_H

#include "cdicom_samples.h"

/// A stretch of stored values to display bytes in single precision: `y = (float)(v - origin) * scale + offset`, two roundings, no fused
/// multiply-add; the byte is y cut to 0…255 and to its integer part, then XORed with `flip`.
///
/// An origin within the window keeps the factors small, and thus the rounding errors. Limits, so that no version has to clamp before
/// it converts: |origin| <= 65,535, scale and offset finite, |scale| * 131,072 + |offset| < 2^31.
typedef struct cdicom_window {
    int32_t origin;
    float scale;
    float offset;
    uint8_t flip; ///< 0, or 255 to invert
} cdicom_window;

/// Display bytes of cells of 2 bytes. (For cells of 1 byte `cdicom_look_up` is the faster way to the same picture.)
cdicom_status cdicom_window_cells(cdicom_level level, cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target,
                                  size_t count);

/// Display bytes of cells of 1 or 2 bytes through a table with an entry for each bit pattern of a stored value: index is the value as an
/// unsigned number of 8 * bytes - right_shift bits, and `table_count` must be 2 to that power. `is_signed` plays no part.
cdicom_status cdicom_look_up(cdicom_level level, cdicom_cell cell, const uint8_t *table, size_t table_count, const uint8_t *source,
                             uint8_t *target, size_t count);

#endif
