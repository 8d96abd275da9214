#include "jpeg_dct_encode.h"
#include "jpeg_dct_standard.h"

enum { HEADER_MAXIMUM = 4096, MCUS_AT_ONCE = 16 };

static cdicom_status check(cdicom_sample_layout layout, const cdicom_jpeg_dct_parameters *parameters, cdicom_report *report) {
    const char *problem = NULL;
    const uint32_t most = parameters->precision == 8 ? 255 : 65535;
    if (parameters->precision != 8 && parameters->precision != 12) problem = "The DCT processes have samples of 8 or 12 bits";
    else if (layout.samples_per_pixel != 1 && layout.samples_per_pixel != 3) problem = "One or three samples a pixel are encoded";
    else if (layout.bytes_per_sample > 2 || layout.bytes_per_sample * 8 < parameters->precision)
        problem = "The containers do not fit the precision";
    else if (layout.columns > 65535 || layout.rows > 65535) problem = "JPEG has at most 65,535 columns and rows";
    else if ((unsigned)parameters->sampling > CDICOM_JPEG_420) problem = "There is no such sampling";
    else if (parameters->quality > 100) problem = "The quality is 1 to 100";
    else if (!(parameters->ratio >= 0)) problem = "The ratio is not a positive number";
    else if (parameters->quality == 0 && !parameters->steps && parameters->ratio == 0)
        problem = "There is no quality, and nothing in its place";
    else if (parameters->is_rgb && parameters->converts_from_rgb) problem = "R G B cannot stay so and be converted";
    else if (layout.samples_per_pixel == 1 && parameters->converts_from_rgb) problem = "One sample a pixel is not R G B";
    for (uint32_t i = 0; !problem && parameters->steps && i < 128; i++) {
        const uint32_t step = parameters->steps[i];
        if (step < 1 || step > most) problem = "A quantisation step is 0, or above 255 at 8 bits";
    }
    return problem ? cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, problem) : CDICOM_OK;
}

/// Blocks of a frame, those that fill up MCUs included; 0 on overflow.
static size_t block_count(cdicom_sample_layout layout) {
    size_t count;
    const size_t across = ((size_t)layout.columns + 15) / 16 * 2, down = ((size_t)layout.rows + 15) / 16 * 2;
    if (!cdicom_multiply(across, down, &count) || !cdicom_multiply(count, layout.samples_per_pixel, &count)) return 0;
    return count;
}

size_t cdicom_jpeg_dct_maximum_encoded_count(cdicom_sample_layout layout, cdicom_jpeg_dct_parameters parameters) {
    cdicom_strides strides;
    if (!cdicom_layout_strides(layout, &strides) || check(layout, &parameters, NULL) != CDICOM_OK) return 0;
    // 64 times 31 bits, doubled by stuffing, and a restart marker behind each.
    size_t count = block_count(layout);
    if (!cdicom_multiply(count, 512, &count) || __builtin_add_overflow(count, (size_t)HEADER_MAXIMUM, &count)) return 0;
    return count;
}

static void measure(cdicom_dct_encoder *encoder) {
    const cdicom_jpeg_dct_parameters *parameters = encoder->parameters;
    const cdicom_sample_layout layout = encoder->layout;
    const bool is_sampled = layout.samples_per_pixel == 3 && parameters->sampling != CDICOM_JPEG_444;
    encoder->components = layout.samples_per_pixel;
    encoder->horizontal = is_sampled ? 2 : 1;
    encoder->vertical = is_sampled && parameters->sampling == CDICOM_JPEG_420 ? 2 : 1;
    encoder->mcus_across = (layout.columns + 8 * encoder->horizontal - 1) / (8 * encoder->horizontal);
    encoder->mcus_down = (layout.rows + 8 * encoder->vertical - 1) / (8 * encoder->vertical);
    for (uint32_t i = 0; i < encoder->components; i++) {
        cdicom_dct_blocks *blocks = &encoder->blocks[i];
        blocks->horizontal = i == 0 ? encoder->horizontal : 1;
        blocks->vertical = i == 0 ? encoder->vertical : 1;
        encoder->rows[i] = i == 0 ? layout.rows : (layout.rows + encoder->vertical - 1) / encoder->vertical;
        const uint32_t columns = i == 0 ? layout.columns : (layout.columns + encoder->horizontal - 1) / encoder->horizontal;
        blocks->across = (columns + 7) / 8;
        blocks->down = (encoder->rows[i] + 7) / 8;
        blocks->table = i > 0 && !parameters->is_rgb;
        encoder->stride[i] = ((size_t)blocks->across + 2) * 8 * encoder->width + 64;
    }
}

