#ifndef CDICOM_JPEG2000_MARKERS_H
#define CDICOM_JPEG2000_MARKERS_H

#include "cdicom_jpeg2000.h"

/// What our own walk over the markers found. It reads every marker segment and no packet, so that OpenJPEG never sees a
/// size we did not test.
typedef struct cdicom_jpeg2000_walk {
    cdicom_jpeg2000_header header; ///< at full resolution
    size_t codestream_count;       ///< from SOC to the end of EOC, or of the last tile-part that was understood
    const uint8_t *component_table; ///< three bytes a component, in SIZ
    uint32_t x0, y0, x1, y1;       ///< the image area on the reference grid
    uint32_t least_column_step, least_row_step;
    size_t long_part;              ///< offset in the source of the SOT of a tile-part that runs past the data; 0 if there is none
    size_t cut_offset;             ///< where data is missing or wrong, if `is_cut` or `is_broken`
    const char *problem;           ///< words for that
    uint32_t tiles_seen;
    size_t illegal_offset;         ///< of a marker in the data of an HT codestream, or 0
    uint8_t packet_markers;        ///< Scod: SOP and EPH may stand in the data
    bool is_cut;                   ///< a tile-part or a tile is missing
    bool is_broken;                ///< something else than a tile-part stands where one should be
    bool has_end;                  ///< EOC was found
    bool has_trailing_data;
    bool has_mixed_blocks;         ///< HT and MQ code-blocks in one codestream
    uint8_t component_transform;   ///< SGcod: 0 none, 1 RCT or ICT, more: Part 2
    uint8_t most_levels;
    uint16_t most_layers;
    double most_precincts;         ///< of one component of one tile, the worst of all coding parameters; real, so that it cannot overflow
    double most_blocks;            ///< code-blocks, likewise
    double most_precincts_of_level;
} cdicom_jpeg2000_walk;

/// Walks all markers. Fails only where the main header is wrong; what is wrong later is told by the flags.
cdicom_status cdicom_jpeg2000_walk_markers(const uint8_t *source, size_t source_count, cdicom_jpeg2000_walk *walk, cdicom_report *report);

/// Component `index` at a resolution.
cdicom_jpeg2000_component cdicom_jpeg2000_component_at(const cdicom_jpeg2000_walk *walk, uint32_t index, uint32_t discard_levels);

/// Size of the frame at a resolution.
void cdicom_jpeg2000_frame_size(const cdicom_jpeg2000_walk *walk, uint32_t discard_levels, uint32_t *columns, uint32_t *rows);

/// ceil(value / divisor) and ceil(value / 2^shift), the roundings of ISO/IEC 15444-1 B.
static inline uint32_t cdicom_ceil_divide(uint32_t value, uint32_t divisor) {
    return (uint32_t)(((uint64_t)value + divisor - 1) / divisor);
}
static inline uint32_t cdicom_ceil_shift(uint32_t value, uint32_t shift) {
    return shift > 31 ? value > 0 : (uint32_t)(((uint64_t)value + ((1u << shift) - 1)) >> shift);
}

#endif
