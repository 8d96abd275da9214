#include "jpeg_lossless_differences.h"
#include "jpeg_lossless_writer.h"
#include "jpeg_markers.h"

enum {
    MAXIMUM = CDICOM_JPEG_MAXIMUM_COMPONENTS,
    MARKER_BYTES = 2 + (10 + 3 * MAXIMUM) + MAXIMUM * (21 + 17) + 6 + MAXIMUM * (8 + 2 * MAXIMUM) + 2 + 1  // SOI, SOF, DHT, DRI, SOS, EOI, pad
};

/// A frame on its way.
typedef struct encoder {
    cdicom_sample_layout layout;
    cdicom_strides strides;
    const uint8_t *samples;
    cdicom_jpeg_lossless_parameters parameters;
    const cdicom_work *work;
    uint16_t *rows[2], *differences; ///< a row and the one above it
    uint8_t *bits;           ///< what the writer writes to
    cdicom_bit_writer writer;
    uint32_t frequencies[MAXIMUM][256];
    cdicom_huffman_specification specifications[MAXIMUM];
    cdicom_lossless_codes codes[MAXIMUM];
    const cdicom_lossless_codes *codes_of[MAXIMUM];
    uint8_t table_of[MAXIMUM];
    uint32_t tables;
    uint8_t *next;
    const uint8_t *end;
} encoder;

static cdicom_status check(cdicom_sample_layout layout, const cdicom_jpeg_lossless_parameters *parameters, cdicom_report *report) {
    const char *problem = NULL;
    if (layout.samples_per_pixel > MAXIMUM || layout.bytes_per_sample > 2) problem = "JPEG Lossless takes 1 to 4 samples of 1 or 2 bytes";
    else if (layout.columns > 65535 || layout.rows > 65535) problem = "JPEG takes up to 65,535 columns and rows";
    else if (parameters->precision < 2 || parameters->precision > 8 * layout.bytes_per_sample)
        problem = "The precision is not 2 to the bits of a container";
    else if (parameters->selection_value < 1 || parameters->selection_value > 7) problem = "The selection value is not 1 to 7";
    else if (parameters->point_transform >= parameters->precision) problem = "The point transform leaves no bit of a sample";
    else if ((uint64_t)parameters->restart_rows * layout.columns > 65535) problem = "A restart interval has more than 65,535 pixels";
    return problem ? cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, problem) : CDICOM_OK;
}

/// Bits that a sample takes at most: the best code is no longer on the whole than one of 5 bits for each of 17 categories, and differences of
/// P-bit samples from any prediction have P + 2 bits.
static uint32_t bits_of_sample(cdicom_jpeg_lossless_parameters parameters) {
    return 5 + (parameters.precision < 13 ? parameters.precision + 2u : 15);
}

size_t cdicom_jpeg_lossless_maximum_encoded_count(cdicom_sample_layout layout, cdicom_jpeg_lossless_parameters parameters) {
    cdicom_strides strides;
    if (!cdicom_layout_strides(layout, &strides) || check(layout, &parameters, NULL) != CDICOM_OK) return 0;
    // At most 2^34 samples; every byte may be one of ones.
    const uint64_t samples = (uint64_t)layout.columns * layout.rows * layout.samples_per_pixel;
    const uint64_t intervals = (parameters.restart_rows ? layout.rows / parameters.restart_rows + 1 : 1) * (uint64_t)MAXIMUM;
    const uint64_t bytes = MARKER_BYTES + 2 * (samples * bits_of_sample(parameters) / 8 + 1) + 4 * intervals;
    return bytes <= SIZE_MAX / 2 ? (size_t)bytes : 0;
}

/// Calls `visit` with the differences of each row of components `first` and following.
typedef cdicom_status visit_fn(encoder *encoder, uint32_t first, uint32_t count, uint32_t row, bool is_first, cdicom_report *report);

static cdicom_status each_row(encoder *encoder, uint32_t first, uint32_t count, visit_fn *visit, cdicom_report *report) {
    const cdicom_jpeg_lossless_parameters *parameters = &encoder->parameters;
    const uint16_t initial = (uint16_t)(1u << (parameters->precision - parameters->point_transform - 1));
    for (uint32_t row = 0; row < encoder->layout.rows; row++) {
        if (cdicom_is_cancelled(encoder->work)) return cdicom_fail_cancelled(report);
        uint16_t *samples = encoder->rows[row & 1];
        const bool is_first = row == 0 || (parameters->restart_rows && row % parameters->restart_rows == 0);
        cdicom_lossless_get_row(encoder->layout, &encoder->strides, encoder->samples, row, first, count, parameters->precision,
                                parameters->point_transform, samples);
        cdicom_lossless_differences(encoder->work->level, parameters->selection_value, count, is_first, initial, encoder->rows[~row & 1],
                                    samples, (size_t)encoder->layout.columns * count, encoder->differences);
        const cdicom_status status = visit(encoder, first, count, row, is_first, report);
        if (status != CDICOM_OK) return status;
    }
    return CDICOM_OK;
}