static cdicom_status reserve(cdicom_dct_encoder *encoder, cdicom_session *session, cdicom_report *report) {
    size_t total = 0, strips[3], coefficients[3], masks[3];
    const size_t full = ((size_t)encoder->mcus_across * 8 * encoder->horizontal + 16) * encoder->width + 64;
    bool fits = true;
    for (uint32_t i = 0; i < encoder->components; i++) {
        const cdicom_dct_blocks *blocks = &encoder->blocks[i];
        const size_t held = (size_t)blocks->across * (encoder->holds_all ? blocks->down : blocks->vertical) + 1;
        strips[i] = encoder->stride[i] * 8 * blocks->vertical;
        masks[i] = held * sizeof(uint64_t);
        fits = fits && cdicom_multiply(held, 64 * sizeof(int16_t), &coefficients[i]) && cdicom_add_room(&total, strips[i])
               && cdicom_add_room(&total, coefficients[i]) && cdicom_add_room(&total, masks[i]);
    }
    for (uint32_t i = 0; i < 6; i++) fits = fits && cdicom_add_room(&total, full);
    const cdicom_status status = cdicom_session_reserve(session, fits ? total : SIZE_MAX, report);
    if (status != CDICOM_OK) return status;
    for (uint32_t i = 0; i < encoder->components; i++) {
        encoder->strip[i] = cdicom_session_take(session, strips[i]);
        encoder->coefficients[i] = cdicom_session_take(session, coefficients[i]);
        encoder->masks[i] = cdicom_session_take(session, masks[i]);
        memset(encoder->strip[i], 0, strips[i]);  // columns past the last pair of blocks are read, though not used
        encoder->blocks[i].coefficients = encoder->coefficients[i];
        encoder->blocks[i].masks = encoder->masks[i];
    }
    for (uint32_t i = 0; i < 6; i++) encoder->full[i / 3][i % 3] = cdicom_session_take(session, full);
    return CDICOM_OK;
}

static void choose_steps(cdicom_dct_encoder *encoder, uint32_t quality) {
    const uint32_t most = encoder->parameters->precision == 8 ? 255 : 32767;
    for (uint32_t table = 0; table < 2; table++) {
        if (encoder->parameters->steps && quality == 0)
            memcpy(encoder->steps[table], encoder->parameters->steps + 64 * table, sizeof encoder->steps[table]);
        else cdicom_dct_standard_steps(encoder->steps[table], table == 1, quality, most);
        cdicom_jpeg_divisors_make(&encoder->divisors[table], encoder->steps[table]);
    }
}

/// MCUs from `mcu` on in a row of MCUs that have no restart marker between them, and a marker's turn before them.
static uint32_t run_of_mcus(const cdicom_dct_encoder *encoder, uint32_t row, uint32_t mcu, bool *restarts, uint32_t *marker) {
    const uint32_t interval = encoder->parameters->restart_interval, left = encoder->mcus_across - mcu;
    *restarts = false;
    if (interval == 0) return left;
    const uint64_t index = (uint64_t)row * encoder->mcus_across + mcu;
    *restarts = index > 0 && index % interval == 0;
    *marker = (uint32_t)((index / interval + 7) % 8);
    const uint64_t until = interval - index % interval;
    return until < left ? (uint32_t)until : left;
}

