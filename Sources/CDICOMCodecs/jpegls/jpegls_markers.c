#include "jpegls_markers.h"
#include "../frame/frame_internal.h"

static const char truncated_segment[] = "A marker segment is cut short";
static const char impossible_segment[] = "A marker segment has an impossible length";

static uint32_t word(const uint8_t *bytes, uint32_t count) {
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++) value = value << 8 | bytes[i];
    return value;
}

int cdicom_jpegls_marker(const uint8_t *bytes, size_t count, size_t *at) {
    size_t i = *at;
    if (i >= count || bytes[i] != 0xFF) return -1;
    while (i < count && bytes[i] == 0xFF) i++;
    if (i == count || bytes[i] < 0x80) return -1;
    *at = i + 1;
    return bytes[i];
}

cdicom_status cdicom_jpegls_open(jpegls_codestream *codestream, const uint8_t *bytes, size_t count, cdicom_report *report) {
    *codestream = (jpegls_codestream){.bytes = bytes, .count = count};
    if (count < 2) return cdicom_fail(report, CDICOM_TRUNCATED, count, "The codestream ends before its first marker");
    if (bytes[0] != 0xFF || bytes[1] != JPEGLS_SOI) return cdicom_fail(report, CDICOM_CORRUPT, 0, "The source does not begin with SOI");
    codestream->at = 2;
    return CDICOM_OK;
}

bool cdicom_jpegls_map(const jpegls_table *table, uint32_t sample, uint32_t *entry) {
    for (uint32_t i = 0; i < table->parts; i++) {
        if (sample < table->part[i].entries) {
            *entry = word(table->part[i].bytes + (size_t)sample * table->width, table->width);
            return true;
        }
        sample -= table->part[i].entries;
    }
    return false;
}

/// ceil(size * factor / largest)
static uint32_t sampled(uint32_t size, uint32_t factor, uint32_t largest) {
    return (uint32_t)(((uint64_t)size * factor + largest - 1) / largest);
}

static cdicom_status read_frame(jpegls_codestream *codestream, const uint8_t *body, size_t count, size_t offset, cdicom_report *report) {
    if (codestream->components != 0) return cdicom_fail(report, CDICOM_CORRUPT, offset, "The codestream has a second frame header");
    if (count < 6 || count != 6 + 3 * (size_t)body[5]) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
    codestream->precision = body[0];
    codestream->rows = word(body + 1, 2);
    codestream->columns = word(body + 3, 2);
    if (codestream->precision < 2 || codestream->precision > 16)
        return cdicom_fail(report, CDICOM_CORRUPT, offset, "The precision is not 2 to 16 bits");
    if (body[5] == 0) return cdicom_fail(report, CDICOM_CORRUPT, offset, "The frame has no component");
    for (uint32_t i = 0; i < body[5]; i++) {
        const uint8_t *part = body + 6 + 3 * (size_t)i;
        const uint32_t horizontal = part[1] >> 4, vertical = part[1] & 15;
        if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4)
            return cdicom_fail(report, CDICOM_CORRUPT, offset, "A sampling factor is not 1 to 4");
        for (uint32_t j = 0; j < i; j++)
            if (codestream->component[j].identifier == part[0])
                return cdicom_fail(report, CDICOM_CORRUPT, offset, "Two components have the same identifier");
        codestream->component[i] = (jpegls_component){.identifier = part[0], .horizontal = horizontal, .vertical = vertical};
        if (horizontal > codestream->horizontal) codestream->horizontal = horizontal;
        if (vertical > codestream->vertical) codestream->vertical = vertical;
    }
    codestream->components = body[5];
    return CDICOM_OK;
}

static cdicom_status read_table(jpegls_codestream *codestream, const uint8_t *body, size_t count, bool is_first, size_t offset,
                                cdicom_report *report) {
    if (count < 2) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
    const uint32_t identifier = body[0], width = body[1];
    if (identifier == 0 || width == 0 || (count - 2) % width != 0)
        return cdicom_fail(report, CDICOM_CORRUPT, offset, "A mapping table is impossible");
    jpegls_table *table = NULL, *empty = NULL;
    for (uint32_t i = 0; i < JPEGLS_TABLES; i++) {
        if (codestream->table[i].identifier == identifier) table = &codestream->table[i];
        if (!empty && codestream->table[i].identifier == 0) empty = &codestream->table[i];
    }
    if (is_first) {
        if (!table) table = empty;
        if (!table) return cdicom_fail(report, CDICOM_UNSUPPORTED, offset, "The codestream has more than 4 mapping tables");
        *table = (jpegls_table){.identifier = identifier, .width = width};
    } else if (!table || table->width != width) {
        return cdicom_fail(report, CDICOM_CORRUPT, offset, "A mapping table is continued that was not begun");
    }
    if (table->parts == JPEGLS_TABLE_PARTS)
        return cdicom_fail(report, CDICOM_UNSUPPORTED, offset, "A mapping table comes in more than 4 segments");
    table->part[table->parts].bytes = body + 2;
    table->part[table->parts].entries = (uint32_t)((count - 2) / width);
    table->parts += 1;
    return CDICOM_OK;
}

