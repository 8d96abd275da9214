#ifndef CDICOM_JPEG_DCT_INVERSE_H
#define CDICOM_JPEG_DCT_INVERSE_H

#include "../kernels/dispatch.h"
#include <stddef.h>
#include <stdint.h>

/// Coefficients lie in pairs of blocks, so that one 256-bit register holds a row of both: coefficient (v, u) of block b is at
/// `(b / 2) * 128 + v * 16 + (b % 2) * 8 + u`, v counting rows of the block (vertical frequency). De-quantised, modulo 2^16: no legal
/// stream has more.
#define CDICOM_JPEG_PAIR_COUNT 128

static inline size_t cdicom_jpeg_block_offset(size_t block) { return (block >> 1) * CDICOM_JPEG_PAIR_COUNT + (block & 1) * 8; }

/// Transforms `blocks` neighbouring blocks to samples (T.81 A.3.3 with the level shift of A.3.1, cut to the range of the precision), and
/// sets their coefficients to 0 for the next use.
///
/// - lasts: for each block the last zigzag index that may hold something other than 0; 0: only DC.
/// - target: the first sample of the first block. Eight rows are written, of `blocks` rounded up to an even number times 8 samples.
/// - stride: bytes from row to row.
///
/// The arithmetic is the accurate integer one of Loeffler, Ligtenberg and Moschytz with constants of 13 bits, columns first; between
/// the passes 2 fraction bits are kept at 8 bits, 1 at 12 bits. The result is thus the same as that of libjpeg's "islow", bit for bit.
typedef void cdicom_jpeg_inverse_fn(int16_t *coefficients, size_t blocks, const uint8_t *lasts, uint8_t *target, size_t stride);

/// 8 bits: samples of one byte. What hostile coefficients give between the passes is cut to 16 bits.
cdicom_jpeg_inverse_fn cdicom_jpeg_inverse8_scalar;
/// 12 bits: samples of two bytes. All arithmetic is modulo 2^32.
cdicom_jpeg_inverse_fn cdicom_jpeg_inverse12_scalar;
#if CDICOM_X86_64
cdicom_jpeg_inverse_fn cdicom_jpeg_inverse8_avx2;
cdicom_jpeg_inverse_fn cdicom_jpeg_inverse12_avx2;
#elif CDICOM_ARM64
cdicom_jpeg_inverse_fn cdicom_jpeg_inverse8_neon;
cdicom_jpeg_inverse_fn cdicom_jpeg_inverse12_neon;
#endif

/// The version for a level and a precision of 8 or 12 bits.
cdicom_jpeg_inverse_fn *cdicom_jpeg_inverse(cdicom_level level, uint32_t precision);

#endif
