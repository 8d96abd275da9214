#ifndef CDICOM_JPEG2000_H
#define CDICOM_JPEG2000_H

#include "cdicom_frame.h"
#include "cdicom_status.h"
#include "cdicom_work.h"
#include <stdbool.h>

/// JPEG 2000 (ISO/IEC 15444-1) and what OpenJPEG reads of High-Throughput JPEG 2000 (15444-15).

/// Leniency that a decode used, in `cdicom_report.notes`.
typedef enum cdicom_jpeg2000_note {
    CDICOM_JPEG2000_NOTE_BOXED = 1 << 0,            ///< the codestream lies in JP2 boxes
    CDICOM_JPEG2000_NOTE_TRAILING_DATA = 1 << 1,    ///< bytes other than 0 follow the codestream
    CDICOM_JPEG2000_NOTE_MISSING_END = 1 << 2,      ///< no EOC marker
    CDICOM_JPEG2000_NOTE_PARTIAL = 1 << 3,          ///< a part of the codestream is missing (lenient decoding only)
    CDICOM_JPEG2000_NOTE_UPSAMPLED = 1 << 4,        ///< sub-sampled components were brought to full size by repetition
    CDICOM_JPEG2000_NOTE_MIXED_COMPONENTS = 1 << 5  ///< components differ in precision or sign
} cdicom_jpeg2000_note;

/// Departures that a decode may put up with, in `cdicom_work.leniency`.
typedef enum cdicom_jpeg2000_leniency {
    /// Decode what there is of a codestream that is cut short. With `discard_levels`, damage inside a packet still fails.
    CDICOM_JPEG2000_LENIENT_PARTIAL = 1 << 0
} cdicom_jpeg2000_leniency;

/// One component, as the SIZ marker gives it.
typedef struct cdicom_jpeg2000_component {
    uint32_t columns, rows;         ///< of its own grid, at the resolution that was asked for
    uint32_t column_step, row_step; ///< XRsiz, YRsiz: distance of its samples on the reference grid
    uint8_t precision;              ///< bits, 1..38
    bool is_signed;
} cdicom_jpeg2000_component;

/// What the markers say before the first tile, and of coding parameters in tile headers what concerns the whole.
typedef struct cdicom_jpeg2000_header {
    uint32_t columns, rows; ///< of the frame: the finest of the components, at the resolution that was asked for
    uint32_t components;
    uint8_t precision;      ///< the largest of the components
    bool is_signed;         ///< of the first component
    bool is_uniform;        ///< all components have the same size, precision and sign
    bool is_reversible;     ///< 5-3 wavelet throughout: lossless if nothing was cut off
    bool uses_component_transform; ///< RCT or ICT: the decoder gives RGB
    bool is_high_throughput;
    bool is_boxed;          ///< wrapped in JP2 boxes
    uint8_t levels;         ///< wavelet decompositions, the least of all components and tiles
    uint8_t progression;    ///< 0 LRCP, 1 RLCP, 2 RPCL, 3 PCRL, 4 CPRL
    uint16_t layers;
    uint32_t tile_columns, tile_rows;
    uint32_t tiles;
    size_t codestream_offset; ///< of the SOC marker in the source
} cdicom_jpeg2000_header;

/// A part of the frame, at the resolution that was asked for.
typedef struct cdicom_jpeg2000_region {
    uint32_t column, row;   ///< of its first pixel
    uint32_t columns, rows; ///< both 0: the whole frame
} cdicom_jpeg2000_region;

typedef struct cdicom_jpeg2000_options {
    uint32_t discard_levels; ///< resolution levels to leave out: each halves columns and rows, rounded up
    uint32_t threads;        ///< 0 or 1: only the caller's
    /// Decode HT code-blocks in several quality layers or between packet markers too. OpenJPEG 2.5 ends the process on some that are damaged,
    /// and only there the damage cannot be seen beforehand: only for sources that are trusted.
    bool high_throughput;
    /// Decode only this. Tiles and code-blocks that it does not touch are passed over.
    cdicom_jpeg2000_region region;
} cdicom_jpeg2000_options;

/// The most quality layers that an encode makes.
#define CDICOM_JPEG2000_MAXIMUM_LAYERS 32

