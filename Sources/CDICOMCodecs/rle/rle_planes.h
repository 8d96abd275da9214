#ifndef CDICOM_RLE_PLANES_H
#define CDICOM_RLE_PLANES_H

#include "../kernels/dispatch.h"
#include "cdicom_rle.h"
#include <stddef.h>

/// Byte planes and the pixels they make. `stride` is the bytes of a pixel, equal to the number of planes.

/// Writes `count` pixels of `stride` bytes: byte b of pixel i is planes[b][i]. Writes count * stride bytes exactly and reads `count` bytes
/// of each plane.
typedef void cdicom_rle_interleave_fn(const uint8_t *const *planes, uint32_t stride, uint8_t *target, size_t count);

/// The other way, for one plane: plane[i] = source[i * stride + byte]. Reads nothing but the pixels.
typedef void cdicom_rle_extract_fn(const uint8_t *source, uint32_t stride, uint32_t byte, uint8_t *plane, size_t count);

cdicom_rle_interleave_fn cdicom_rle_interleave_scalar;
cdicom_rle_extract_fn cdicom_rle_extract_scalar;
#if CDICOM_X86_64
cdicom_rle_interleave_fn cdicom_rle_interleave_sse41;
cdicom_rle_extract_fn cdicom_rle_extract_sse41;
#elif CDICOM_ARM64
cdicom_rle_interleave_fn cdicom_rle_interleave_neon;
cdicom_rle_extract_fn cdicom_rle_extract_neon;
#endif

/// The versions for a level, which this machine must have.
cdicom_rle_interleave_fn *cdicom_rle_interleave(cdicom_level level);
cdicom_rle_extract_fn *cdicom_rle_extract(cdicom_level level);

/// The byte of a pixel that a segment holds: samples in order, each with its most significant byte first (PS3.5 G.2),
/// in memory little endian.
static inline uint32_t cdicom_rle_byte_of_segment(uint32_t segment, uint32_t bytes_per_sample) {
    const uint32_t sample = segment / bytes_per_sample, significance = segment % bytes_per_sample;
    return sample * bytes_per_sample + (bytes_per_sample - 1 - significance);
}

/// A layout that the 15 segments can express.
static inline int cdicom_rle_layout_is_possible(cdicom_sample_layout layout) {
    const uint32_t width = layout.bytes_per_sample, samples = layout.samples_per_pixel;
    return (width == 1 || width == 2 || width == 4) && samples >= 1 && samples <= CDICOM_RLE_MAXIMUM_SEGMENTS
           && samples * width <= CDICOM_RLE_MAXIMUM_SEGMENTS;
}

#endif
