#include "jpeg_markers.h"
#include "jpeg_entropy.h"
#include <stdio.h>

/// A marker segment without its marker and length.
typedef struct segment {
    const uint8_t *bytes;
    size_t count;
    size_t offset;  // of the marker
} segment;

static inline uint32_t read_word(const uint8_t *from) { return (uint32_t)from[0] << 8 | from[1]; }

static cdicom_status corrupt(const segment *at, const char *message, cdicom_report *report) {
    return cdicom_fail(report, CDICOM_CORRUPT, at->offset, message);
}

/// `text` with its one %u replaced.
static cdicom_status fail_with_number(cdicom_status status, size_t offset, const char *text, unsigned number, cdicom_report *report) {
    char message[120];
    snprintf(message, sizeof message, text, number);
    return cdicom_fail(report, status, offset, message);
}

static cdicom_status read_huffman_tables(cdicom_jpeg_stream *stream, segment at, cdicom_report *report) {
    while (at.count > 0) {
        const uint32_t class = at.bytes[0] >> 4, destination = at.bytes[0] & 15;
        if (class > 1 || destination > 3) return corrupt(&at, "A DHT segment names an impossible table", report);
        size_t used;
        switch (cdicom_huffman_read(class ? &stream->ac[destination] : &stream->dc[destination], at.bytes + 1, at.count - 1, &used)) {
        case CDICOM_HUFFMAN_GOOD: break;
        case CDICOM_HUFFMAN_OVERFULL:
            if (!(stream->leniency & CDICOM_JPEG_LENIENT_OVERFULL_TABLE))
                return corrupt(&at, "A Huffman table has more codes than their lengths allow", report);
            stream->notes |= CDICOM_JPEG_NOTE_OVERFULL_TABLE;
            break;
        case CDICOM_HUFFMAN_TOO_MANY: return corrupt(&at, "A Huffman table has more than 256 codes", report);
        default: return corrupt(&at, "A DHT segment ends within a table", report);
        }
        at.bytes += 1 + used, at.count -= 1 + used;
    }
    return CDICOM_OK;
}

static cdicom_status read_quantisation_tables(cdicom_jpeg_stream *stream, segment at, cdicom_report *report) {
    while (at.count > 0) {
        const uint32_t is_wide = at.bytes[0] >> 4, destination = at.bytes[0] & 15;
        if (is_wide > 1 || destination > 3) return corrupt(&at, "A DQT segment names an impossible table", report);
        const size_t size = 1 + (is_wide ? 128 : 64);
        if (at.count < size) return corrupt(&at, "A DQT segment ends within a table", report);
        cdicom_jpeg_quantisation *table = &stream->quantisation[destination];
        for (size_t i = 0; i < 64; i++) table->steps[i] = (uint16_t)(is_wide ? read_word(at.bytes + 1 + 2 * i) : at.bytes[1 + i]);
        table->is_defined = true;
        at.bytes += size, at.count -= size;
    }
    return CDICOM_OK;
}

static cdicom_status read_frame(cdicom_jpeg_stream *stream, segment at, uint32_t marker, cdicom_report *report) {
    cdicom_jpeg_header *header = &stream->header;
    if (stream->has_frame) return corrupt(&at, "A second frame header", report);
    if (at.count < 6) return corrupt(&at, "The frame header is too short", report);
    header->process = (cdicom_jpeg_process)(marker - 0xC0);
    header->precision = at.bytes[0];
    header->rows = read_word(at.bytes + 1);
    header->columns = read_word(at.bytes + 3);
    header->components = at.bytes[5];
    const uint32_t precision = header->precision;
    bool is_legal = precision == 8;
    if (header->process == CDICOM_JPEG_LOSSLESS) is_legal = precision >= 2 && precision <= 16;
    else if (header->process != CDICOM_JPEG_BASELINE) is_legal = precision == 8 || precision == 12;
    if (!is_legal)
        return fail_with_number(CDICOM_CORRUPT, at.offset, "The process does not have samples of %u bits", precision, report);
    if (header->columns == 0) return corrupt(&at, "The frame has no columns", report);
    if (header->components == 0) return corrupt(&at, "The frame has no components", report);
    if (header->components > CDICOM_JPEG_MAXIMUM_COMPONENTS)
        return fail_with_number(CDICOM_UNSUPPORTED, at.offset, "Frames of %u components are not read", header->components, report);
    if (at.count < 6 + 3 * (size_t)header->components) return corrupt(&at, "The frame header is too short", report);
    for (uint32_t i = 0; i < header->components; i++) {
        const uint8_t *from = at.bytes + 6 + 3 * i;
        cdicom_jpeg_component *component = &header->component[i];
        *component = (cdicom_jpeg_component){from[0], from[1] >> 4, from[1] & 15};
        stream->quantisation_index[i] = from[2];
        if (component->horizontal < 1 || component->horizontal > 4 || component->vertical < 1 || component->vertical > 4)
            return corrupt(&at, "A sampling factor is not 1 to 4", report);
        if (from[2] > 3 && header->process != CDICOM_JPEG_LOSSLESS)
            return corrupt(&at, "A component names an impossible quantisation table", report);
        for (uint32_t earlier = 0; earlier < i; earlier++)
            if (header->component[earlier].identifier == component->identifier)
                return corrupt(&at, "Two components have the same identifier", report);
        if (component->horizontal > header->horizontal) header->horizontal = component->horizontal;
        if (component->vertical > header->vertical) header->vertical = component->vertical;
    }
    header->is_lossy = header->process != CDICOM_JPEG_LOSSLESS;
    stream->has_frame = true;
    return CDICOM_OK;
}

