#ifndef CDICOM_JPEG_H
#define CDICOM_JPEG_H

#include "cdicom_frame.h"
#include "cdicom_status.h"
#include "cdicom_work.h"
#include <stdbool.h>

/// JPEG (ISO/IEC 10918-1, ITU-T T.81): the sequential and progressive DCT processes and the lossless one, Huffman coded.

/// Components of one frame that are read; T.81 allows 255 in sequential and lossless frames, DICOM has uses for 1 and 3.
#define CDICOM_JPEG_MAXIMUM_COMPONENTS 4

/// What the marker of the frame header (SOFn, T.81 table B.1) says; the number is its n.
typedef enum cdicom_jpeg_process {
    CDICOM_JPEG_BASELINE = 0,
    CDICOM_JPEG_EXTENDED = 1, ///< sequential DCT, 8 or 12 bits
    CDICOM_JPEG_PROGRESSIVE = 2,
    CDICOM_JPEG_LOSSLESS = 3
} cdicom_jpeg_process;

/// What a decode met that a clean codestream does not have, in `cdicom_report.notes`.
typedef enum cdicom_jpeg_note {
    CDICOM_JPEG_NOTE_PADDING_BEFORE = 1 << 0,     ///< zeros or 0xFF in front of the SOI marker
    CDICOM_JPEG_NOTE_PADDING_AFTER = 1 << 1,      ///< more than the one byte of 0 that makes a fragment even follows EOI (zeros or 0xFF)
    CDICOM_JPEG_NOTE_MISSING_END = 1 << 2,        ///< no EOI marker
    CDICOM_JPEG_NOTE_TRAILING_DATA = 1 << 3,      ///< bytes other than padding follow EOI
    CDICOM_JPEG_NOTE_EXCESS_DATA = 1 << 4,        ///< an entropy-coded segment is longer than its samples
    CDICOM_JPEG_NOTE_UPSAMPLED = 1 << 5,          ///< sub-sampled components were brought to full size
    CDICOM_JPEG_NOTE_LINES_DEFINED = 1 << 6,      ///< the number of lines comes from a DNL segment
    CDICOM_JPEG_NOTE_SCAN_PARAMETERS = 1 << 7,    ///< a parameter of a scan that has only one legal value has another
    CDICOM_JPEG_NOTE_UNKNOWN_MARKER = 1 << 8,     ///< a reserved marker was skipped
    CDICOM_JPEG_NOTE_PREDICTOR_OVERFLOW = 1 << 9, ///< CDICOM_JPEG_LENIENT_PREDICTOR_OVERFLOW changed a sample
    CDICOM_JPEG_NOTE_OVERFULL_TABLE = 1 << 10,    ///< CDICOM_JPEG_LENIENT_OVERFULL_TABLE was needed
    CDICOM_JPEG_NOTE_PARTIAL = 1 << 11            ///< CDICOM_JPEG_LENIENT_PARTIAL: scans are missing, and the picture is coarse
} cdicom_jpeg_note;

/// Departures to put up with, in `cdicom_work.leniency`.
typedef enum cdicom_jpeg_leniency {
    /// Selection value 6 takes the difference Ra - Rc as a 16-bit number that wraps, as some encoders of 16-bit signed samples did.
    CDICOM_JPEG_LENIENT_PREDICTOR_OVERFLOW = 1 << 0,
    /// A Huffman table with more codes than its lengths allow: those in excess are never met ("Cornell" encoders of 16-bit samples).
    CDICOM_JPEG_LENIENT_OVERFULL_TABLE = 1 << 1,
    /// Progressive: the picture that the scans give which are there, of a codestream that is cut short; of the last one what came of it. The
    /// first scan of each component must have begun.
    CDICOM_JPEG_LENIENT_PARTIAL = 1 << 2
} cdicom_jpeg_leniency;

