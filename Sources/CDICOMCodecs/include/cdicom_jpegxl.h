#ifndef CDICOM_JPEGXL_H
#define CDICOM_JPEGXL_H

#include "cdicom_frame.h"
#include "cdicom_status.h"
#include "cdicom_work.h"
#include <stdbool.h>

/// JPEG XL (ISO/IEC 18181) through libjxl, where the core was built with it; every entry returns CDICOM_UNSUPPORTED where it was not.

/// Whether the core was built with libjxl.
bool cdicom_jpegxl_is_available(void);

typedef struct cdicom_jpegxl_header {
    uint32_t columns, rows;
    uint32_t components;      ///< 1 or 3: grey or colour
    uint8_t precision;        ///< bits a sample, 1..16
    bool is_boxed;            ///< a codestream in boxes (ISO/IEC 18181-2), which may hold what a JPEG file is rebuilt from
    bool may_be_lossless;     ///< samples are not coded in XYB: without it the picture is lossy for certain
} cdicom_jpegxl_header;

/// Reads the header only. CDICOM_UNSUPPORTED for animations, transparency and floating point, which DICOM has no place for.
cdicom_status cdicom_jpegxl_probe(cdicom_source source, const cdicom_work *work, cdicom_jpegxl_header *header, cdicom_report *report);

/// Decodes one frame into unsigned samples of the precision that the header names. Colour comes as RGB.
///
/// - layout: columns, rows and components as in the header; samples of 1 or 2 bytes, wide enough for the precision.
/// - target: all samples are written; zeros unless CDICOM_OK.
cdicom_status cdicom_jpegxl_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_work *work, uint8_t *target,
                                   size_t target_count, cdicom_report *report);

typedef struct cdicom_jpegxl_encoding {
    uint8_t precision; ///< bits a sample, 1..16; bits above them must be 0
    uint8_t effort;    ///< 1 (fastest) .. 9 (smallest)
    /// Butteraugli distance, up to 25: 0 is lossless, 1 cannot be told from the original by eye.
    float distance;
} cdicom_jpegxl_encoding;

/// Encodes unsigned samples, one or three for each pixel (grey, RGB), of 1 or 2 bytes. CDICOM_TARGET_TOO_SMALL where they do not fit:
/// the bytes of the samples and 4096 more are enough for pictures, but nothing is promised for noise.
cdicom_status cdicom_jpegxl_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                   cdicom_jpegxl_encoding encoding, const cdicom_work *work, uint8_t *target, size_t target_count,
                                   size_t *written, cdicom_report *report);

/// Packs a baseline or progressive JPEG of 8 bits into about four fifths of its bytes, from which it is rebuilt byte for byte
/// (1.2.840.10008.1.2.4.111).
cdicom_status cdicom_jpegxl_recompress(cdicom_source jpeg, const cdicom_work *work, uint8_t *target, size_t target_count,
                                       size_t *written, cdicom_report *report);

/// The JPEG that was recompressed. CDICOM_UNSUPPORTED for a codestream that was not made from one.
cdicom_status cdicom_jpegxl_rebuild_jpeg(cdicom_source source, const cdicom_work *work, uint8_t *target, size_t target_count,
                                         size_t *written, cdicom_report *report);

#endif
