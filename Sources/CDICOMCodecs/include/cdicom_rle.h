#ifndef CDICOM_RLE_H
#define CDICOM_RLE_H

#include "cdicom_frame.h"
#include "cdicom_status.h"
#include "cdicom_work.h"

/// RLE Lossless (PS3.5 Annex G): one PackBits segment for each byte of a pixel, most significant byte of each sample first.

/// The most segments that the header of a frame can name (PS3.5 G.5).
#define CDICOM_RLE_MAXIMUM_SEGMENTS 15

/// Leniency that a decode used, in `cdicom_report.notes`.
typedef enum cdicom_rle_note {
    CDICOM_RLE_NOTE_EXCESS_DATA = 1 << 0,  ///< a segment holds more than its plane (padding of one byte is no excess)
    CDICOM_RLE_NOTE_HEADER_GAP = 1 << 1,   ///< the first segment does not begin right behind the header
    CDICOM_RLE_NOTE_UNUSED_OFFSET = 1 << 2 ///< an offset of a segment that is not there is not 0
} cdicom_rle_note;

/// Decodes one RLE Lossless frame.
///
/// - source: the whole frame, header first.
/// - layout: 1 to 15 segments = samples_per_pixel * bytes_per_sample, with bytes_per_sample 1, 2 or 4.
/// - work: an unavailable level is CDICOM_BAD_ARGUMENT. Takes about 27 KiB of working memory, beside that for joining fragments.
/// - target: room for the layout; all its samples are written, whatever is returned after the arguments were found good. Bytes between
///   rows and planes stay as they are.
/// - report: may be NULL. `rows_done` counts rows of which every sample is there.
///
/// Returns CDICOM_LAYOUT_MISMATCH when the header names another number of segments, CDICOM_CORRUPT for impossible offsets, and
/// CDICOM_TRUNCATED when a segment ends before its plane is full: the pixels before that point are in the target, the rest is zero. The
/// same holds for CDICOM_CANCELLED.
cdicom_status cdicom_rle_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_work *work, uint8_t *target,
                                size_t target_count, cdicom_report *report);

/// Bytes that no encoded frame of this layout exceeds; 0 when the layout cannot be encoded.
size_t cdicom_rle_maximum_encoded_count(cdicom_sample_layout layout);

/// Encodes samples as one RLE Lossless frame of even length. No run crosses the end of a row (PS3.5 G.3.1).
///
/// - layout: of the samples, as for decoding.
/// - work: as for decoding; takes about 17 KiB.
/// - target: `cdicom_rle_maximum_encoded_count(layout)` bytes are always enough; CDICOM_TARGET_TOO_SMALL where less is given and needed.
/// - written: bytes of the frame; 0 unless CDICOM_OK.
///
/// Returns CDICOM_LIMIT_EXCEEDED when a segment would begin beyond the 32-bit offsets of the header.
cdicom_status cdicom_rle_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout, const cdicom_work *work,
                                uint8_t *target, size_t target_count, size_t *written, cdicom_report *report);

#endif
