#ifndef CDICOM_JPEGLS_DECODE_ROW_H
#define CDICOM_JPEGLS_DECODE_ROW_H

#include "jpegls_bits.h"
#include "jpegls_state.h"

/// One row of a scan, decoded.

enum {
    JPEGLS_OVER_FILL = 8 ///< a run fills as many samples at a time: a row has room for so many behind its last one
};

typedef struct jpegls_decoder {
    jpegls_state state;
    jpegls_bits bits;
    size_t in_runs; ///< samples that runs brought, counted up
} jpegls_decoder;

/// Decodes a row: of one component, or of all components interleaved by sample. Samples lie one behind the other by pixel.
///
/// - above: the row above, zeros for the first one, with a pixel in front of it (Rc of the row's first pixel) and one behind it (Rd of its
///   last one, equal to the last).
/// - row: room for a pixel in front, which the caller has set to the first pixel above.
/// - line: which RUNindex is used.
///
/// False when a code is impossible; the samples that it decoded before are in the row.
typedef bool jpegls_decode_row_fn(jpegls_decoder *decoder, const uint16_t *above, uint16_t *row, uint32_t columns, uint32_t line);

/// For noisy rows and for smooth ones (see `jpegls_update`), by components interleaved by sample, from 1: for lossless scans whose values
/// wrap as the bits of a word do, and for all others.
typedef struct jpegls_row_decoders {
    jpegls_decode_row_fn *plain[2][CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS], *general[2][CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS];
} jpegls_row_decoders;

extern const jpegls_row_decoders cdicom_jpegls_row_decoders_scalar;
#if CDICOM_X86_64
extern const jpegls_row_decoders cdicom_jpegls_row_decoders_avx2;
#endif

#endif
