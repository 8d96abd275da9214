#include "jpeg2000_markers.h"
#include "../frame/frame_internal.h"
#include <string.h>

// Marker codes of ISO/IEC 15444-1 table A.2 and 15444-15 A.
enum { SOC = 0xFF4F, CAP = 0xFF50, SIZ = 0xFF51, COD = 0xFF52, COC = 0xFF53, SOT = 0xFF90, SOD = 0xFF93, EOC = 0xFFD9 };

enum {
    STYLE_PRECINCTS = 0x01, // Scod: sizes are given
    STYLE_SOP = 0x02,       // Scod: SOP markers may precede packets
    STYLE_EPH = 0x04,       // Scod: EPH markers end packet headers
    BLOCK_STYLE_HT = 0x40,
    BLOCK_STYLE_MIXED = 0x80,
    SOT_COUNT = 12,
    TILES_MAXIMUM = 65535
};

static uint32_t read16(const uint8_t *from) { return (uint32_t)from[0] << 8 | from[1]; }
static uint32_t read32(const uint8_t *from) { return read16(from) << 16 | read16(from + 2); }

/// Offset and end of the codestream: the source itself, or the first jp2c box (ISO/IEC 15444-1 I.5.4) of a JP2 file.
static cdicom_status find_codestream(const uint8_t *source, size_t count, size_t *begin, size_t *end, bool *is_boxed,
                                     cdicom_report *report) {
    *begin = 0;
    *end = count;
    *is_boxed = false;
    if (count < 4) return cdicom_fail(report, CDICOM_TRUNCATED, count, "The JPEG 2000 codestream is cut short before its first markers");
    if (read16(source) == SOC) return CDICOM_OK;
    size_t at = 0;
    while (count - at >= 8) {
        const uint32_t kind = read32(source + at + 4);
        uint64_t length = read32(source + at), head = 8;
        if (at == 0 && kind != 0x6A502020 && kind != 0x6A703263 && kind != 0x66747970) break;  // "jP  ", "jp2c", "ftyp"
        if (length == 1) {
            if (count - at < 16) break;
            length = (uint64_t)read32(source + at + 8) << 32 | read32(source + at + 12);
            head = 16;
        }
        if (length == 0) length = count - at;  // to the end of the file
        if (length < head) return cdicom_fail(report, CDICOM_CORRUPT, at, "A JP2 box is shorter than its own header");
        if (kind == 0x6A703263) {
            *begin = at + (size_t)head;
            *end = length > count - at ? count : at + (size_t)length;
            *is_boxed = true;
            return CDICOM_OK;
        }
        if (length > count - at) return cdicom_fail(report, CDICOM_TRUNCATED, at, "A JP2 box runs past the end of the data");
        at += (size_t)length;
    }
    if (at > 0 || (count < 8 && read32(source) == 12))  // 12: the length of the box that opens a JP2 file
        return cdicom_fail(report, CDICOM_TRUNCATED, count, "The JP2 file ends before its codestream");
    return cdicom_fail(report, CDICOM_CORRUPT, 0, "Neither a JPEG 2000 codestream nor a JP2 file with one");
}

