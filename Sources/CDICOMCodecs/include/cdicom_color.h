#ifndef CDICOM_COLOR_H
#define CDICOM_COLOR_H

#include "cdicom_samples.h"

/// What three samples of 8 bits mean (PS3.3 C.7.6.3.1.2).
typedef enum cdicom_ybr {
    CDICOM_YBR_FULL,    ///< 0…255 each
    CDICOM_YBR_PARTIAL, ///< Y 16…235, Cb and Cr 16…240
} cdicom_ybr;

/// Y Cb Cr of 8 bits to R G B: the exact inverse of the standard's equations, rounded to nearest, halves up, cut to 0…255. The target may be
/// the source.
cdicom_status cdicom_ybr_to_rgb(cdicom_level level, cdicom_ybr ybr, const uint8_t *source, uint8_t *target, size_t pixels);

/// Y1 Y2 Cb Cr for each two pixels to Y Cb Cr for each. `pixels` is even.
cdicom_status cdicom_expand_422(cdicom_level level, const uint8_t *source, uint8_t *target, size_t pixels);

/// Stored values to R G B through a table whose first entry stands for `first`; smaller values take it too, those beyond the end the last. Cells
/// of 1, 2 or 4 bytes. An entry has R in its lowest `target_bytes` (1 or 2), then G, then B: as they are written, little endian.
cdicom_status cdicom_palette(cdicom_level level, cdicom_cell cell, int64_t first, const uint64_t *table, size_t table_count,
                             const uint8_t *source, uint8_t *target, uint32_t target_bytes, size_t pixels);

/// A matrix/TRC profile (ICC.1 clause F.3) joined with the encoding of another colour space. All values are 0…1 but on their way.
typedef struct cdicom_profile {
    const float *curves; ///< three tables, one after the other, of `top` + 1 entries: device value to linear
    float matrix[9];     ///< by rows: linear R G B to linear R G B of the other space
    const float *encoding; ///< 4,097 entries: linear 0…1 to encoded, between which lines are drawn; the first 1/64 has 4,097 more of its own
    uint32_t top;          ///< the largest sample: 255, or up to 65,535 in samples of two bytes
    uint32_t sample_bytes; ///< 1 or 2, little endian
} cdicom_profile;

/// R G B to R G B, rounded to nearest. Samples beyond `top` count as it. The target may be the source.
cdicom_status cdicom_apply_profile(cdicom_level level, const cdicom_profile *profile, const uint8_t *source, uint8_t *target, size_t pixels);

/// How values are told that lie between two levels.
typedef enum cdicom_dither {
    CDICOM_DITHER_ORDERED,   ///< a threshold for each place of a square of 8 × 8 pixels (Bayer's)
    CDICOM_DITHER_DIFFUSION, ///< what a pixel is off is shared by its neighbours still to come (Floyd and Steinberg's)
} cdicom_dither;

/// Samples 0…`source_top` to 0…`target_top`, for `rows` × `columns` pixels of `samples` samples; each takes one byte where its top is below 256,
/// else two, little endian. Values that are a level stay one under CDICOM_DITHER_ORDERED. `errors` has room for 2 * (columns + 2) * samples
/// numbers, and is for CDICOM_DITHER_DIFFUSION only.
cdicom_status cdicom_dither_samples(cdicom_level level, cdicom_dither method, uint32_t source_top, uint32_t target_top, uint32_t columns,
                                    uint32_t rows, uint32_t samples, const uint8_t *source, uint8_t *target, int32_t *errors,
                                    size_t errors_count);

#endif
