#ifndef CDICOM_JPEG2000_SAMPLES_H
#define CDICOM_JPEG2000_SAMPLES_H

#include "../frame/frame_internal.h"
#include "jpeg2000_markers.h"
#include <openjpeg.h>

/// The decoded image into the target, components of lower resolution repeated. Returns notes.
uint32_t cdicom_jpeg2000_put_image(const opj_image_t *image, const cdicom_jpeg2000_walk *walk, uint32_t discard_levels,
                                   cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target);

/// A row of samples of the caller, every `step` bytes, as numbers: the low `precision` bits of containers of `width` bytes.
void cdicom_jpeg2000_take_row(const uint8_t *samples, size_t step, uint32_t width, uint32_t precision, bool is_signed, int32_t *line,
                              size_t count);

#endif
