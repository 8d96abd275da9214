#ifndef CDICOM_JPEG_LOSSLESS_SCAN_H
#define CDICOM_JPEG_LOSSLESS_SCAN_H

#include "jpeg_lossless_output.h"
#include "jpeg_lossless_rows.h"

/// One scan of a lossless frame on its way, a row of MCUs at a time.

/// Samples that may stand in front of a line: the left neighbours of its first pixel.
#define CDICOM_LOSSLESS_MARGIN CDICOM_JPEG_MAXIMUM_COMPONENTS

/// Working memory of a decode, for scans of any composition.
typedef struct cdicom_lossless_memory {
    uint8_t *entropy;    ///< for cdicom_entropy_feed
    uint16_t *lines;
    cdicom_lossless_table *tables; ///< 4
    size_t entropy_bytes, line_bytes;
} cdicom_lossless_memory;

typedef struct cdicom_lossless_scan {
    cdicom_jpeg_stream *stream;
    const cdicom_work *work;
    cdicom_lossless_output *output;
    cdicom_entropy_feed feed;
    cdicom_bits bits;
    const cdicom_lossless_table *tables[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    uint32_t components, selection, point_transform;
    uint16_t initial;     ///< prediction of an interval's first sample: 2^(P - Pt - 1)
    bool wraps;           ///< CDICOM_JPEG_LENIENT_PREDICTOR_OVERFLOW
    bool has_blocks;      ///< MCUs of more than one sample of a component
    bool has_pairs;       ///< one table for all components, and it has pairs
    uint32_t mcu_columns, mcu_rows;
    uint32_t interval;    ///< number of the current restart interval
    uint64_t left;        ///< MCUs before the next restart marker
    bool begins;          ///< the next sample is the first of an interval
    bool is_first_line;   ///< the current row is the one in which the interval began
    uint8_t *buffer;      ///< of `feed`
    size_t draw;
    uint16_t *above, *line; ///< without blocks: pixel 0 of the last line and of the current one
    bool is_direct;         ///< those are rows of the target
    struct {
        uint16_t *lines;  ///< with blocks: pixel 0 of the line above the MCUs; those of the MCUs follow
        size_t pitch;     ///< samples from line to line
        uint32_t horizontal, vertical, count;
    } plane[CDICOM_JPEG_MAXIMUM_COMPONENTS];
} cdicom_lossless_scan;

/// Adds what any scan of this frame needs to a session's room; false on overflow.
bool cdicom_lossless_add_room(const cdicom_jpeg_header *header, size_t *total, cdicom_lossless_memory *memory);

/// Takes from the session what was added.
void cdicom_lossless_take(cdicom_session *session, cdicom_lossless_memory *memory);

/// Begins the current scan of the stream.
void cdicom_lossless_scan_begin(cdicom_lossless_scan *scan, cdicom_jpeg_stream *stream, const cdicom_work *work,
                                cdicom_lossless_output *output, const cdicom_lossless_memory *memory);

/// Decodes row `row` of MCUs into the output.
cdicom_status cdicom_lossless_scan_row(cdicom_lossless_scan *scan, uint32_t row, cdicom_report *report);

/// What stands around the decoding of a whole line without blocks and restarts: its first pixel, of which `stretch` is the rest, and
/// afterwards the tests and the output.
uint32_t cdicom_lossless_line_begin(cdicom_lossless_scan *scan, cdicom_lossless_stretch *stretch);
cdicom_status cdicom_lossless_line_end(cdicom_lossless_scan *scan, uint32_t row, uint32_t bad, cdicom_report *report);

/// Ends the scan: the stream stands at the marker behind it.
void cdicom_lossless_scan_end(cdicom_lossless_scan *scan);

/// Decodes one sample of a selection value, 6 with a wrapping difference included; for paths that need not be fast.
uint32_t cdicom_lossless_decode_sample(cdicom_lossless_scan *scan, const cdicom_lossless_table *table, uint32_t left, uint32_t above,
                                       uint32_t diagonal, uint32_t selection, uint16_t *out);

/// Decodes row `row` of a scan with blocks.
cdicom_status cdicom_lossless_scan_blocks(cdicom_lossless_scan *scan, uint32_t row, cdicom_report *report);

/// Where a restart interval is used up, passes its marker.
cdicom_status cdicom_lossless_next_interval(cdicom_lossless_scan *scan, cdicom_report *report);

/// Tests what was decoded for damage; `bad` are bits of CDICOM_LOSSLESS_BAD.
cdicom_status cdicom_lossless_test(cdicom_lossless_scan *scan, uint32_t bad, cdicom_report *report);

#endif