/// A component of the frame header.
typedef struct cdicom_jpeg_component {
    uint8_t identifier; ///< Ci
    uint8_t horizontal; ///< Hi, 1..4: sampling factor
    uint8_t vertical;   ///< Vi, 1..4
} cdicom_jpeg_component;

/// What the markers up to the first scan say.
typedef struct cdicom_jpeg_header {
    uint32_t columns, rows; ///< X and Y; rows from a DNL segment where Y is 0
    uint32_t components;    ///< 1..4
    cdicom_jpeg_component component[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    cdicom_jpeg_process process;
    uint8_t precision;       ///< P: bits of a sample
    uint8_t selection_value; ///< of the first scan: predictor 1..7; 0 for the DCT processes
    uint8_t point_transform; ///< of the first scan: bits that a lossless process cut off; 0 for the DCT processes
    uint8_t horizontal, vertical; ///< the largest sampling factors
    bool is_interleaved;     ///< the first scan holds all components
    bool is_lossy;           ///< a DCT process, or a point transform
    bool has_jfif;           ///< APP0 "JFIF"
    bool has_adobe;          ///< APP14 "Adobe" of 12 bytes or more
    uint8_t adobe_transform; ///< 0: as is (RGB, CMYK), 1: YCbCr, 2: YCCK
    uint32_t restart_interval; ///< in MCUs, at the first scan; 0: none
    size_t codestream_offset;  ///< of the SOI marker in the source
} cdicom_jpeg_header;

/// How samples are to be given back.
typedef struct cdicom_jpeg_options {
    /// DCT processes: bring sub-sampled components to full size by repetition, instead of the triangle filter.
    bool repeats_samples;
    /// DCT processes of 8 bits and three components: convert Y Cb Cr to R G B (JFIF: ITU-R BT.601, full range).
    bool converts_to_rgb;
} cdicom_jpeg_options;

/// Reads the markers up to the first scan. A codestream that is cut short behind it is good enough, but for one whose number of lines is
/// given at the end of the first scan (DNL). Allocates only to join fragments.
///
/// - work: NULL means no limits but that the memory lasts.
cdicom_status cdicom_jpeg_probe(cdicom_source source, const cdicom_work *work, cdicom_jpeg_header *header, cdicom_report *report);

/// Decodes one codestream of any process; which one, only the codestream says. Samples are unsigned, in the low bits of their containers;
/// components are given as they are coded (Y Cb Cr stays Y Cb Cr unless the options say otherwise).
///
/// - layout: columns, rows and components of the header, and containers of 1 byte (precision up to 8) or 2; else CDICOM_LAYOUT_MISMATCH.
/// - options: NULL is the same as all bytes 0.
/// - target: rows that are not complete are zero, whatever is returned after the arguments were found good.
cdicom_status cdicom_jpeg_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_jpeg_options *options,
                                 const cdicom_work *work, uint8_t *target, size_t target_count, cdicom_report *report);

/// Two codestreams at once, in one thread: the waiting of one is the working time of the other. Worth it for lossless frames of one
/// interleaved scan and equal parameters, as those of a multi-frame image; others are decoded one after the other.
///
/// - statuses, reports: of each frame; `reports` may be NULL. Each of the two is as if it had been decoded alone.
/// Returns the first of the two statuses that is not CDICOM_OK.
cdicom_status cdicom_jpeg_decode_pair(const cdicom_source sources[2], cdicom_sample_layout layout, const cdicom_jpeg_options *options,
                                      const cdicom_work *work, uint8_t *const targets[2], size_t target_count, cdicom_status statuses[2],
                                      cdicom_report reports[2]);

/// How to encode with the lossless process (SOF3).
typedef struct cdicom_jpeg_lossless_parameters {
    uint8_t precision;       ///< 2..16, at most the bits of a container
    uint8_t selection_value; ///< 1..7; 1 is what DICOM's JPEG Lossless, First-Order Prediction asks for
    uint8_t point_transform; ///< low bits to cut off, below the precision; 0 is lossless
    bool separates_components; ///< a scan for each component instead of one for all
    uint32_t restart_rows;   ///< rows between restart markers; 0: none
} cdicom_jpeg_lossless_parameters;

