#ifndef CDICOM_JPEG_DCT_STANDARD_H
#define CDICOM_JPEG_DCT_STANDARD_H

#include "jpeg_huffman.h"

/// The tables of T.81 Annex K, "examples" that everyone uses.

/// Quantisation steps in zigzag order, scaled as the Independent JPEG Group does: 50 is as they are, 100 all ones; none above `most`.
void cdicom_dct_standard_steps(uint16_t steps[64], bool is_chrominance, uint32_t quality, uint32_t most);

/// The Huffman tables for 8 bits.
void cdicom_dct_standard_tables(cdicom_huffman_specification *dc, cdicom_huffman_specification *ac, bool is_chrominance);

#endif
