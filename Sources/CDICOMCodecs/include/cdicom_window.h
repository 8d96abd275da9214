#ifndef CDICOM_WINDOW_H
#define CDICOM_WINDOW_H

#include "cdicom_samples.h"
#include "cdicom_values.h"

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

/// The same for display values of 16 bits: two bytes for each cell, little endian.
cdicom_status cdicom_look_up_words(cdicom_level level, cdicom_cell cell, const uint16_t *table, size_t table_count, const uint8_t *source,
                                   uint8_t *target, size_t count);

/// Cells of 1, 2 or 4 bytes through a table whose first entry stands for `first`; smaller values take the first entry too, those beyond the
/// end the last. `target_bytes` is 1 or 2 for each cell, little endian.
cdicom_status cdicom_look_up_clamped(cdicom_level level, cdicom_cell cell, int64_t first, const uint16_t *table, size_t table_count,
                                     const uint8_t *source, uint8_t *target, uint32_t target_bytes, size_t count);

/// A step function, exact: the value v is shown as `outputs[k]`, k being the number of edges that are not above v, stored in `target_bytes`
/// (1 or 2, little endian). `scale` and `offset` guess k as `(v - origin) * scale + offset`, in single precision but for doubles, whatever
/// they are; a good guess is fast, and the edges decide.
///
/// `edges` has `count` + 2 numbers, ascending: the edges between one number that no v is below and one that none is above. `count` is at most
/// 2^20; `outputs` has `count` + 1. A value that is not a number is shown as `not_a_number`.
typedef struct cdicom_steps_float {
    const float *edges;
    const uint32_t *outputs;
    size_t count;
    float origin, scale, offset;
    uint32_t not_a_number;
    uint32_t target_bytes;
} cdicom_steps_float;

/// As `cdicom_steps_float`.
typedef struct cdicom_steps_double {
    const double *edges;
    const uint32_t *outputs;
    size_t count;
    double origin, scale, offset;
    uint32_t not_a_number;
    uint32_t target_bytes;
} cdicom_steps_double;

/// As `cdicom_steps_float`, for cells of 4 bytes. Edges and origin of unsigned values are less 2^31; v - origin may wrap around.
typedef struct cdicom_steps_int32 {
    const int32_t *edges;
    const uint32_t *outputs;
    size_t count;
    int32_t origin;
    float scale, offset;
    uint32_t target_bytes;
} cdicom_steps_int32;

cdicom_status cdicom_steps_int32_cells(cdicom_level level, cdicom_cell cell, const cdicom_steps_int32 *steps, const uint8_t *source,
                                       uint8_t *target, size_t count);
cdicom_status cdicom_steps_float_cells(cdicom_level level, const cdicom_steps_float *steps, const uint8_t *source, uint8_t *target,
                                       size_t count);
cdicom_status cdicom_steps_double_cells(cdicom_level level, const cdicom_steps_double *steps, const uint8_t *source, uint8_t *target,
                                        size_t count);

/// A stretch in double precision: `y = (v - origin) * scale + offset`, three roundings, no fused multiply-add; what is shown is y cut to 0…top
/// and to its integer part, XORed with `flip`. A v that is not a number counts as 0.
typedef struct cdicom_stretch {
    double origin, scale, offset;
    int32_t top;  ///< 0 … 255, or … 65,535 for targets of two bytes
    int32_t flip; ///< 0, or top to invert
} cdicom_stretch;

/// Display values of cells of 4 bytes, or of binary32; `target_bytes` is 1 or 2 for each, little endian.
cdicom_status cdicom_stretch_cells(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, cdicom_stretch stretch,
                                   const uint8_t *source, uint8_t *target, uint32_t target_bytes, size_t count);

#endif
