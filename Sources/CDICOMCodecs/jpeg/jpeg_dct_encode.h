#ifndef CDICOM_JPEG_DCT_ENCODE_H
#define CDICOM_JPEG_DCT_ENCODE_H

#include "jpeg_dct_forward.h"
#include "jpeg_dct_split.h"
#include "jpeg_dct_write.h"
#include "jpeg_markers.h"

/// A frame that is being encoded.
typedef struct cdicom_dct_encoder {
    const cdicom_jpeg_dct_parameters *parameters;
    const uint8_t *samples;
    cdicom_sample_layout layout;
    cdicom_strides strides;
    cdicom_jpeg_forward_fn *forward;
    const cdicom_jpeg_split_functions *row;
    uint32_t width;            ///< bytes of a sample of a component: 1 at 8 bits, 2 at 12 bits
    uint32_t components, tables;
    uint32_t horizontal, vertical;   ///< the sampling factors of the first component; the others have 1
    uint32_t mcus_across, mcus_down;
    bool holds_all;            ///< the coefficients of the whole frame, or of one row of MCUs
    uint32_t rows[3];          ///< of each component
    size_t stride[3];
    uint8_t *strip[3];         ///< samples of a row of MCUs
    uint8_t *full[2][3];       ///< one or two rows of the components before they are sampled down
    int16_t *coefficients[3];
    uint64_t *masks[3];
    cdicom_dct_blocks blocks[3];
    uint16_t steps[2][64];
    cdicom_jpeg_divisors divisors[2];
    cdicom_dct_counts counts[2];
    cdicom_huffman_specification dc_tables[2], ac_tables[2];
    cdicom_dct_codes dc[2], ac[2];
} cdicom_dct_encoder;

typedef struct cdicom_dct_output {
    uint8_t *begin, *next, *end;
} cdicom_dct_output;

/// Samples of a row of MCUs to quantised blocks.
void cdicom_dct_quantise_row(cdicom_dct_encoder *encoder, uint32_t row);

/// The markers up to the scan. Returns their bytes, at most 4096.
size_t cdicom_dct_write_header(const cdicom_dct_encoder *encoder, uint8_t *target);

#endif
