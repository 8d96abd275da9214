#ifndef CDICOM_KERNEL_REFORMAT_H
#define CDICOM_KERNEL_REFORMAT_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_volume.h"

/// Samples along a line through a volume.
typedef struct cdicom_line {
    const cdicom_volume *volume;
    int64_t start[3], step[3]; ///< as in `cdicom_plane`
} cdicom_line;

/// Samples `first` up to `last` of a line, all of whose places lie from the center of the first voxel of each axis to before that of the
/// last one: no neighbour is missing.
typedef void cdicom_linear_fn(const cdicom_line *line, int64_t first, int64_t last, float *target);

cdicom_linear_fn cdicom_linear_scalar;
#if CDICOM_X86_64
cdicom_linear_fn cdicom_linear_avx2;
#endif

#endif