static void read_application_data(cdicom_jpeg_stream *stream, segment at, uint32_t marker) {
    if (marker == 0xE0 && at.count >= 5 && memcmp(at.bytes, "JFIF", 5) == 0) stream->header.has_jfif = true;
    // "Adobe", version, two words of flags, transform. Shorter ones are other programs' (length 12 with the marker's own word is 14).
    if (marker == 0xEE && at.count >= 12 && memcmp(at.bytes, "Adobe", 5) == 0) {
        stream->header.has_adobe = true;
        stream->header.adobe_transform = at.bytes[11];
    }
}

static cdicom_status read_restart_interval(cdicom_jpeg_stream *stream, segment at, cdicom_report *report) {
    if (at.count < 2) return corrupt(&at, "A DRI segment is too short", report);
    stream->restart_interval = read_word(at.bytes);
    return CDICOM_OK;
}

/// DNL behind the first scan; `cdicom_jpeg_open` has looked for it already where Y is 0.
static cdicom_status read_lines(cdicom_jpeg_stream *stream, segment at, cdicom_report *report) {
    if (at.count < 2) return corrupt(&at, "A DNL segment is too short", report);
    if (!stream->has_frame || stream->scans != 1) return corrupt(&at, "A DNL segment that does not follow the first scan", report);
    const uint32_t rows = read_word(at.bytes);
    if (rows == 0) return corrupt(&at, "A DNL segment says 0 lines", report);
    if (rows != stream->header.rows) return corrupt(&at, "A DNL segment says other lines than the frame header", report);
    return CDICOM_OK;
}

/// The parameters that have one legal value, or few.
static cdicom_status check_spectrum(cdicom_jpeg_stream *stream, const segment *at, cdicom_report *report) {
    cdicom_jpeg_scan *scan = &stream->scan;
    switch (stream->header.process) {
    case CDICOM_JPEG_LOSSLESS:
        // Selection value 0 is for the differential frames of the hierarchical process.
        if (scan->spectral_start < 1 || scan->spectral_start > 7) return corrupt(at, "The selection value is not 1 to 7", report);
        if (scan->low >= stream->header.precision) return corrupt(at, "The point transform leaves no bit of a sample", report);
        if (scan->spectral_end != 0 || scan->high != 0) stream->notes |= CDICOM_JPEG_NOTE_SCAN_PARAMETERS;
        return CDICOM_OK;
    case CDICOM_JPEG_PROGRESSIVE:
        if (scan->spectral_start > scan->spectral_end || scan->spectral_end > 63 || (scan->spectral_start == 0 && scan->spectral_end != 0)
            || (scan->spectral_start != 0 && scan->components != 1))
            return corrupt(at, "A progressive scan has an impossible range of coefficients", report);
        if (scan->low > 13 || (scan->high != 0 && scan->high != scan->low + 1))
            return corrupt(at, "A progressive scan has an impossible approximation", report);
        return CDICOM_OK;
    default:
        if (scan->spectral_start != 0 || scan->spectral_end != 63 || scan->high != 0 || scan->low != 0)
            stream->notes |= CDICOM_JPEG_NOTE_SCAN_PARAMETERS;
        scan->spectral_start = 0, scan->spectral_end = 63, scan->high = 0, scan->low = 0;
        return CDICOM_OK;
    }
}

