#ifndef CDICOM_JPEGLS_MARKERS_H
#define CDICOM_JPEGLS_MARKERS_H

#include "jpegls_parameters.h"

enum {
    JPEGLS_COMPONENTS = 255,   ///< the most of a frame (T.87 C.2.2)
    JPEGLS_TABLES = 4,         ///< mapping tables that are kept at a time
    JPEGLS_TABLE_PARTS = 4     ///< segments that one of them may come in: three hold 2^16 entries of two bytes
};

/// A mapping table, where it lies in the source (C.2.4.1.2, C.2.4.1.3).
typedef struct jpegls_table {
    uint32_t identifier; ///< 0: none
    uint32_t width;      ///< bytes of an entry
    uint32_t parts;
    struct {
        const uint8_t *bytes;
        uint32_t entries;
    } part[JPEGLS_TABLE_PARTS];
} jpegls_table;

typedef struct jpegls_component {
    uint32_t identifier;
    uint32_t horizontal, vertical; ///< sampling factors
    uint32_t columns, rows;
    uint32_t rows_done; ///< of the frame, not of the component: 0 until a scan brings it
    bool is_seen;       ///< by a scan
} jpegls_component;

/// A codestream, and what its segments up to `at` said.
typedef struct jpegls_codestream {
    const uint8_t *bytes;
    size_t count, at;
    uint32_t columns, rows, components, precision;
    uint32_t horizontal, vertical; ///< the largest sampling factors
    jpegls_component component[JPEGLS_COMPONENTS];
    cdicom_jpegls_preset preset;   ///< as coded, 0 for defaults
    uint32_t restart_interval;
    uint32_t colour_transform;
    uint32_t oversize_columns, oversize_rows;
    jpegls_table table[JPEGLS_TABLES];
} jpegls_codestream;

/// The header of a scan.
typedef struct jpegls_scan {
    uint32_t components; ///< 0: the codestream ends, or holds no more scans
    jpegls_component *component[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS];
    const jpegls_table *table[CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS]; ///< NULL: samples are as coded
    uint32_t near;
    cdicom_jpegls_interleave interleave;
    size_t offset; ///< of the segment
} jpegls_scan;

/// Reads SOI and looks no further.
cdicom_status cdicom_jpegls_open(jpegls_codestream *codestream, const uint8_t *bytes, size_t count, cdicom_report *report);

/// Reads segments until a scan begins, `at` being behind its header, or EOI was read, or the source ends.
///
/// Where the frame header leaves the number of lines open, it is looked for behind the scan.
cdicom_status cdicom_jpegls_next_scan(jpegls_codestream *codestream, jpegls_scan *scan, cdicom_report *report);

/// The entry of a sample; false where the table has none.
bool cdicom_jpegls_map(const jpegls_table *table, uint32_t sample, uint32_t *entry);

/// Markers (T.81 table B.1, T.87 table C.1): the byte behind FF.
enum {
    JPEGLS_SOI = 0xD8,
    JPEGLS_EOI = 0xD9,
    JPEGLS_SOS = 0xDA,
    JPEGLS_DNL = 0xDC,
    JPEGLS_DRI = 0xDD,
    JPEGLS_RST = 0xD0,
    JPEGLS_SOF = 0xF7, ///< SOF55
    JPEGLS_LSE = 0xF8
};

/// The marker at `at`, past fill bytes, or -1: `at` is then behind it, and else where it was.
int cdicom_jpegls_marker(const uint8_t *bytes, size_t count, size_t *at);

#endif