static cdicom_status count_row(encoder *encoder, uint32_t first, uint32_t count, uint32_t row, bool is_first, cdicom_report *report) {
    (void)row, (void)is_first, (void)report;
    cdicom_lossless_count(encoder->work->level, encoder->differences, (size_t)encoder->layout.columns * count, count, encoder->frequencies + first);
    return CDICOM_OK;
}

static cdicom_status full(cdicom_report *report) {
    return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target is smaller than the encoded frame");
}

static cdicom_status put(encoder *encoder, const uint8_t *bytes, size_t count, cdicom_report *report) {
    if ((size_t)(encoder->end - encoder->next) < count) return full(report);
    memcpy(encoder->next, bytes, count);
    encoder->next += count;
    return CDICOM_OK;
}

/// What the bit writer has so far, with its stuffing.
static cdicom_status drain(encoder *encoder, cdicom_report *report) {
    uint8_t *end = cdicom_jpeg_stuff(encoder->bits, (size_t)(encoder->writer.next - encoder->bits), encoder->next, encoder->end);
    if (!end) return full(report);
    encoder->next = end;
    encoder->writer.next = encoder->bits;
    return CDICOM_OK;
}

static cdicom_status write_row(encoder *encoder, uint32_t first, uint32_t count, uint32_t row, bool is_first, cdicom_report *report) {
    if (is_first && row > 0) {
        cdicom_bit_writer_pad(&encoder->writer);
        const uint32_t interval = row / encoder->parameters.restart_rows - 1;
        const uint8_t marker[2] = {0xFF, (uint8_t)(CDICOM_JPEG_RST0 + interval % 8)};
        cdicom_status status = drain(encoder, report);
        if (status == CDICOM_OK) status = put(encoder, marker, sizeof marker, report);
        if (status != CDICOM_OK) return status;
    }
    cdicom_lossless_write(encoder->work->level, &encoder->writer, encoder->differences, (size_t)encoder->layout.columns * count, count,
                          encoder->codes_of + first);
    return drain(encoder, report);
}

/// Bits of the codes, without those of the differences: the same whatever the table.
static uint64_t cost(const uint32_t frequencies[256], const cdicom_huffman_specification *specification) {
    cdicom_huffman_code codes[256];
    uint64_t bits = 0;
    const uint32_t count = cdicom_huffman_codes(specification, codes);
    for (uint32_t i = 0; i < count; i++) bits += (uint64_t)frequencies[codes[i].symbol] * codes[i].length;
    return bits;
}

/// A table for each component; one for all where that is hardly longer, since a decoder can then look up neighbours together.
static void choose_tables(encoder *encoder) {
    const uint32_t components = encoder->layout.samples_per_pixel;
    uint32_t sums[256] = {0};
    uint64_t separate = 0, extra = 0;
    for (uint32_t i = 0; i < components; i++) {
        cdicom_huffman_optimise(&encoder->specifications[i], encoder->frequencies[i]);
        separate += cost(encoder->frequencies[i], &encoder->specifications[i]);
        for (uint32_t category = 0; category <= 16; category++) {
            sums[category] += encoder->frequencies[i][category];
            extra += (uint64_t)encoder->frequencies[i][category] * (category < 16 ? category : 0);
        }
        encoder->table_of[i] = (uint8_t)i;
    }
    encoder->tables = components;
    if (components > 1 && !encoder->parameters.separates_components) {
        cdicom_huffman_specification shared;
        cdicom_huffman_optimise(&shared, sums);
        if ((cost(sums, &shared) - separate) * 100 <= separate + extra) {
            encoder->specifications[0] = shared;
            encoder->tables = 1;
            memset(encoder->table_of, 0, sizeof encoder->table_of);
        }
    }
    for (uint32_t i = 0; i < encoder->tables; i++) cdicom_lossless_codes_build(&encoder->codes[i], &encoder->specifications[i]);
    for (uint32_t i = 0; i < components; i++) encoder->codes_of[i] = &encoder->codes[encoder->table_of[i]];
}