/// Names a missing table before anything is decoded.
static cdicom_status check_tables(const cdicom_jpeg_stream *stream, const segment *at, cdicom_report *report) {
    const cdicom_jpeg_scan *scan = &stream->scan;
    const cdicom_jpeg_process process = stream->header.process;
    const bool is_dct = process != CDICOM_JPEG_LOSSLESS;
    const bool has_dc = scan->spectral_start == 0 || !is_dct;
    // A refinement of the DC coefficients is coded in plain bits.
    const bool needs_dc = has_dc && !(process == CDICOM_JPEG_PROGRESSIVE && scan->high != 0);
    const bool needs_ac = is_dct && scan->spectral_end > 0;
    for (uint32_t i = 0; i < scan->components; i++) {
        const uint32_t quantisation = stream->quantisation_index[scan->index[i]];
        if (needs_dc && !stream->dc[scan->dc[i]].is_defined)
            return fail_with_number(CDICOM_CORRUPT, at->offset, "A scan uses DC Huffman table %u, which is not defined", scan->dc[i], report);
        if (needs_ac && !stream->ac[scan->ac[i]].is_defined)
            return fail_with_number(CDICOM_CORRUPT, at->offset, "A scan uses AC Huffman table %u, which is not defined", scan->ac[i], report);
        if (is_dct && !stream->quantisation[quantisation].is_defined)
            return fail_with_number(CDICOM_CORRUPT, at->offset, "A scan uses quantisation table %u, which is not defined", quantisation, report);
    }
    return CDICOM_OK;
}

static cdicom_status read_scan(cdicom_jpeg_stream *stream, segment at, cdicom_report *report) {
    const cdicom_jpeg_header *header = &stream->header;
    cdicom_jpeg_scan *scan = &stream->scan;
    if (!stream->has_frame) return corrupt(&at, "A scan before the frame header", report);
    const uint32_t components = at.count > 0 ? at.bytes[0] : 0;
    if (components < 1 || components > 4) return corrupt(&at, "A scan of other than 1 to 4 components", report);
    if (at.count < 4 + 2 * (size_t)components) return corrupt(&at, "A scan header is too short", report);
    *scan = (cdicom_jpeg_scan){.components = (uint8_t)components, .offset = at.offset};
    uint32_t units = 0;
    for (uint32_t i = 0; i < components; i++) {
        const uint8_t *from = at.bytes + 1 + 2 * i;
        uint32_t index = 0;
        while (index < header->components && header->component[index].identifier != from[0]) index++;
        if (index == header->components) return corrupt(&at, "A scan names a component that the frame does not have", report);
        // Which also keeps them distinct (T.81 B.2.3).
        if (i > 0 && index <= scan->index[i - 1]) return corrupt(&at, "The components of a scan are not in the order of the frame", report);
        scan->index[i] = (uint8_t)index;
        scan->dc[i] = from[1] >> 4;
        scan->ac[i] = from[1] & 15;
        if (scan->dc[i] > 3) return corrupt(&at, "A scan names an impossible Huffman table", report);
        if (scan->ac[i] > 3) {
            if (header->process != CDICOM_JPEG_LOSSLESS) return corrupt(&at, "A scan names an impossible Huffman table", report);
            stream->notes |= CDICOM_JPEG_NOTE_SCAN_PARAMETERS;
            scan->ac[i] = 0;
        }
        units += header->component[index].horizontal * header->component[index].vertical;
    }
    if (components > 1 && units > 10) return corrupt(&at, "The MCUs of a scan have more than 10 data units", report);
    const uint8_t *from = at.bytes + 1 + 2 * components;
    scan->spectral_start = from[0];
    scan->spectral_end = from[1];
    scan->high = from[2] >> 4;
    scan->low = from[2] & 15;
    const cdicom_status status = check_spectrum(stream, &at, report);
    return status == CDICOM_OK ? check_tables(stream, &at, report) : status;
}

