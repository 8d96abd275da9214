#include "jpeg_dct_frame.h"

/// Where coefficients lie in a pair of blocks, by zigzag index.
#define AT(natural) (((natural) >> 3) * 16 + ((natural) & 7))
#define AT8(a, b, c, d, e, f, g, h) AT(a), AT(b), AT(c), AT(d), AT(e), AT(f), AT(g), AT(h)
static const uint8_t place[64] = {
    AT8(0, 1, 8, 16, 9, 2, 3, 10),       AT8(17, 24, 32, 25, 18, 11, 4, 5),   AT8(12, 19, 26, 33, 40, 48, 41, 34),
    AT8(27, 20, 13, 6, 7, 14, 21, 28),   AT8(35, 42, 49, 56, 57, 50, 43, 36), AT8(29, 22, 15, 23, 30, 37, 44, 51),
    AT8(58, 59, 52, 45, 38, 31, 39, 46), AT8(53, 60, 61, 54, 47, 55, 62, 63),
};

/// One of the blocks of an MCU.
typedef struct unit {
    const cdicom_dct_table *dc, *ac;
    const uint16_t *steps;
    uint32_t *predictor;   // of the component
    int16_t *coefficients; // of its row of blocks in the chunk
    uint8_t *lasts;
    uint32_t first, step;  // its block in that row: first + MCU * step
} unit;

/// A row of blocks in the chunk.
typedef struct strip {
    cdicom_dct_component *component;
    uint32_t row, across;  // in an MCU: which row, how many blocks
    int16_t *coefficients;
    uint8_t lasts[CDICOM_DCT_CHUNK_BLOCKS];
} strip;

typedef struct scan_state {
    unit units[CDICOM_DCT_MAXIMUM_UNITS];
    strip strips[CDICOM_DCT_MAXIMUM_UNITS];
    uint32_t unit_count, strip_count;
    uint32_t predictors[CDICOM_JPEG_MAXIMUM_COMPONENTS];
} scan_state;

/// A block of coefficients, de-quantised (T.81 F.2.2). Returns the index of its last one, or -1 for what no encoder writes.
CDICOM_BODY int32_t decode_block(cdicom_bits *bits, const unit *from, int16_t *coefficients) {
    const uint32_t *const ac = from->ac->entries;
    const uint16_t *const steps = from->steps;
    int32_t value;
    cdicom_bits_refill(bits);
    const uint32_t dc = from->dc->entries[bits->window >> (64 - CDICOM_DCT_INDEX_BITS)];
    if (__builtin_expect((dc & 0xFF) != 0, 1)) {
        cdicom_bits_drop(bits, dc & 0xFF);
        value = (int32_t)dc >> 16;
    } else if (cdicom_dct_next(from->dc, bits, &value, true) == CDICOM_DCT_IMPOSSIBLE) {
        return -1;
    }
    *from->predictor += (uint32_t)value;
    coefficients[0] = (int16_t)(*from->predictor * steps[0]);
    for (uint32_t k = 0, last;;) {
        // A refill gives 56 bits: enough for a long symbol, of 31 bits at most, and for two within the index after it.
        cdicom_bits_refill(bits);
        uint32_t entry = ac[bits->window >> (64 - CDICOM_DCT_INDEX_BITS)];
        last = k;
        if (__builtin_expect((entry & 0xFF) != 0, 1)) {
            cdicom_bits_drop(bits, entry & 0xFF);
            value = (int32_t)entry >> 16;
            k += (entry >> 8) & 0xFF;
        } else {
            k += cdicom_dct_next(from->ac, bits, &value, false);
        }
        if (k > 63) return k >= CDICOM_DCT_END_OF_BLOCK ? (int32_t)last : -1;
        coefficients[place[k]] = (int16_t)(value * steps[k]);
        if (k == 63) return 63;
        for (uint32_t more = 0; more < 2; more++) {
            entry = ac[bits->window >> (64 - CDICOM_DCT_INDEX_BITS)];
            if (__builtin_expect((entry & 0xFF) == 0, 0)) break;
            last = k;
            cdicom_bits_drop(bits, entry & 0xFF);
            k += (entry >> 8) & 0xFF;
            if (k > 63) return k >= CDICOM_DCT_END_OF_BLOCK ? (int32_t)last : -1;
            coefficients[place[k]] = (int16_t)(((int32_t)entry >> 16) * steps[k]);
            if (k == 63) return 63;
        }
    }
}

/// `mcus` MCUs into the chunk.
static bool decode_chunk(cdicom_bits *position, const scan_state *state, uint32_t mcus) {
    cdicom_bits bits = *position;
    for (uint32_t mcu = 0; mcu < mcus; mcu++) {
        for (uint32_t i = 0; i < state->unit_count; i++) {
            const unit *unit = &state->units[i];
            const uint32_t block = unit->first + mcu * unit->step;
            const int32_t last = decode_block(&bits, unit, unit->coefficients + cdicom_jpeg_block_offset(block));
            if (last < 0) {
                *position = bits;
                return false;
            }
            unit->lasts[block] = (uint8_t)last;
        }
    }
    *position = bits;
    return true;
}