static cdicom_status parse_siz(const uint8_t *segment, size_t count, size_t place, cdicom_jpeg2000_walk *walk, cdicom_report *report) {
    if (count < 38 + 3) return cdicom_fail(report, CDICOM_CORRUPT, place, "The SIZ segment is too short");
    cdicom_jpeg2000_header *header = &walk->header;
    const uint32_t x1 = read32(segment + 4), y1 = read32(segment + 8), x0 = read32(segment + 12), y0 = read32(segment + 16);
    const uint32_t tile_columns = read32(segment + 20), tile_rows = read32(segment + 24);
    const uint32_t tile_x0 = read32(segment + 28), tile_y0 = read32(segment + 32);
    const uint32_t components = read16(segment + 36);
    if (components == 0 || components > 16384 || count != 38 + 3 * (size_t)components)
        return cdicom_fail(report, CDICOM_CORRUPT, place, "The SIZ segment does not fit its number of components");
    if (x1 <= x0 || y1 <= y0) return cdicom_fail(report, CDICOM_CORRUPT, place, "The image area of SIZ is empty");
    if (tile_columns == 0 || tile_rows == 0 || tile_x0 > x0 || tile_y0 > y0 || (uint64_t)tile_x0 + tile_columns <= x0
        || (uint64_t)tile_y0 + tile_rows <= y0)
        return cdicom_fail(report, CDICOM_CORRUPT, place, "The first tile of SIZ does not touch the image");
    const uint64_t tiles = (uint64_t)cdicom_ceil_divide(x1 - tile_x0, tile_columns) * cdicom_ceil_divide(y1 - tile_y0, tile_rows);
    if (tiles > TILES_MAXIMUM) return cdicom_fail(report, CDICOM_CORRUPT, place, "SIZ makes more than 65,535 tiles");

    walk->x0 = x0, walk->y0 = y0, walk->x1 = x1, walk->y1 = y1;
    walk->component_table = segment + 38;
    walk->least_column_step = walk->least_row_step = 255;
    header->components = components;
    header->tile_columns = tile_columns < x1 - x0 ? tile_columns : x1 - x0;
    header->tile_rows = tile_rows < y1 - y0 ? tile_rows : y1 - y0;
    header->tiles = (uint32_t)tiles;
    header->is_uniform = true;
    header->is_signed = walk->component_table[0] >> 7;
    for (uint32_t i = 0; i < components; i++) {
        const uint8_t *entry = walk->component_table + 3 * (size_t)i;
        const uint32_t precision = (entry[0] & 0x7Fu) + 1;
        if (precision > 38) return cdicom_fail(report, CDICOM_CORRUPT, place, "SIZ gives a component more than 38 bits");
        if (entry[1] == 0 || entry[2] == 0) return cdicom_fail(report, CDICOM_CORRUPT, place, "SIZ gives a component a sampling step of 0");
        if (precision > header->precision) header->precision = (uint8_t)precision;
        if (entry[1] < walk->least_column_step) walk->least_column_step = entry[1];
        if (entry[2] < walk->least_row_step) walk->least_row_step = entry[2];
        if (memcmp(entry, walk->component_table, 3) != 0) header->is_uniform = false;
        const cdicom_jpeg2000_component component = cdicom_jpeg2000_component_at(walk, i, 0);
        if (component.columns == 0 || component.rows == 0)
            return cdicom_fail(report, CDICOM_CORRUPT, place, "SIZ leaves a component without a sample");
    }
    cdicom_jpeg2000_frame_size(walk, 0, &header->columns, &header->rows);
    return CDICOM_OK;
}

/// Counts precincts and code-blocks of the largest tile of the finest component (ISO/IEC 15444-1 B.6, B.7); never too few.
static void count_blocks(cdicom_jpeg2000_walk *walk, uint32_t levels, uint32_t block_x, uint32_t block_y, const uint8_t *precincts) {
    const uint32_t columns = cdicom_ceil_divide(walk->header.tile_columns, walk->least_column_step) + 1;
    const uint32_t rows = cdicom_ceil_divide(walk->header.tile_rows, walk->least_row_step) + 1;
    double all_precincts = 0, all_blocks = 0, most = 0;
    for (uint32_t r = 0; r <= levels; r++) {
        const uint32_t size_x = precincts ? precincts[r] & 15u : 15, size_y = precincts ? precincts[r] >> 4 : 15;
        const uint64_t w = cdicom_ceil_shift(columns, levels - r) + 1u, h = cdicom_ceil_shift(rows, levels - r) + 1u;
        const double across = (double)(w >> size_x) + 2, down = (double)(h >> size_y) + 2;
        const uint32_t band = r > 0;  // the bands of a resolution above the lowest have half its size, and so have their precincts
        const uint32_t bx = block_x < size_x - (size_x > 0 && band) ? block_x : size_x - (size_x > 0 && band);
        const uint32_t by = block_y < size_y - (size_y > 0 && band) ? block_y : size_y - (size_y > 0 && band);
        const double bands = band ? 3 : 1;
        const double blocks = bands * ((double)(w >> band >> bx) + across + 1) * ((double)(h >> band >> by) + down + 1);
        all_precincts += across * down * bands;
        all_blocks += blocks;
        if (across * down > most) most = across * down;
    }
    if (all_precincts > walk->most_precincts) walk->most_precincts = all_precincts;
    if (all_blocks > walk->most_blocks) walk->most_blocks = all_blocks;
    if (most > walk->most_precincts_of_level) walk->most_precincts_of_level = most;
}