static cdicom_status refuse(const segment *at, uint32_t marker, cdicom_report *report) {
    const char *name = "Reserved JPEG processes are not read";
    switch (marker) {
    case 0xC5: case 0xC6: case 0xC7: name = "Hierarchical JPEG is not read"; break;
    case 0xC9: case 0xCA: case 0xCB: case 0xCC: name = "Arithmetic-coded JPEG is not read"; break;
    case 0xCD: case 0xCE: case 0xCF: name = "Hierarchical, arithmetic-coded JPEG is not read"; break;
    case 0xDE: case 0xDF: name = "Hierarchical JPEG is not read"; break;
    case 0xF7: name = "This is JPEG-LS, not JPEG"; break;
    default: break;
    }
    return cdicom_fail(report, CDICOM_UNSUPPORTED, at->offset, name);
}

cdicom_status cdicom_jpeg_next_scan(cdicom_jpeg_stream *stream, cdicom_report *report) {
    const uint8_t *bytes = stream->bytes;
    stream->has_scan = false;
    for (;;) {
        const uint8_t *found = stream->next < stream->count ? memchr(bytes + stream->next, 0xFF, stream->count - stream->next) : NULL;
        if (!found || (size_t)(found - bytes) + 1 >= stream->count) {
            stream->next = stream->count;
            if (stream->scans == 0) return cdicom_fail(report, CDICOM_TRUNCATED, stream->count, "The codestream ends before its first scan");
            return CDICOM_OK;
        }
        segment at = {.offset = (size_t)(found - bytes)};
        if (at.offset != stream->next) stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
        const uint32_t marker = found[1];
        stream->next = at.offset + 2;
        if (marker == 0xFF) {  // a fill byte
            stream->next = at.offset + 1;
            continue;
        }
        if (marker == 0 || (marker >= CDICOM_JPEG_RST0 && marker < CDICOM_JPEG_SOI)) {
            // Entropy-coded data that nobody asked for, as behind the last sample of a scan.
            stream->notes |= CDICOM_JPEG_NOTE_EXCESS_DATA;
            continue;
        }
        if (marker == CDICOM_JPEG_EOI) {
            stream->has_end = true;
            if (stream->scans == 0) return corrupt(&at, "The codestream has no scan", report);
            return CDICOM_OK;
        }
        if (marker == CDICOM_JPEG_SOI) return corrupt(&at, "A second SOI marker", report);
        if (marker == 0x01) continue;  // TEM, without a segment
        if (stream->count - stream->next < 2)
            return cdicom_fail(report, CDICOM_TRUNCATED, stream->count, "The codestream ends within a marker segment");
        const size_t length = read_word(bytes + stream->next);
        if (length < 2) return corrupt(&at, "A marker segment is shorter than its own length", report);
        if (length > stream->count - stream->next)
            return cdicom_fail(report, CDICOM_TRUNCATED, stream->count, "The codestream ends within a marker segment");
        at.bytes = bytes + stream->next + 2;
        at.count = length - 2;
        stream->next += length;
        cdicom_status status = CDICOM_OK;
        switch (marker) {
        case 0xC0: case 0xC1: case 0xC2: case 0xC3: status = read_frame(stream, at, marker, report); break;
        case 0xC4: status = read_huffman_tables(stream, at, report); break;
        case 0xDB: status = read_quantisation_tables(stream, at, report); break;
        case 0xDD: status = read_restart_interval(stream, at, report); break;
        case CDICOM_JPEG_DNL: status = read_lines(stream, at, report); break;
        case CDICOM_JPEG_SOS:
            status = read_scan(stream, at, report);
            stream->has_scan = status == CDICOM_OK;
            stream->scans += stream->has_scan;
            break;
        case 0xFE: break;  // COM
        case 0xF7: status = refuse(&at, marker, report); break;
        default:
            if ((marker >= 0xC5 && marker <= 0xCF) || marker == 0xDE || marker == 0xDF) status = refuse(&at, marker, report);
            else if (marker >= 0xE0 && marker <= 0xEF) read_application_data(stream, at, marker);
            else stream->notes |= CDICOM_JPEG_NOTE_UNKNOWN_MARKER;
            break;
        }
        if (status != CDICOM_OK || stream->has_scan) return status;
    }
}