/// How to encode.
typedef struct cdicom_jpeg2000_encoding {
    uint32_t precision; ///< bits of a sample, 1 to 22: what lies above them in a container is not looked at
    bool is_signed;
    bool is_reversible; ///< the 5-3 wavelet; otherwise the 9-7
    bool uses_component_transform; ///< RCT or ICT over the first three components, if they have more than one bit
    uint32_t levels;    ///< wavelet decompositions, 0 to 32; fewer are made where a tile's shorter side has not so many halvings
    uint32_t layers;    ///< quality layers, 1 to CDICOM_JPEG2000_MAXIMUM_LAYERS
    /// For each layer the bits of all samples divided by the bits of the codestream up to its end, falling; 0 for all that there is.
    float ratios[CDICOM_JPEG2000_MAXIMUM_LAYERS];
    uint32_t tile_columns, tile_rows;   ///< both 0: one tile
    uint32_t block_columns, block_rows; ///< of a code-block: powers of two from 4 to 1,024, 4,096 together at most
    uint32_t progression;               ///< as in the header
    uint32_t threads;                   ///< 0 or 1: only the caller's
} cdicom_jpeg2000_encoding;

// In every entry below:
//
// - source: a codestream, or one in JP2 boxes; several fragments are joined in scratch.
// - work: OpenJPEG allocates what it works with by itself; `limits.working_bytes` is tested against an estimate from the headers. The
//   cancel flag is read before each tile: OpenJPEG cannot be stopped inside of one. The vector level is OpenJPEG's own choice.

/// Reads the header only; a codestream that is cut short behind it is good enough.
///
/// - components: the first `component_capacity` of them are filled in; may be NULL when that is 0.
/// Returns CDICOM_BAD_ARGUMENT when `discard_levels` is more than the codestream has.
cdicom_status cdicom_jpeg2000_probe(cdicom_source source, uint32_t discard_levels, const cdicom_work *work,
                                          cdicom_jpeg2000_header *header, cdicom_jpeg2000_component *components,
                                          size_t component_capacity, cdicom_report *report);

/// Decodes one codestream into samples: two's complement in containers of bytes_per_sample, the component transform undone.
///
/// - expected: columns and rows as the header gives them after `discard_levels`, or those of the region; samples_per_pixel = components;
///   containers of at least the largest precision; otherwise CDICOM_LAYOUT_MISMATCH. Sub-sampled components are repeated to the size of the
///   finest one. A region that is not inside the frame is CDICOM_BAD_ARGUMENT.
/// - target: all samples of the layout are written; zeros unless CDICOM_OK. Bytes between rows and planes stay as they are.
cdicom_status cdicom_jpeg2000_decode(cdicom_source source, cdicom_sample_layout expected, cdicom_jpeg2000_options options,
                                     const cdicom_work *work, uint8_t *target, size_t target_count, cdicom_report *report);

/// Decodes one codestream into planes: the components one after the other, each in its own size, rows without padding.
///
/// - target_count: in samples; at least the sum of columns * rows over all components.
cdicom_status cdicom_jpeg2000_decode_planes(cdicom_source source, cdicom_jpeg2000_options options, const cdicom_work *work,
                                            int32_t *target, size_t target_count, cdicom_report *report);

/// Bytes that no codestream exceeds which this way of encoding makes of the layout; 0 when it is an impossible one.
size_t cdicom_jpeg2000_maximum_encoded_count(cdicom_sample_layout layout, const cdicom_jpeg2000_encoding *encoding);

/// Encodes samples as one codestream of Part 1, without boxes.
///
/// - layout: of the samples, in containers of at least `precision` bits and 4 bytes at most.
/// - work: as for decoding; the cancel flag is read before each tile.
/// - target: `cdicom_jpeg2000_maximum_encoded_count` bytes are always enough; CDICOM_TARGET_TOO_SMALL where less is given and needed.
/// - written: bytes of the codestream; 0 unless CDICOM_OK.
///
/// Returns CDICOM_UNSUPPORTED for more than 22 bits, which OpenJPEG does not keep exactly, and for noise of one bit a sample that would
/// take much more room than the samples.
cdicom_status cdicom_jpeg2000_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                     const cdicom_jpeg2000_encoding *encoding, const cdicom_work *work, uint8_t *target,
                                     size_t target_count, size_t *written, cdicom_report *report);

#endif