/// Quantises everything, and counts the symbols.
static cdicom_status analyse(cdicom_dct_encoder *encoder, const cdicom_work *work, cdicom_report *report) {
    int32_t predictors[3] = {0};
    memset(encoder->counts, 0, sizeof encoder->counts);
    for (uint32_t row = 0; row < encoder->mcus_down; row++) {
        if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);
        cdicom_dct_quantise_row(encoder, row);
        for (uint32_t mcu = 0; mcu < encoder->mcus_across;) {
            bool restarts;
            uint32_t marker;
            const uint32_t count = run_of_mcus(encoder, row, mcu, &restarts, &marker);
            if (restarts) memset(predictors, 0, sizeof predictors);
            cdicom_dct_count_mcus(encoder->blocks, encoder->components, row, mcu, mcu + count, predictors, encoder->counts);
            mcu += count;
        }
    }
    return CDICOM_OK;
}

/// The best tables for what was counted. Returns the bits of the scan, but for stuffing.
static uint64_t optimise(cdicom_dct_encoder *encoder) {
    uint64_t bits = 0;
    for (uint32_t table = 0; table < encoder->tables; table++) {
        cdicom_huffman_optimise(&encoder->dc_tables[table], encoder->counts[table].dc);
        cdicom_huffman_optimise(&encoder->ac_tables[table], encoder->counts[table].ac);
        cdicom_dct_codes_make(&encoder->dc[table], &encoder->dc_tables[table]);
        cdicom_dct_codes_make(&encoder->ac[table], &encoder->ac_tables[table]);
        bits += cdicom_dct_counted_bits(encoder->counts[table].dc, &encoder->dc[table]);
        bits += cdicom_dct_counted_bits(encoder->counts[table].ac, &encoder->ac[table]);
    }
    return bits;
}

/// The highest quality whose scan is small enough.
static cdicom_status search(cdicom_dct_encoder *encoder, const cdicom_work *work, cdicom_report *report) {
    const cdicom_sample_layout layout = encoder->layout;
    const double bytes = (double)layout.columns * layout.rows * layout.samples_per_pixel * layout.bytes_per_sample;
    uint32_t good = 1, bad = 101;
    while (bad - good > 1) {
        const uint32_t quality = (good + bad) / 2;
        choose_steps(encoder, quality);
        const cdicom_status status = analyse(encoder, work, report);
        if (status != CDICOM_OK) return status;
        if ((double)optimise(encoder) / 8 + 512 <= bytes / encoder->parameters->ratio) good = quality;
        else bad = quality;
    }
    choose_steps(encoder, good);
    return CDICOM_OK;
}

/// Appends what was written beside the target.
static bool append(cdicom_dct_output *output, const uint8_t *bytes, size_t count) {
    if ((size_t)(output->end - output->next) < count) return false;
    memcpy(output->next, bytes, count);
    output->next += count;
    return true;
}

static bool write_mcus(cdicom_dct_encoder *encoder, cdicom_dct_output *output, cdicom_dct_writer *writer, uint32_t row, uint32_t from,
                       uint32_t to, int32_t *predictors) {
    const size_t units = encoder->components == 1 ? 1 : encoder->horizontal * encoder->vertical + 2;
    while (from < to) {
        uint8_t spare[6 * CDICOM_DCT_BLOCK_ROOM];
        const uint32_t count = to - from < MCUS_AT_ONCE ? to - from : MCUS_AT_ONCE;
        const bool has_room = (size_t)(output->end - output->next) >= count * units * CDICOM_DCT_BLOCK_ROOM;
        const uint32_t next = from + (has_room ? count : 1);
        writer->next = has_room ? output->next : spare;
        cdicom_dct_write_mcus(encoder->blocks, encoder->components, row, from, next, predictors, encoder->dc, encoder->ac, writer);
        if (has_room) output->next = writer->next;
        else if (!append(output, spare, (size_t)(writer->next - spare))) return false;
        from = next;
    }
    return true;
}

static bool flush(cdicom_dct_output *output, cdicom_dct_writer *writer, uint32_t marker) {
    uint8_t spare[32];
    writer->next = spare;
    cdicom_dct_flush(writer);
    *writer->next++ = 0xFF;
    *writer->next++ = (uint8_t)marker;
    return append(output, spare, (size_t)(writer->next - spare));
}