/// SPcod or SPcoc (table A.15): levels, block size and style, wavelet, precincts. Returns words for what is wrong, or NULL.
static const char *parse_coding(const uint8_t *fields, size_t count, bool has_precincts, cdicom_jpeg2000_walk *walk) {
    if (count < 5) return "A COD or COC segment is too short";
    cdicom_jpeg2000_header *header = &walk->header;
    const uint32_t levels = fields[0], block_x = (fields[1] & 15u) + 2, block_y = (fields[2] & 15u) + 2, style = fields[3];
    if (levels > 32) return "More than 32 decomposition levels";
    if (block_x > 10 || block_y > 10 || block_x + block_y > 12) return "A code-block is larger than 4,096 coefficients";
    if (has_precincts && count < 5 + (size_t)levels + 1) return "A COD or COC segment has too few precinct sizes";
    const uint8_t *precincts = has_precincts ? fields + 5 : NULL;
    for (uint32_t r = 1; precincts && r <= levels; r++)
        if ((precincts[r] & 15) == 0 || precincts[r] >> 4 == 0) return "A precinct is smaller than its bands allow";
    if (levels < header->levels) header->levels = (uint8_t)levels;
    if (levels > walk->most_levels) walk->most_levels = (uint8_t)levels;
    if (fields[4] != 1) header->is_reversible = false;
    if (style & BLOCK_STYLE_HT) header->is_high_throughput = true;
    if (style & BLOCK_STYLE_MIXED) walk->has_mixed_blocks = true;
    count_blocks(walk, levels, block_x, block_y, precincts);
    return NULL;
}

/// A marker segment that changes how tiles are coded, in the main header or a tile-part's. `segment` begins with its length.
static const char *parse_segment(uint32_t marker, const uint8_t *segment, size_t count, bool is_main, cdicom_jpeg2000_walk *walk) {
    cdicom_jpeg2000_header *header = &walk->header;
    if (marker == COD) {
        if (count < 12) return "The COD segment is too short";
        const uint16_t layers = (uint16_t)read16(segment + 4);
        if (layers == 0) return "COD names no layer";
        walk->packet_markers |= segment[2] & (STYLE_SOP | STYLE_EPH);
        if (layers > walk->most_layers) walk->most_layers = layers;
        if (segment[6] > walk->component_transform) walk->component_transform = segment[6];
        if (is_main) header->layers = layers, header->progression = segment[3];
        header->uses_component_transform |= segment[6] != 0;
        return parse_coding(segment + 7, count - 7, segment[2] & STYLE_PRECINCTS, walk);
    }
    if (marker == COC) {
        const size_t index = header->components < 257 ? 1 : 2;
        if (count < 2 + index + 1 + 5) return "A COC segment is too short";
        return parse_coding(segment + 3 + index, count - 3 - index, segment[2 + index] & STYLE_PRECINCTS, walk);
    }
    if (marker == CAP && count >= 6 && read32(segment + 2) & 0x00020000) header->is_high_throughput = true;  // Pcap15: 15444-15
    return NULL;
}

/// Whether OpenJPEG would find a marker inside of a segment that it does not know. It looks at every second byte from the length on, and
/// does not skip the segment; what it found so would have passed us unseen.
static bool hides_marker(uint32_t marker, const uint8_t *segment, size_t count) {
    static const uint8_t known[] = {0x50, 0x51, 0x52, 0x53, 0x55, 0x57, 0x58, 0x59, 0x5C, 0x5D, 0x5E, 0x5F, 0x60, 0x61, 0x63, 0x64};
    if (memchr(known, (int)(marker & 0xFF), sizeof known)) return false;
    bool hides = count & 1;
    for (size_t i = 0; i + 1 < count; i += 2) hides |= segment[i] == 0xFF && segment[i + 1] > 0x3F;
    return hides;
}

/// Markers 0xFF30 to 0xFF3F are reserved for markers without a segment.
static bool has_segment(uint32_t marker) { return marker < 0xFF30 || marker > 0xFF3F; }

/// First byte pair in the data of a tile-part that neither a packet header nor a code-block can hold (0xFF and more than 0x8F,
/// ISO/IEC 15444-1 B.10.1 and 15444-15 7.1), or `end`. Several builds of OpenJPEG, Debian's among
/// them, end the process when an HT code-block has one. Where Scod announces SOP or EPH those two are let pass.
static size_t find_illegal_pair(const uint8_t *source, size_t at, size_t end, uint8_t packet_markers) {
    while (end - at >= 2) {
        const uint8_t *found = memchr(source + at, 0xFF, end - at - 1);
        if (!found) break;
        at = (size_t)(found - source);
        const uint8_t next = source[at + 1];
        const bool is_sop = next == 0x91 && packet_markers & STYLE_SOP && end - at >= 6 && read16(source + at + 2) == 4;
        const bool is_packet_marker = is_sop || (next == 0x92 && packet_markers & STYLE_EPH);
        if (next > 0x8F && !is_packet_marker) return at;
        at++;
    }
    return end;
}

