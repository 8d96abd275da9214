#ifndef CDICOM_JPEGLS_H
#define CDICOM_JPEGLS_H

#include "cdicom_frame.h"
#include "cdicom_status.h"
#include "cdicom_work.h"
#include <stdbool.h>

/// JPEG-LS, lossless and near-lossless (ISO/IEC 14495-1, ITU-T T.87).

/// The most components that one scan holds (T.87 C.2.3).
#define CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS 4

/// What a decode put up with or did beside decoding, in `cdicom_report.notes`.
typedef enum cdicom_jpegls_note {
    CDICOM_JPEGLS_NOTE_EXCESS_DATA = 1 << 0,   ///< bytes lie between the last sample of a scan or interval and the next marker
    CDICOM_JPEGLS_NOTE_MISSING_END = 1 << 1,   ///< no EOI marker
    CDICOM_JPEGLS_NOTE_TRAILING_DATA = 1 << 2, ///< bytes other than 0 follow the EOI marker
    CDICOM_JPEGLS_NOTE_UPSAMPLED = 1 << 3,     ///< sub-sampled components were brought to full size by repetition
    CDICOM_JPEGLS_NOTE_MAPPED = 1 << 4,        ///< a mapping table was applied (C.2.4.1.2)
    CDICOM_JPEGLS_NOTE_COLOUR_TRANSFORM = 1 << 5, ///< a colour transform of an APP8 "mrfx" segment was undone; it is none of T.87
    CDICOM_JPEGLS_NOTE_JAI_THRESHOLDS = 1 << 6 ///< CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS was used
} cdicom_jpegls_note;

/// Departures from the standard to put up with when they are asked for, in `cdicom_work.leniency`.
typedef enum cdicom_jpegls_leniency {
    /// Java Advanced Imaging computed the default thresholds of samples of more than 12 bits without the bound of 4095 for MAXVAL
    /// (C.2.4.1.1.1) and did not write them down. Nothing in such a codestream tells: only the caller can know.
    CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS = 1 << 0
} cdicom_jpegls_leniency;

/// How the components of a scan are interleaved (C.2.3).
typedef enum cdicom_jpegls_interleave {
    CDICOM_JPEGLS_INTERLEAVE_NONE = 0, ///< a scan for each component
    CDICOM_JPEGLS_INTERLEAVE_LINE = 1,
    CDICOM_JPEGLS_INTERLEAVE_SAMPLE = 2
} cdicom_jpegls_interleave;

/// Coding parameters (C.2.4.1.1); 0 stands for the default.
typedef struct cdicom_jpegls_preset {
    uint32_t maximum;       ///< MAXVAL. Below 2^P - 1 it saves bits, but CharLS and libjpeg misread such codestreams
    uint32_t thresholds[3]; ///< T1, T2, T3
    uint32_t reset;         ///< RESET
} cdicom_jpegls_preset;

/// What the markers say up to the first scan. `near`, `interleave` and `preset` are those of the first scan.
typedef struct cdicom_jpegls_header {
    uint32_t columns, rows;    ///< oversize dimensions (LSE 4) and a DNL marker included
    uint32_t components;
    uint32_t precision;        ///< bits of a coded sample, 2..16
    uint32_t bytes_per_sample; ///< of the smallest container: 2 for more than 8 bits, or where a mapping table has wider entries
    uint32_t near;             ///< NEAR: no sample differs from the encoder's by more; 0 is lossless
    cdicom_jpegls_interleave interleave;
    cdicom_jpegls_preset preset; ///< as in effect: never 0
    uint32_t restart_interval; ///< lines; 0: none
    uint32_t colour_transform; ///< of an APP8 "mrfx" segment: 0 none, 1 to 3 for HP1 to HP3
    bool has_mapping_tables;   ///< a component of the first scan goes through a table
    bool is_subsampled;        ///< components differ in size
} cdicom_jpegls_header;

/// Reads the header only. Where the number of lines is told behind the first scan (DNL), that scan must be there.
///
/// - work: its leniency bits tell which thresholds are in effect. May be NULL.
cdicom_status cdicom_jpegls_probe(cdicom_source source, const cdicom_work *work, cdicom_jpegls_header *header, cdicom_report *report);

/// Decodes one codestream.
///
/// - expected: columns, rows and components of the header, in containers of 1 or 2 bytes that hold the precision (16 bits always may);
///   otherwise CDICOM_LAYOUT_MISMATCH.
/// - target: all samples of the layout are written. Unless CDICOM_OK, `rows_done` rows are as coded and the rest is zero.
/// - work: limits, leniency, cancel flag, scratch: working memory is about the size of the source and 6 rows.
///
/// Returns CDICOM_UNSUPPORTED for a point transform, mapping tables with entries of more than 2 bytes, more than 4 mapping tables, and
/// colour transforms that are not HP1 to HP3 of 8 or 16 bits.
cdicom_status cdicom_jpegls_decode(cdicom_source source, cdicom_sample_layout expected, const cdicom_work *work, uint8_t *target,
                                   size_t target_count, cdicom_report *report);

typedef struct cdicom_jpegls_options {
    uint32_t precision;        ///< 2..16, at most what the container holds
    uint32_t near;             ///< NEAR: 0 for lossless, at most 255 and half of MAXVAL
    cdicom_jpegls_interleave interleave; ///< line and sample mode: 2 to 4 components; for one component always none
    cdicom_jpegls_preset preset; ///< written only where it is not what the defaults are
    uint32_t restart_interval; ///< lines; 0: none
} cdicom_jpegls_options;

/// Bytes that no encoded frame of this layout exceeds: the longest code for each sample, several times what pictures need. 0 when the
/// layout or the options are impossible.
size_t cdicom_jpegls_maximum_encoded_count(cdicom_sample_layout layout, cdicom_jpegls_options options);

/// Encodes samples as one codestream of even length: bits above the precision are ignored, so that signed samples are coded as the bit
/// patterns they are (PS3.5 8.2.3).
///
/// - layout: 1 to 255 samples per pixel in containers of 1 or 2 bytes.
/// - written: bytes of the codestream; 0 unless CDICOM_OK.
///
/// Returns CDICOM_BAD_ARGUMENT for impossible options, or a sample above MAXVAL.
cdicom_status cdicom_jpegls_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout, cdicom_jpegls_options options,
                                   const cdicom_work *work, uint8_t *target, size_t target_count, size_t *written, cdicom_report *report);

#endif