/// Y is 0: the lines stand in a DNL segment right behind the first scan (T.81 B.2.5).
static cdicom_status find_lines(cdicom_jpeg_stream *stream, cdicom_report *report) {
    const uint8_t *end = stream->bytes + stream->count, *at = stream->bytes + stream->next;
    for (;;) {
        at = cdicom_entropy_find_end(at, end);
        if (at == end || at[1] < CDICOM_JPEG_RST0 || at[1] >= CDICOM_JPEG_SOI) break;
        at += 2;
    }
    if (at == end || (at[1] == CDICOM_JPEG_DNL && end - at < 6))
        return cdicom_fail(report, CDICOM_TRUNCATED, stream->count, "The codestream ends before its number of lines");
    const segment place = {.offset = (size_t)(at - stream->bytes)};
    if (at[1] != CDICOM_JPEG_DNL) return corrupt(&place, "The frame has no lines, and no DNL segment follows its first scan", report);
    stream->header.rows = read_word(at + 4);
    if (stream->header.rows == 0) return corrupt(&place, "A DNL segment says 0 lines", report);
    stream->notes |= CDICOM_JPEG_NOTE_LINES_DEFINED;
    return CDICOM_OK;
}

cdicom_status cdicom_jpeg_open(cdicom_jpeg_stream *stream, const uint8_t *bytes, size_t count, uint32_t leniency, cdicom_report *report) {
    memset(stream, 0, sizeof *stream);
    stream->bytes = bytes;
    stream->count = count;
    stream->leniency = leniency;
    size_t start = 0;
    while (start < count && (bytes[start] == 0 || (bytes[start] == 0xFF && start + 1 < count && bytes[start + 1] == 0xFF))) start++;
    if (count - start < 2) return cdicom_fail(report, CDICOM_TRUNCATED, count, "The codestream ends before its SOI marker");
    if (bytes[start] != 0xFF || bytes[start + 1] != CDICOM_JPEG_SOI)
        return cdicom_fail(report, CDICOM_CORRUPT, start, "The data do not begin with an SOI marker");
    if (start > 0) stream->notes |= CDICOM_JPEG_NOTE_PADDING_BEFORE;
    stream->header.codestream_offset = start;
    stream->next = start + 2;
    cdicom_status status = cdicom_jpeg_next_scan(stream, report);
    if (status != CDICOM_OK) return status;
    cdicom_jpeg_header *header = &stream->header;
    header->restart_interval = stream->restart_interval;
    header->is_interleaved = stream->scan.components == header->components;
    if (header->process == CDICOM_JPEG_LOSSLESS) {
        header->selection_value = stream->scan.spectral_start;
        header->point_transform = stream->scan.low;
        header->is_lossy = header->point_transform > 0;
    }
    return header->rows == 0 ? find_lines(stream, report) : CDICOM_OK;
}

void cdicom_jpeg_finish(cdicom_jpeg_stream *stream) {
    if (!stream->has_end) {
        stream->notes |= CDICOM_JPEG_NOTE_MISSING_END;
        return;
    }
    const uint8_t *rest = stream->bytes + stream->next;
    const size_t count = stream->count - stream->next;
    if (count == 0 || (count == 1 && rest[0] == 0)) return;
    bool is_padding = true;
    for (size_t i = 0; i < count && is_padding; i++) is_padding = rest[i] == 0 || rest[i] == 0xFF;
    stream->notes |= is_padding ? CDICOM_JPEG_NOTE_PADDING_AFTER : CDICOM_JPEG_NOTE_TRAILING_DATA;
}

cdicom_status cdicom_jpeg_check(const cdicom_jpeg_stream *stream, cdicom_sample_layout layout, const cdicom_limits *limits,
                                cdicom_report *report) {
    const cdicom_jpeg_header *header = &stream->header;
    const uint64_t pixels = (uint64_t)header->columns * header->rows;
    const uint64_t bytes = pixels * header->components * layout.bytes_per_sample;
    if (pixels > limits->pixels || bytes > limits->target_bytes || header->components > limits->components)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame is larger than the limits allow");
    if (header->columns != layout.columns || header->rows != layout.rows)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The codestream has other columns or rows than the layout");
    if (header->components != layout.samples_per_pixel)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The codestream has another number of components than the layout");
    if (header->precision > 8 * layout.bytes_per_sample)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, 0, "The precision of the codestream is above the containers of the layout");
    return CDICOM_OK;
}

const uint8_t *cdicom_jpeg_pass_restart(const cdicom_jpeg_stream *stream, const uint8_t *at, uint32_t interval) {
    const uint8_t *end = stream->bytes + stream->count;
    if (end - at < 2 || at[0] != 0xFF || at[1] != CDICOM_JPEG_RST0 + interval % 8) return NULL;
    return at + 2;
}