static cdicom_status write_scan(cdicom_dct_encoder *encoder, const cdicom_work *work, cdicom_dct_output *output, cdicom_report *report) {
    static const char too_small[] = "The target cannot hold the encoded frame";
    int32_t predictors[3] = {0};
    cdicom_dct_writer writer = {.room = 64};
    for (uint32_t row = 0; row < encoder->mcus_down; row++) {
        if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);
        if (!encoder->holds_all) cdicom_dct_quantise_row(encoder, row);
        for (uint32_t mcu = 0; mcu < encoder->mcus_across;) {
            bool restarts;
            uint32_t marker;
            const uint32_t count = run_of_mcus(encoder, row, mcu, &restarts, &marker);
            if (restarts) {
                memset(predictors, 0, sizeof predictors);
                if (!flush(output, &writer, CDICOM_JPEG_RST0 + marker)) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
            }
            if (!write_mcus(encoder, output, &writer, row, mcu, mcu + count, predictors))
                return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
            mcu += count;
        }
        if (report) report->rows_done = (row + 1) * 8 * encoder->vertical;
    }
    if (!flush(output, &writer, CDICOM_JPEG_EOI)) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
    if (report) report->rows_done = encoder->layout.rows;
    static const uint8_t padding[1];
    if ((output->next - output->begin) % 2 != 0 && !append(output, padding, 1))
        return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, too_small);
    return CDICOM_OK;
}

static cdicom_status encode(cdicom_dct_encoder *encoder, cdicom_session *session, cdicom_dct_output *output, cdicom_report *report) {
    const cdicom_jpeg_dct_parameters *parameters = encoder->parameters;
    const bool optimises = parameters->optimises_tables || parameters->precision != 8;
    encoder->holds_all = optimises;
    measure(encoder);
    encoder->tables = encoder->components == 3 && !parameters->is_rgb ? 2 : 1;
    cdicom_status status = reserve(encoder, session, report);
    if (status != CDICOM_OK) return status;
    if (parameters->ratio > 0) status = search(encoder, session->work, report);
    else choose_steps(encoder, parameters->quality);
    if (status == CDICOM_OK && optimises) {
        status = analyse(encoder, session->work, report);
        optimise(encoder);
    } else {
        for (uint32_t table = 0; table < encoder->tables; table++) {
            cdicom_dct_standard_tables(&encoder->dc_tables[table], &encoder->ac_tables[table], table == 1);
            cdicom_dct_codes_make(&encoder->dc[table], &encoder->dc_tables[table]);
            cdicom_dct_codes_make(&encoder->ac[table], &encoder->ac_tables[table]);
        }
    }
    if (status != CDICOM_OK) return status;
    uint8_t header[HEADER_MAXIMUM];
    if (!append(output, header, cdicom_dct_write_header(encoder, header)))
        return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target cannot hold the encoded frame");
    return write_scan(encoder, session->work, output, report);
}

cdicom_status cdicom_jpeg_dct_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                     const cdicom_jpeg_dct_parameters *parameters, const cdicom_work *work, uint8_t *target,
                                     size_t target_count, size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (written) *written = 0;
    if (!target || !written || !parameters) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no target, or no parameters");
    cdicom_strides strides;
    cdicom_status status = cdicom_check_samples(layout, samples, sample_bytes, &strides, report);
    if (status == CDICOM_OK) status = check(layout, parameters, report);
    if (status != CDICOM_OK) return status;
    cdicom_session session;
    cdicom_session_open(&session, work ? work : &cdicom_jpeg_unlimited);
    // A level that this machine lacks means the best that it has.
    const cdicom_level level = cdicom_level_is_available(session.work->level) ? session.work->level : cdicom_best_level();
    cdicom_dct_encoder encoder = {
        .parameters = parameters, .samples = samples, .layout = layout, .strides = strides, .width = parameters->precision == 8 ? 1 : 2,
        .forward = cdicom_jpeg_forward(level, parameters->precision), .row = cdicom_jpeg_split_for(level, parameters->precision),
    };
    cdicom_dct_output output = {.begin = target, .next = target, .end = target + target_count};
    status = encode(&encoder, &session, &output, report);
    if (status == CDICOM_OK) *written = (size_t)(output.next - target);
    cdicom_session_close(&session);
    return status;
}