/// Bytes that no encoded frame of this layout exceeds; 0 when the layout cannot be encoded.
size_t cdicom_jpeg_lossless_maximum_encoded_count(cdicom_sample_layout layout, cdicom_jpeg_lossless_parameters parameters);

/// Encodes samples with Huffman tables that are the best for this frame. Bits of a container above the precision do not count.
///
/// - layout: 1 to 4 samples a pixel of 1 or 2 bytes, at most 65,535 columns and rows; planes or interleaved.
/// - target: the maximum is always enough; CDICOM_TARGET_TOO_SMALL where less is given and needed.
/// - written: bytes of the codestream, with a byte of 0 behind EOI where that makes it even (PS3.5 A.4); 0 unless CDICOM_OK.
cdicom_status cdicom_jpeg_lossless_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                          cdicom_jpeg_lossless_parameters parameters, const cdicom_work *work, uint8_t *target,
                                          size_t target_count, size_t *written, cdicom_report *report);

/// How three components are sampled: chrominance at full size, at half the width, or at half the width and height.
typedef enum cdicom_jpeg_sampling { CDICOM_JPEG_444 = 0, CDICOM_JPEG_422, CDICOM_JPEG_420 } cdicom_jpeg_sampling;

/// How to encode with a DCT process. All bytes 0 but for precision and quality is a good start.
typedef struct cdicom_jpeg_dct_parameters {
    uint8_t precision;      ///< 8 or 12
    uint8_t quality;        ///< 1..100: the tables of T.81 Annex K, scaled as the Independent JPEG Group does; 0 with `steps` or `ratio`
    cdicom_jpeg_sampling sampling; ///< of three components; 444 otherwise
    bool converts_from_rgb; ///< three components are R G B and become Y Cb Cr (ITU-R BT.601, full range); else they are coded as they are
    bool is_extended;       ///< SOF1 at 8 bits too; 12 bits always have it
    bool optimises_tables;  ///< Huffman tables that are the best for this frame, instead of those of Annex K; 12 bits always have them
    bool writes_jfif;       ///< APP0, density 1 x 1
    bool writes_adobe;      ///< APP14, transform 1 for Y Cb Cr and 0 for R G B or others
    bool is_rgb;            ///< three components are R G B and stay so: identifiers "RGB", one table for all, and transform 0 in APP14
    uint16_t restart_interval;    ///< MCUs between restart markers; 0: none
    const uint16_t *steps;  ///< NULL, or 128: quantisation tables of luminance and chrominance in zigzag order, 1..255 (65,535 at 12 bits)
    double ratio;           ///< above 0: the highest quality that makes the frame smaller than its layout's bytes by this factor, or 1
} cdicom_jpeg_dct_parameters;

/// Bytes that no encoded frame of this layout exceeds (noise at quality 100 is far below it); 0 when the layout cannot be encoded.
size_t cdicom_jpeg_dct_maximum_encoded_count(cdicom_sample_layout layout, cdicom_jpeg_dct_parameters parameters);

/// Encodes samples with the Baseline (SOF0) or the Extended (SOF1) process, in one scan. Bits of a container above the precision do not
/// count.
///
/// - layout: 1 or 3 samples a pixel of 1 or 2 bytes, at most 65,535 columns and rows; planes or interleaved.
/// - target: the maximum is always enough; CDICOM_TARGET_TOO_SMALL where less is given and needed.
/// - written: bytes of the codestream, with a byte of 0 behind EOI where that makes it even (PS3.5 A.4); 0 unless CDICOM_OK.
cdicom_status cdicom_jpeg_dct_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                     const cdicom_jpeg_dct_parameters *parameters, const cdicom_work *work, uint8_t *target,
                                     size_t target_count, size_t *written, cdicom_report *report);

#endif