/// Tile-parts, from the first SOT on.
static void walk_tile_parts(const uint8_t *source, size_t at, size_t end, size_t begin, cdicom_jpeg2000_walk *walk) {
    uint8_t seen[(TILES_MAXIMUM + 8) / 8] = {0};
    size_t stop = at;  // behind the last thing understood
    while (end - at >= 2 && read16(source + at) == SOT) {
        walk->cut_offset = at;
        if (end - at < SOT_COUNT) {
            walk->is_cut = true;
            walk->problem = "A tile-part header is cut short";
            break;
        }
        const uint32_t tile = read16(source + at + 4), length = read32(source + at + 6);
        if (read16(source + at + 2) != 10 || tile >= walk->header.tiles || (length != 0 && length < SOT_COUNT + 2)) {
            walk->is_broken = true;
            walk->problem = "A tile-part header is impossible";
            break;
        }
        size_t part_end = length == 0 ? end : at + length;
        if (length > end - at) {
            walk->is_cut = true;
            walk->problem = "A tile-part runs past the end of the data";
            walk->long_part = at;
            part_end = end;
        }
        size_t place = at + SOT_COUNT;
        bool has_data = false;
        while (part_end - place >= 2 && !has_data) {
            const uint32_t marker = read16(source + place);
            if (marker == SOD) {
                has_data = true;
                place += 2;
            } else if (marker < 0xFF00) {
                break;
            } else if (!has_segment(marker)) {
                place += 2;
            } else {
                if (part_end - place < 4) break;
                const size_t count = read16(source + place + 2);
                if (count < 2 || count > part_end - place - 2) break;
                const char *problem = parse_segment(marker, source + place + 2, count, false, walk);
                if (problem) {
                    walk->is_broken = true;
                    walk->problem = problem;
                    break;
                }
                place += 2 + count;
            }
        }
        if (!has_data) {
            if (!walk->is_broken) walk->problem = "A tile-part has no start of data";
            if (!walk->is_cut) walk->is_broken = true;
            walk->cut_offset = place;
            walk->long_part = 0;
            break;
        }
        if (!(seen[tile >> 3] & 1u << (tile & 7))) walk->tiles_seen++;
        seen[tile >> 3] |= (uint8_t)(1u << (tile & 7));
        if (length == 0) {  // the last tile-part, up to EOC: what is padding behind it cannot be told from data but by the marker
            size_t tail = end;
            while (tail - place > 2 && source[tail - 1] == 0) tail--;
            if (tail - place >= 2 && read16(source + tail - 2) == EOC) {
                walk->has_end = true;
                part_end = tail;
            }
        }
        if (walk->header.is_high_throughput && walk->illegal_offset == 0) {
            // The end marker is not data, where the last tile-part claims it.
            const size_t data_end = part_end == end && end - place >= 2 && read16(source + end - 2) == EOC ? end - 2 : part_end;
            const size_t illegal = find_illegal_pair(source, place, data_end, walk->packet_markers);
            if (illegal < data_end) walk->illegal_offset = illegal;
        }
        at = stop = part_end;
        if (walk->is_cut || walk->has_end) break;
    }
    // OpenJPEG gets what was understood here and nothing more.
    walk->codestream_count = stop - begin;
    if (walk->is_broken || walk->is_cut) return;
    if (!walk->has_end && end - at >= 2 && read16(source + at) == EOC) {
        walk->has_end = true;
        stop = at + 2;
    }
    walk->codestream_count = stop - begin;
    for (size_t i = stop; i < end && !walk->has_trailing_data; i++) walk->has_trailing_data = source[i] != 0;
    if (walk->tiles_seen < walk->header.tiles) {
        walk->cut_offset = stop;
        // Without an end marker the rest was cut off; with one, or with something else in the place of a tile-part, it never was there.
        if (walk->has_end || walk->has_trailing_data) {
            walk->is_broken = true;
            walk->problem = "The codestream lacks a tile";
        } else {
            walk->is_cut = true;
            walk->problem = "The codestream ends before its last tile";
        }
    }
}

