#ifndef CDICOM_JPEG_LOSSLESS_OUTPUT_H
#define CDICOM_JPEG_LOSSLESS_OUTPUT_H

#include "jpeg_markers.h"

/// Where decoded lines go.
typedef struct cdicom_lossless_output {
    const cdicom_jpeg_header *header;
    cdicom_sample_layout layout;
    cdicom_strides strides;
    uint8_t *target;
    uint32_t rows_done[CDICOM_JPEG_MAXIMUM_COMPONENTS]; ///< of the frame, by component
} cdicom_lossless_output;

/// Line `line` of `count` components that stand side by side: shifted up by the point transform, repeated where they are sub-sampled, put in
/// their containers.
void cdicom_lossless_put_line(cdicom_lossless_output *output, const uint8_t *components, uint32_t count, uint32_t line,
                              const uint16_t *samples, uint32_t point_transform);

/// Rows of which every component is there.
uint32_t cdicom_lossless_rows_done(const cdicom_lossless_output *output);

#endif