static void transform_chunk(const cdicom_dct_frame *frame, const scan_state *state, uint32_t mcu_row, uint32_t mcu, uint32_t mcus) {
    for (uint32_t i = 0; i < state->strip_count; i++) {
        const strip *strip = &state->strips[i];
        const uint32_t down = frame->stream->scan.components == 1 ? 1 : strip->component->vertical;
        uint8_t *target = cdicom_dct_block_row(frame, strip->component, mcu_row * down + strip->row, mcu * strip->across);
        frame->inverse(strip->coefficients, (size_t)mcus * strip->across, strip->lasts, target, strip->component->stride);
    }
}

/// Tables, steps and the blocks of an MCU.
static void prepare(cdicom_dct_frame *frame, scan_state *state) {
    const cdicom_jpeg_stream *stream = frame->stream;
    const cdicom_jpeg_scan *scan = &stream->scan;
    const uint32_t chunk = scan->components == 1 ? CDICOM_DCT_CHUNK_BLOCKS : CDICOM_DCT_CHUNK_MCUS;
    int16_t *coefficients = frame->chunk;
    uint32_t built_dc = 0, built_ac = 0;
    *state = (scan_state){0};
    for (uint32_t i = 0; i < scan->components; i++) {
        cdicom_dct_component *component = &frame->component[scan->index[i]];
        const uint32_t dc = scan->dc[i], ac = scan->ac[i];
        if (!(built_dc >> dc & 1)) cdicom_dct_table_build(&frame->dc[dc], &stream->dc[dc], CDICOM_DCT_DC);
        if (!(built_ac >> ac & 1)) cdicom_dct_table_build(&frame->ac[ac], &stream->ac[ac], CDICOM_DCT_AC);
        built_dc |= 1u << dc;
        built_ac |= 1u << ac;
        const uint32_t across = scan->components == 1 ? 1 : component->horizontal, down = scan->components == 1 ? 1 : component->vertical;
        for (uint32_t row = 0; row < down; row++) {
            strip *strip = &state->strips[state->strip_count++];
            strip->component = component;
            strip->row = row;
            strip->across = across;
            strip->coefficients = coefficients;
            coefficients += (chunk * across + 1) / 2 * CDICOM_JPEG_PAIR_COUNT;
            for (uint32_t x = 0; x < across; x++)
                state->units[state->unit_count++] = (unit){.dc = &frame->dc[dc], .ac = &frame->ac[ac], .steps = component->steps,
                                                           .predictor = &state->predictors[i], .coefficients = strip->coefficients,
                                                           .lasts = strip->lasts, .first = x, .step = across};
        }
    }
    memset(frame->chunk, 0, CDICOM_DCT_CHUNK_PAIRS * CDICOM_JPEG_PAIR_COUNT * sizeof *frame->chunk);
}

cdicom_status cdicom_dct_sequential_scan(cdicom_dct_frame *frame, bool emits, cdicom_report *report) {
    cdicom_jpeg_stream *stream = frame->stream;
    const cdicom_jpeg_scan *scan = &stream->scan;
    scan_state state;
    prepare(frame, &state);
    const bool is_single = scan->components == 1;
    const cdicom_dct_component *only = &frame->component[scan->index[0]];
    // T.81 A.2.2: alone in a scan, a component has no blocks for padding to whole MCUs.
    const uint32_t across = is_single ? (only->columns + 7) / 8 : frame->mcus_across;
    const uint32_t down = is_single ? (only->rows + 7) / 8 : frame->mcus_down;
    const uint32_t chunk = is_single ? CDICOM_DCT_CHUNK_BLOCKS : CDICOM_DCT_CHUNK_MCUS;
    const uint32_t interval = stream->restart_interval;

    cdicom_entropy_feed feed;
    cdicom_entropy_open(&feed, stream->bytes + stream->next, stream->bytes + stream->count, frame->stretch,
                        (size_t)chunk * state.unit_count * CDICOM_DCT_BLOCK_DRAW);
    cdicom_bits bits = cdicom_bits_open(&feed);
    uint32_t left = interval, restarts = 0;
    for (uint32_t row = 0; row < down; row++) {
        if (cdicom_is_cancelled(frame->session->work)) return cdicom_fail_cancelled(report);
        for (uint32_t mcu = 0; mcu < across;) {
            if (interval > 0 && left == 0) {
                const cdicom_status status = cdicom_dct_restart(frame, &feed, &bits, restarts++, report);
                if (status != CDICOM_OK) return status;
                memset(state.predictors, 0, sizeof state.predictors);
                left = interval;
            }
            uint32_t mcus = across - mcu < chunk ? across - mcu : chunk;
            if (interval > 0 && mcus > left) mcus = left;
            cdicom_bits_provide(&bits, &feed);
            const bool is_possible = decode_chunk(&bits, &state, mcus);
            if (cdicom_bits_passed_end(&bits, &feed)) return cdicom_dct_fail_short(frame, feed.marker, report);
            if (!is_possible)
                return cdicom_fail(report, CDICOM_CORRUPT, (size_t)(feed.source - stream->bytes),
                                   "A block has a code that does not exist, or too many coefficients");
            transform_chunk(frame, &state, row, mcu, mcus);
            mcu += mcus;
            left -= mcus;
        }
        if (emits) cdicom_dct_emit(frame, cdicom_dct_rows_after(frame, row + 1));
    }
    cdicom_dct_end_scan(frame, &feed, &bits);
    return CDICOM_OK;
}