static cdicom_status read_extension(jpegls_codestream *codestream, const uint8_t *body, size_t count, size_t offset,
                                    cdicom_report *report) {
    if (count < 1) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
    switch (body[0]) {
    case 1:
        if (count != 11) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
        codestream->preset = (cdicom_jpegls_preset){
            .maximum = word(body + 1, 2),
            .thresholds = {word(body + 3, 2), word(body + 5, 2), word(body + 7, 2)},
            .reset = word(body + 9, 2),
        };
        return CDICOM_OK;
    case 2:
    case 3: return read_table(codestream, body + 1, count - 1, body[0] == 2, offset, report);
    case 4:
        if (count < 2 || body[1] < 2 || body[1] > 4 || count != 2 + 2 * (size_t)body[1])
            return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
        codestream->oversize_rows = word(body + 2, body[1]);
        codestream->oversize_columns = word(body + 2 + body[1], body[1]);
        return CDICOM_OK;
    default: return cdicom_fail(report, CDICOM_UNSUPPORTED, offset, "Parameters of a JPEG-LS extension are not read");
    }
}

/// The number of lines out of the DNL segment that ends the scan whose data begin at `at` (C.2.5); 0 when there is none. `is_cut`: because
/// the source ends before any marker does.
static uint32_t lines_behind(const jpegls_codestream *codestream, size_t at, bool *is_cut) {
    const uint8_t *bytes = codestream->bytes;
    while (at < codestream->count) {
        const uint8_t *found = memchr(bytes + at, 0xFF, codestream->count - at);
        if (!found) break;
        at = (size_t)(found - bytes);
        const int marker = cdicom_jpegls_marker(bytes, codestream->count, &at);
        if (marker < 0) {
            at += 1;
        } else if (marker == JPEGLS_DNL) {
            if (codestream->count - at < 4) break;
            const uint32_t length = word(bytes + at, 2);
            if (length < 4 || length > 6) return 0;
            if (codestream->count - at < length) break;
            return word(bytes + at + 2, length - 2);
        } else if ((marker & ~7) != JPEGLS_RST) {
            return 0;
        }
    }
    *is_cut = true;
    return 0;
}

/// Sizes of the frame and its components, before the first scan.
static cdicom_status settle_size(jpegls_codestream *codestream, cdicom_report *report) {
    if (codestream->columns == 0) codestream->columns = codestream->oversize_columns;
    if (codestream->rows == 0) codestream->rows = codestream->oversize_rows;
    bool is_cut = false;
    if (codestream->rows == 0) codestream->rows = lines_behind(codestream, codestream->at, &is_cut);
    if (is_cut) return cdicom_fail(report, CDICOM_TRUNCATED, codestream->count, "The codestream ends before the number of its lines");
    if (codestream->rows == 0 || codestream->columns == 0)
        return cdicom_fail(report, CDICOM_CORRUPT, codestream->at, "The frame has no rows or no columns");
    for (uint32_t i = 0; i < codestream->components; i++) {
        jpegls_component *component = &codestream->component[i];
        component->columns = sampled(codestream->columns, component->horizontal, codestream->horizontal);
        component->rows = sampled(codestream->rows, component->vertical, codestream->vertical);
    }
    return CDICOM_OK;
}

