#ifndef CDICOM_JPEG_MARKERS_H
#define CDICOM_JPEG_MARKERS_H

#include "../work/work_internal.h"
#include "cdicom_jpeg.h"
#include "jpeg_huffman.h"

/// The marker segments of a JPEG codestream (T.81 Annex B), walked scan by scan, into one record of fixed size.
///
///     status = cdicom_jpeg_open(&stream, bytes, count, leniency, report);         // up to the first scan
///     while (status == CDICOM_OK && stream.has_scan) {
///         … decode the entropy-coded segments from stream.bytes + stream.next on, and set stream.next to where they end …
///         status = cdicom_jpeg_next_scan(&stream, report);
///     }

enum {
    CDICOM_JPEG_RST0 = 0xD0,
    CDICOM_JPEG_SOI = 0xD8,
    CDICOM_JPEG_EOI = 0xD9,
    CDICOM_JPEG_SOS = 0xDA,
    CDICOM_JPEG_DNL = 0xDC
};

/// A scan header (T.81 B.2.3), checked against its frame: its components exist, are distinct and in order, and all tables that it uses are
/// defined.
typedef struct cdicom_jpeg_scan {
    uint8_t components;
    uint8_t index[CDICOM_JPEG_MAXIMUM_COMPONENTS]; ///< in the frame header
    uint8_t dc[CDICOM_JPEG_MAXIMUM_COMPONENTS];    ///< destination of the DC (and lossless) table of each, 0..3
    uint8_t ac[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    uint8_t spectral_start; ///< Ss; the selection value of a lossless scan
    uint8_t spectral_end;   ///< Se
    uint8_t high;           ///< Ah
    uint8_t low;            ///< Al; the point transform of a lossless scan
    size_t offset;          ///< of the marker
} cdicom_jpeg_scan;

/// A quantisation table in zigzag order, as it is stored.
typedef struct cdicom_jpeg_quantisation {
    bool is_defined;
    uint16_t steps[64];
} cdicom_jpeg_quantisation;

typedef struct cdicom_jpeg_stream {
    const uint8_t *bytes;
    size_t count;
    size_t next;      ///< where the walk goes on; behind an SOS segment, where its entropy-coded data begin
    uint32_t leniency;
    uint32_t notes;   ///< cdicom_jpeg_note
    bool has_frame;   ///< an SOF was met
    bool has_scan;    ///< `scan` is the current one; false when EOI or the end of the bytes was met
    bool has_end;     ///< EOI was met
    uint32_t scans;   ///< headers met so far
    uint32_t restart_interval; ///< in force
    cdicom_jpeg_header header;
    uint8_t quantisation_index[CDICOM_JPEG_MAXIMUM_COMPONENTS]; ///< Tqi
    cdicom_jpeg_scan scan;
    cdicom_jpeg_quantisation quantisation[4];
    cdicom_huffman_specification dc[4], ac[4];
} cdicom_jpeg_stream;

/// Finds SOI, and walks to the first scan. Fails where the bytes end before it. `header` is complete then, DNL included.
cdicom_status cdicom_jpeg_open(cdicom_jpeg_stream *stream, const uint8_t *bytes, size_t count, uint32_t leniency, cdicom_report *report);

/// Walks from `next` to the next scan, or to the end. Bytes that are no marker are passed over with a note.
cdicom_status cdicom_jpeg_next_scan(cdicom_jpeg_stream *stream, cdicom_report *report);

/// Notes what follows EOI, or that it is missing.
void cdicom_jpeg_finish(cdicom_jpeg_stream *stream);

/// Tests the header against the caller's limits and layout: CDICOM_LIMIT_EXCEEDED, CDICOM_LAYOUT_MISMATCH.
cdicom_status cdicom_jpeg_check(const cdicom_jpeg_stream *stream, cdicom_sample_layout layout, const cdicom_limits *limits,
                                cdicom_report *report);

/// Between two restart intervals: at `at`, RSTm with m = `interval` modulo 8 must stand, after fill bytes. Returns the byte behind it, or NULL.
const uint8_t *cdicom_jpeg_pass_restart(const cdicom_jpeg_stream *stream, const uint8_t *at, uint32_t interval);

/// Samples of a component in a row and a column (T.81 A.1.1).
static inline uint32_t cdicom_jpeg_component_columns(const cdicom_jpeg_header *header, uint32_t component) {
    return (header->columns * header->component[component].horizontal + header->horizontal - 1) / header->horizontal;
}
static inline uint32_t cdicom_jpeg_component_rows(const cdicom_jpeg_header *header, uint32_t component) {
    return (header->rows * header->component[component].vertical + header->vertical - 1) / header->vertical;
}

/// What is used where the caller has nothing to say.
extern const cdicom_work cdicom_jpeg_unlimited;

/// The end of every decode: zeros in the rows that are not complete, and the report.
cdicom_status cdicom_jpeg_close(cdicom_status status, cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target,
                                uint32_t rows_done, uint32_t notes, cdicom_report *report);

/// The decoders of a process. The arguments, the layout and the limits are checked, `stream` stands at its first scan. They write rows from
/// the top, set `*rows_done` (also when they fail), and leave it to the caller to clear what is not complete.
typedef cdicom_status cdicom_jpeg_process_decode(cdicom_jpeg_stream *stream, cdicom_session *session, cdicom_sample_layout layout,
                                                 const cdicom_strides *strides, const cdicom_jpeg_options *options, uint8_t *target,
                                                 uint32_t *rows_done, cdicom_report *report);
cdicom_jpeg_process_decode cdicom_jpeg_lossless_decode;
cdicom_jpeg_process_decode cdicom_jpeg_dct_decode;

#endif
