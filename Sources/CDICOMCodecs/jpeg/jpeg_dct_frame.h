#ifndef CDICOM_JPEG_DCT_FRAME_H
#define CDICOM_JPEG_DCT_FRAME_H

#include "jpeg_dct_inverse.h"
#include "jpeg_dct_rows.h"
#include "jpeg_dct_table.h"
#include "jpeg_markers.h"

enum {
    CDICOM_DCT_CHUNK_MCUS = 8,      ///< MCUs of several blocks whose coefficients are held at once, between entropy decoding and transform
    CDICOM_DCT_CHUNK_BLOCKS = 32,   ///< the same for MCUs of one block
    CDICOM_DCT_MAXIMUM_UNITS = 10,  ///< blocks of an MCU (T.81 B.2.3)
    CDICOM_DCT_BLOCK_DRAW = 256,    ///< bytes of a block at most: 64 times a code of 16 and 15 extra bits
    /// Pairs of all rows of blocks in a chunk: half as many as blocks, and one for each row that does not end with a whole pair.
    CDICOM_DCT_CHUNK_PAIRS = CDICOM_DCT_CHUNK_MCUS * CDICOM_DCT_MAXIMUM_UNITS / 2 + CDICOM_DCT_MAXIMUM_UNITS,
    CDICOM_DCT_MAXIMUM_SCANS = 256  ///< of a progressive frame; real ones have a dozen
};

/// A component of a frame whose samples are being restored.
typedef struct cdicom_dct_component {
    uint32_t columns, rows;              ///< samples that count
    uint32_t horizontal, vertical;       ///< blocks in an MCU that holds all components; 1 in a frame of one component
    uint32_t blocks_across, blocks_down; ///< whole MCUs of all components
    uint8_t *samples;                    ///< rows, of which row y lies at `y % held_rows`
    size_t stride;                       ///< bytes
    uint32_t held_rows;
    uint8_t *widened;                    ///< a row at full width
    int16_t *coefficients;               ///< progressive: 64 a block, row by row, not de-quantised
    uint16_t steps[64];                  ///< quantisation in zigzag order, as at the component's first scan
    bool is_started;                     ///< a scan had it
    int8_t bits[64];                     ///< progressive: the lowest bit of each coefficient that is known, in zigzag order; -1: nothing
} cdicom_dct_component;

typedef struct cdicom_dct_frame {
    cdicom_jpeg_stream *stream;
    cdicom_session *session;
    const cdicom_jpeg_options *options;
    cdicom_sample_layout layout;
    const cdicom_strides *strides;
    uint8_t *target;
    uint32_t rows_done;
    uint32_t precision, width;      ///< width: bytes of a sample in `samples`
    uint32_t components, horizontal, vertical;
    uint32_t mcus_across, mcus_down; ///< of all components
    bool reads_neighbour_rows;      ///< a row of the target needs the next one of a component
    bool converts;                  ///< to R G B
    cdicom_dct_component component[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    cdicom_jpeg_inverse_fn *inverse;
    const cdicom_jpeg_row_functions *row;
    uint8_t *spare;                 ///< a row of pixels, three samples each
    uint8_t *stretch;               ///< the buffer of the entropy-coded feed
    cdicom_dct_table *dc, *ac;      ///< four of each
    int16_t *chunk;                 ///< CDICOM_DCT_CHUNK_PAIRS pairs of blocks, zero between uses
} cdicom_dct_frame;

/// Raster place of each zigzag index (T.81 figure A.6); indices that a hostile run reaches, up to 15 too many, stand at the last place.
extern const uint8_t cdicom_dct_natural_order[64 + 16];

/// Writes the rows that are restored, up to `rows`, to the target.
void cdicom_dct_emit(cdicom_dct_frame *frame, uint32_t rows);

/// Rows of the target that can be written when `done` rows of MCUs of all components are restored.
static inline uint32_t cdicom_dct_rows_after(const cdicom_dct_frame *frame, uint32_t done) {
    const uint32_t rows = frame->stream->header.rows;
    if (done == frame->mcus_down) return rows;
    const uint32_t restored = done * 8 * frame->vertical - (done > 0 && frame->reads_neighbour_rows);
    return restored < rows ? restored : rows;
}

/// Where the samples of a row of blocks begin.
static inline uint8_t *cdicom_dct_block_row(const cdicom_dct_frame *frame, const cdicom_dct_component *component, uint32_t block_row,
                                            uint32_t block) {
    return component->samples + (block_row * 8 % component->held_rows) * component->stride + (size_t)block * 8 * frame->width;
}

/// Decodes the current sequential scan. With `emits`, it has all components, and rows go to the target as they are restored.
cdicom_status cdicom_dct_sequential_scan(cdicom_dct_frame *frame, bool emits, cdicom_report *report);

/// Decodes the current progressive scan into the coefficients.
cdicom_status cdicom_dct_progressive_scan(cdicom_dct_frame *frame, cdicom_report *report);

/// Restores and emits what the progressive scans have gathered.
cdicom_status cdicom_dct_progressive_finish(cdicom_dct_frame *frame, cdicom_report *report);

/// An entropy-coded segment has ended too early, at `marker`.
cdicom_status cdicom_dct_fail_short(const cdicom_dct_frame *frame, const uint8_t *marker, cdicom_report *report);

/// From one restart interval to the next: passes the marker numbered `interval` and opens the feed behind it.
cdicom_status cdicom_dct_restart(cdicom_dct_frame *frame, cdicom_entropy_feed *feed, cdicom_bits *bits, uint32_t interval,
                                 cdicom_report *report);

/// Ends a scan: `stream->next` goes to its end.
void cdicom_dct_end_scan(cdicom_dct_frame *frame, cdicom_entropy_feed *feed, const cdicom_bits *bits);

#endif