static cdicom_status read_scan(jpegls_codestream *codestream, const uint8_t *body, size_t count, jpegls_scan *scan, size_t offset,
                               cdicom_report *report) {
    if (codestream->components == 0) return cdicom_fail(report, CDICOM_CORRUPT, offset, "A scan comes before the frame header");
    if (codestream->component[0].columns == 0) {
        const cdicom_status status = settle_size(codestream, report);
        if (status != CDICOM_OK) return status;
    }
    if (count < 1 || count != 4 + 2 * (size_t)body[0]) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
    const uint32_t components = body[0];
    if (components < 1 || components > CDICOM_JPEGLS_MAXIMUM_SCAN_COMPONENTS)
        return cdicom_fail(report, CDICOM_CORRUPT, offset, "A scan does not have 1 to 4 components");
    const uint8_t *tail = body + 1 + 2 * components;
    *scan = (jpegls_scan){.components = components, .near = tail[0], .offset = offset};
    if (tail[1] > 2) return cdicom_fail(report, CDICOM_CORRUPT, offset, "A scan has an impossible interleave mode");
    if (tail[2] != 0) return cdicom_fail(report, CDICOM_UNSUPPORTED, offset, "A point transform is not read");
    scan->interleave = components == 1 ? CDICOM_JPEGLS_INTERLEAVE_NONE : (cdicom_jpegls_interleave)tail[1];
    if (components > 1 && tail[1] == 0)
        return cdicom_fail(report, CDICOM_CORRUPT, offset, "A scan of several components is not interleaved");
    for (uint32_t i = 0; i < components; i++) {
        const uint32_t identifier = body[1 + 2 * i], table = body[2 + 2 * i];
        jpegls_component *component = NULL;
        for (uint32_t j = 0; j < codestream->components; j++)
            if (codestream->component[j].identifier == identifier) component = &codestream->component[j];
        if (!component) return cdicom_fail(report, CDICOM_CORRUPT, offset, "A scan has a component that the frame has not");
        if (component->is_seen) return cdicom_fail(report, CDICOM_CORRUPT, offset, "A component comes in two scans");
        component->is_seen = true;
        scan->component[i] = component;
        if (scan->interleave == CDICOM_JPEGLS_INTERLEAVE_SAMPLE
            && (component->columns != scan->component[0]->columns || component->rows != scan->component[0]->rows))
            return cdicom_fail(report, CDICOM_CORRUPT, offset, "Components interleaved by sample differ in size");
        if (table == 0) continue;
        for (uint32_t j = 0; j < JPEGLS_TABLES; j++)
            if (codestream->table[j].identifier == table) scan->table[i] = &codestream->table[j];
        if (!scan->table[i]) return cdicom_fail(report, CDICOM_CORRUPT, offset, "A mapping table is missing");
        if (scan->table[i]->width > 2)
            return cdicom_fail(report, CDICOM_UNSUPPORTED, offset, "A mapping table has entries of more than 2 bytes");
    }
    return CDICOM_OK;
}

cdicom_status cdicom_jpegls_next_scan(jpegls_codestream *codestream, jpegls_scan *scan, cdicom_report *report) {
    static const char end[] = "The codestream ends before the picture does";
    const uint8_t *bytes = codestream->bytes;
    scan->components = 0;
    for (;;) {
        const size_t offset = codestream->at;
        const int marker = cdicom_jpegls_marker(bytes, codestream->count, &codestream->at);
        if (marker < 0) {
            // An FF without its second byte is cut short, too.
            const bool is_cut = offset == codestream->count || (bytes[offset] == 0xFF && codestream->count - offset == 1);
            return is_cut ? cdicom_fail(report, CDICOM_TRUNCATED, codestream->count, end)
                          : cdicom_fail(report, CDICOM_CORRUPT, offset, "Another byte stands where a marker is due");
        }
        if (marker == JPEGLS_EOI) return cdicom_fail(report, CDICOM_TRUNCATED, offset, "EOI comes before all components did");
        if ((marker & ~7) == JPEGLS_RST || marker == JPEGLS_SOI)
            return cdicom_fail(report, CDICOM_CORRUPT, offset, "A marker stands in the wrong place");
        if (codestream->count - codestream->at < 2) return cdicom_fail(report, CDICOM_TRUNCATED, codestream->count, truncated_segment);
        const uint32_t length = word(bytes + codestream->at, 2);
        if (length < 2) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
        if (codestream->count - codestream->at < length)
            return cdicom_fail(report, CDICOM_TRUNCATED, codestream->count, truncated_segment);
        const uint8_t *body = bytes + codestream->at + 2;
        const size_t count = length - 2;
        codestream->at += length;
        cdicom_status status = CDICOM_OK;
        switch (marker) {
        case JPEGLS_SOF: status = read_frame(codestream, body, count, offset, report); break;
        case JPEGLS_LSE: status = read_extension(codestream, body, count, offset, report); break;
        case JPEGLS_SOS: return read_scan(codestream, body, count, scan, offset, report);
        case JPEGLS_DRI:
            if (count < 2 || count > 4) return cdicom_fail(report, CDICOM_CORRUPT, offset, impossible_segment);
            codestream->restart_interval = word(body, (uint32_t)count);
            break;
        case 0xE8:  // the colour transforms of Hewlett-Packard's encoder
            if (count == 5 && memcmp(body, "mrfx", 4) == 0) codestream->colour_transform = body[4];
            break;
        case JPEGLS_DNL:
        case 0xFE: break;  // lines that are known by now, and a comment
        default:
            if ((marker & 0xF0) == 0xE0) break;  // application data, SPIFF's among them
            if ((marker & 0xF0) == 0xC0 && marker != 0xC4 && marker != 0xCC)
                return cdicom_fail(report, CDICOM_UNSUPPORTED, offset, "The codestream is JPEG, but not JPEG-LS");
            if ((marker & 0xF0) != 0xC0 && marker != 0xDB)
                return cdicom_fail(report, CDICOM_CORRUPT, offset, "A marker is none of JPEG-LS");
            break;  // tables of other processes of JPEG
        }
        if (status != CDICOM_OK) return status;
    }
}
