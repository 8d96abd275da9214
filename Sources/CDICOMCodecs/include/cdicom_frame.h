#ifndef CDICOM_FRAME_H
#define CDICOM_FRAME_H

#include <stddef.h>
#include <stdint.h>

/// A part of a compressed frame, as a fragment of encapsulated pixel data holds it (PS3.5 A.4).
typedef struct cdicom_fragment {
    const uint8_t *bytes; ///< may be NULL when `count` is 0
    size_t count;
} cdicom_fragment;

/// A compressed frame: its fragments in their order, without the headers of their items. The cuts between them mean nothing, and offsets
/// in reports count through all of them.
typedef struct cdicom_source {
    const cdicom_fragment *fragments;
    size_t count; ///< of fragments
} cdicom_source;

/// What a frame's samples look like in the caller's memory: little endian, rows from top to bottom.
typedef struct cdicom_sample_layout {
    uint32_t columns;
    uint32_t rows;
    uint32_t samples_per_pixel;
    uint32_t bytes_per_sample; ///< 1, 2, 4 or 8
    size_t row_stride;   ///< bytes from one row to the next, at least those of a row; 0: rows follow each other without padding
    size_t plane_stride; ///< bytes from one plane to the next, at least rows * row_stride; 0: no planes, samples are interleaved by pixel
} cdicom_sample_layout;

#endif