cdicom_status cdicom_jpeg2000_walk_markers(const uint8_t *source, size_t source_count, cdicom_jpeg2000_walk *walk, cdicom_report *report) {
    memset(walk, 0, sizeof *walk);
    cdicom_jpeg2000_header *header = &walk->header;
    header->levels = 255;
    header->is_reversible = true;
    size_t begin, end;
    cdicom_status status = find_codestream(source, source_count, &begin, &end, &header->is_boxed, report);
    if (status != CDICOM_OK) return status;
    header->codestream_offset = begin;
    walk->codestream_count = end - begin;
    static const char cut[] = "The main header of the codestream is cut short";
    if (end - begin < 6) return cdicom_fail(report, CDICOM_TRUNCATED, end, cut);
    if (read16(source + begin) != SOC) return cdicom_fail(report, CDICOM_CORRUPT, begin, "The codestream does not begin with SOC");
    if (read16(source + begin + 2) != SIZ) return cdicom_fail(report, CDICOM_CORRUPT, begin + 2, "SIZ does not follow SOC");

    bool has_coding = false;
    for (size_t at = begin + 2;;) {
        if (end - at < 4) return cdicom_fail(report, CDICOM_TRUNCATED, at, cut);
        const uint32_t marker = read16(source + at);
        if (marker == SOT) {
            if (!has_coding) return cdicom_fail(report, CDICOM_CORRUPT, at, "The main header has no COD segment");
            walk_tile_parts(source, at, end, begin, walk);
            return CDICOM_OK;
        }
        if (marker < 0xFF00 || marker == SOD || marker == EOC || marker == SOC)
            return cdicom_fail(report, CDICOM_CORRUPT, at, "The main header holds something else than a marker segment");
        if (!has_segment(marker)) {
            at += 2;
            continue;
        }
        const size_t count = read16(source + at + 2);
        if (count < 2) return cdicom_fail(report, CDICOM_CORRUPT, at, "A marker segment is shorter than its length field");
        if (count > end - at - 2) return cdicom_fail(report, CDICOM_TRUNCATED, at, cut);
        const uint8_t *segment = source + at + 2;
        if (hides_marker(marker, segment, count))
            return cdicom_fail(report, CDICOM_UNSUPPORTED, at, "A marker segment of unknown kind cannot be skipped safely");
        if (marker == SIZ) {
            if (at != begin + 2) return cdicom_fail(report, CDICOM_CORRUPT, at, "The codestream has two SIZ segments");
            status = parse_siz(segment, count, at, walk, report);
            if (status != CDICOM_OK) return status;
        } else {
            const char *problem = parse_segment(marker, segment, count, true, walk);
            if (problem) return cdicom_fail(report, CDICOM_CORRUPT, at, problem);
            has_coding |= marker == COD;
        }
        at += 2 + count;
    }
}

cdicom_jpeg2000_component cdicom_jpeg2000_component_at(const cdicom_jpeg2000_walk *walk, uint32_t index, uint32_t discard_levels) {
    const uint8_t *entry = walk->component_table + 3 * (size_t)index;
    const uint32_t dx = entry[1], dy = entry[2];
    cdicom_jpeg2000_component component = {.column_step = dx, .row_step = dy, .precision = (uint8_t)((entry[0] & 0x7F) + 1),
                                           .is_signed = entry[0] >> 7};
    component.columns = cdicom_ceil_shift(cdicom_ceil_divide(walk->x1, dx), discard_levels)
                        - cdicom_ceil_shift(cdicom_ceil_divide(walk->x0, dx), discard_levels);
    component.rows = cdicom_ceil_shift(cdicom_ceil_divide(walk->y1, dy), discard_levels)
                     - cdicom_ceil_shift(cdicom_ceil_divide(walk->y0, dy), discard_levels);
    return component;
}

void cdicom_jpeg2000_frame_size(const cdicom_jpeg2000_walk *walk, uint32_t discard_levels, uint32_t *columns, uint32_t *rows) {
    const uint32_t dx = walk->least_column_step, dy = walk->least_row_step;
    *columns = cdicom_ceil_shift(cdicom_ceil_divide(walk->x1, dx), discard_levels)
               - cdicom_ceil_shift(cdicom_ceil_divide(walk->x0, dx), discard_levels);
    *rows = cdicom_ceil_shift(cdicom_ceil_divide(walk->y1, dy), discard_levels)
            - cdicom_ceil_shift(cdicom_ceil_divide(walk->y0, dy), discard_levels);
}
