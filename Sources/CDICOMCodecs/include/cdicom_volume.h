#ifndef CDICOM_VOLUME_H
#define CDICOM_VOLUME_H

#include "cdicom_resample.h"
#include "cdicom_samples.h"

/// Numbers in three dimensions: columns, rows, slices. A picture is a volume of one slice.
typedef struct cdicom_volume {
    const uint8_t *numbers; ///< little endian, without alignment
    size_t bytes;
    cdicom_number number;
    uint32_t size[3];   ///< 1 … 65,535
    uint64_t stride[3]; ///< numbers from one to the next
} cdicom_volume;

typedef enum cdicom_interpolation {
    CDICOM_NEAREST = 0,
    CDICOM_LINEAR,
    CDICOM_CUBIC ///< cubic convolution, a = -0.5, with the outermost numbers repeated beyond the edge
} cdicom_interpolation;

typedef enum cdicom_projection {
    CDICOM_MEAN = 0,
    CDICOM_MAXIMUM,
    CDICOM_MINIMUM
} cdicom_projection;

/// A plane through a volume, in columns, rows and slices of it, each in units of 2^-32: where the first pixel lies and how far the next one
/// is along a row, along a column, and into the depth of a slab. |start| <= 2^60, |steps| <= 2^44.
typedef struct cdicom_plane {
    int64_t start[3];
    int64_t column_step[3];
    int64_t row_step[3];
    int64_t depth_step[3];
    uint32_t columns; ///< 1 … 65,535
    uint32_t rows;    ///< 1 … 65,535
    uint32_t depth;   ///< 1 … 65,535 samples, of which each pixel is the projection
} cdicom_plane;

/// The pixels of a plane, as numbers of the volume's kind, one every `target_step`.
///
/// A voxel reaches half its size to either side of its center; what is outside of all, and what is not a number, does not count, and a
/// pixel without any that counts is `outside`. Along each axis the place is a whole number of 2^-32; weights are its fraction cut to 24
/// bits, in single precision, along columns, then rows, then slices, each a + f · (b - a), no fused multiply-add. Integers are rounded to
/// nearest, halves up. So all levels give the same bytes.
///
/// `scratch` is 3 · columns floats. CDICOM_BAD_ARGUMENT for a volume that leaves its bytes or a plane beyond the bounds above,
/// CDICOM_TARGET_TOO_SMALL where a count says so.
cdicom_status cdicom_reformat(cdicom_level level, cdicom_volume volume, cdicom_plane plane, cdicom_interpolation interpolation,
                              cdicom_projection projection, float outside, uint8_t *target, size_t target_bytes, size_t target_step,
                              float *scratch, size_t scratch_count);

/// Modality values of stored ones, `slope · v + intercept` in double precision, rounded once to single. Cells of 1, 2 or 4 bytes that hold
/// nothing but the value.
cdicom_status cdicom_rescale(cdicom_level level, cdicom_cell cell, double slope, double intercept, const uint8_t *source, uint8_t *target,
                             size_t count);

/// The same of IEEE numbers: `cell_bytes` is 4 or 8.
cdicom_status cdicom_rescale_floats(cdicom_level level, uint32_t cell_bytes, double slope, double intercept, const uint8_t *source,
                                    uint8_t *target, size_t count);

/// Cells of 1 byte that hold nothing but the value to words of 2.
cdicom_status cdicom_widen(cdicom_level level, cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count);

#endif
