#ifndef CDICOM_JPEGLS_ENCODE_ROW_H
#define CDICOM_JPEGLS_ENCODE_ROW_H

#include "jpegls_bits.h"
#include "jpegls_state.h"

/// One row of a scan, encoded.

/// Bits on their way to memory, without stuffing.
typedef struct jpegls_writer {
    uint8_t *next;
    uint64_t held;  ///< bits that do not fill a byte yet, on top
    uint64_t count; ///< of them, 0..7
} jpegls_writer;

/// Appends 1 to 56 bits; up to 8 bytes are written behind `next`.
CDICOM_BODY void jpegls_put(jpegls_writer *writer, uint64_t value, uint32_t count) {
    const uint64_t held = writer->held | value << (64 - writer->count - count), have = writer->count + count;
    jpegls_store(writer->next, held);
    writer->next += have >> 3;
    writer->held = held << (have & 56);
    writer->count = have & 7;
}

typedef struct jpegls_encoder {
    jpegls_state state;
    jpegls_writer writer;
    uint32_t reciprocal; ///< of 2 NEAR + 1, times 2^32, rounded up
} jpegls_encoder;

enum {
    /// Bytes that a sample takes at most: LIMIT is 64 bits, and the bits of a run are counted in it.
    JPEGLS_SAMPLE_BYTES = 8
};

/// Encodes a row: of one component, or of all components interleaved by sample.
///
/// - above, row, line: as for decoding. Near-lossless, the row is replaced by what a decoder will have.
///
/// The writer needs room for JPEGLS_SAMPLE_BYTES a sample and 16 bytes more.
typedef void jpegls_encode_row_fn(jpegls_encoder *encoder, const uint16_t *above, uint16_t *row, uint32_t columns, uint32_t line);

/// As jpegls_row_decoders.
typedef struct jpegls_row_encoders {
    jpegls_encode_row_fn *plain[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS], *general[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS];
} jpegls_row_encoders;

extern const jpegls_row_encoders cdicom_jpegls_row_encoders_scalar;
#if CDICOM_X86_64
extern const jpegls_row_encoders cdicom_jpegls_row_encoders_avx2;
#endif

#endif