static cdicom_status put_frame_header(encoder *encoder, cdicom_report *report) {
    const uint32_t components = encoder->layout.samples_per_pixel, rows = encoder->layout.rows, columns = encoder->layout.columns;
    uint8_t bytes[MARKER_BYTES], *to = bytes;
    *to++ = 0xFF, *to++ = CDICOM_JPEG_SOI;
    *to++ = 0xFF, *to++ = 0xC3;
    *to++ = 0, *to++ = (uint8_t)(8 + 3 * components);
    *to++ = encoder->parameters.precision;
    *to++ = (uint8_t)(rows >> 8), *to++ = (uint8_t)rows;
    *to++ = (uint8_t)(columns >> 8), *to++ = (uint8_t)columns;
    *to++ = (uint8_t)components;
    for (uint32_t i = 0; i < components; i++) *to++ = (uint8_t)(i + 1), *to++ = 0x11, *to++ = 0;
    for (uint32_t i = 0; i < encoder->tables; i++) {
        const cdicom_huffman_specification *specification = &encoder->specifications[i];
        *to++ = 0xFF, *to++ = 0xC4;
        *to++ = 0, *to++ = (uint8_t)(19 + specification->total);
        *to++ = (uint8_t)i;
        memcpy(to, specification->counts, 16), to += 16;
        memcpy(to, specification->symbols, specification->total), to += specification->total;
    }
    if (encoder->parameters.restart_rows) {
        const uint32_t interval = encoder->parameters.restart_rows * columns;
        *to++ = 0xFF, *to++ = 0xDD, *to++ = 0, *to++ = 4;
        *to++ = (uint8_t)(interval >> 8), *to++ = (uint8_t)interval;
    }
    return put(encoder, bytes, (size_t)(to - bytes), report);
}

static cdicom_status put_scan(encoder *encoder, uint32_t first, uint32_t count, cdicom_report *report) {
    uint8_t bytes[16], *to = bytes;
    *to++ = 0xFF, *to++ = CDICOM_JPEG_SOS;
    *to++ = 0, *to++ = (uint8_t)(6 + 2 * count);
    *to++ = (uint8_t)count;
    for (uint32_t i = first; i < first + count; i++) *to++ = (uint8_t)(i + 1), *to++ = (uint8_t)(encoder->table_of[i] << 4);
    *to++ = encoder->parameters.selection_value, *to++ = 0, *to++ = encoder->parameters.point_transform;
    cdicom_status status = put(encoder, bytes, (size_t)(to - bytes), report);
    if (status != CDICOM_OK) return status;
    encoder->writer = (cdicom_bit_writer){.next = encoder->bits};
    status = each_row(encoder, first, count, write_row, report);
    if (status != CDICOM_OK) return status;
    cdicom_bit_writer_pad(&encoder->writer);
    return drain(encoder, report);
}

static cdicom_status encode(encoder *encoder, uint8_t *target, cdicom_report *report) {
    const uint32_t components = encoder->layout.samples_per_pixel;
    const uint32_t together = encoder->parameters.separates_components ? 1 : components;
    cdicom_status status = CDICOM_OK;
    for (uint32_t i = 0; i < components && status == CDICOM_OK; i += together) status = each_row(encoder, i, together, count_row, report);
    if (status != CDICOM_OK) return status;
    choose_tables(encoder);
    status = put_frame_header(encoder, report);
    for (uint32_t i = 0; i < components && status == CDICOM_OK; i += together) status = put_scan(encoder, i, together, report);
    if (status != CDICOM_OK) return status;
    static const uint8_t end[3] = {0xFF, CDICOM_JPEG_EOI, 0};
    return put(encoder, end, 2 + ((size_t)(encoder->next - target) & 1), report);
}

cdicom_status cdicom_jpeg_lossless_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                          cdicom_jpeg_lossless_parameters parameters, const cdicom_work *work, uint8_t *target,
                                          size_t target_count, size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!written) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no place for the number of bytes");
    *written = 0;
    encoder encoder = {.layout = layout, .samples = samples, .parameters = parameters, .work = work ? work : &cdicom_jpeg_unlimited};
    cdicom_status status = cdicom_check_samples(layout, samples, sample_bytes, &encoder.strides, report);
    if (status == CDICOM_OK) status = check(layout, &parameters, report);
    if (status == CDICOM_OK && !target) status = cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no target");
    if (status != CDICOM_OK) return status;
    encoder.next = target;
    encoder.end = target + target_count;

    cdicom_session session;
    cdicom_session_open(&session, encoder.work);
    const size_t row = (size_t)layout.columns * layout.samples_per_pixel;  // at most 262,140
    const size_t row_bytes = row * sizeof(uint16_t), bit_bytes = row * sizeof(uint32_t) + CDICOM_BIT_WRITER_SLACK;
    size_t total = 0;
    const bool fits = cdicom_add_room(&total, row_bytes) && cdicom_add_room(&total, row_bytes) && cdicom_add_room(&total, row_bytes)
                      && cdicom_add_room(&total, bit_bytes);
    status = cdicom_session_reserve(&session, fits ? total : SIZE_MAX, report);
    if (status == CDICOM_OK) {
        encoder.rows[0] = cdicom_session_take(&session, row_bytes);
        encoder.rows[1] = cdicom_session_take(&session, row_bytes);
        encoder.differences = cdicom_session_take(&session, row_bytes);
        encoder.bits = cdicom_session_take(&session, bit_bytes);
        status = encode(&encoder, target, report);
    }
    cdicom_session_close(&session);
    if (status == CDICOM_OK) *written = (size_t)(encoder.next - target);
    return status;
}
