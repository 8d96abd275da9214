#include "jpeg_dct_frame.h"

/// What a progressive scan keeps from block to block.
typedef struct progress {
    cdicom_bits bits;
    const cdicom_dct_table *ac;
    uint32_t predictors[CDICOM_JPEG_MAXIMUM_COMPONENTS];
    uint32_t end_of_band_run; // blocks that have nothing more to say in this band, the current one included
    uint32_t start, end, low;
} progress;

static inline uint32_t take_bits(cdicom_bits *bits, uint32_t count) {
    if (count == 0) return 0;
    const uint32_t value = (uint32_t)(bits->window >> (64 - count));
    cdicom_bits_drop(bits, count);
    return value;
}

/// The next symbol of a table built with CDICOM_DCT_PLAIN; -1 when there is no such code.
static inline int32_t next_symbol(const cdicom_dct_table *table, cdicom_bits *bits) {
    const uint32_t entry = table->entries[bits->window >> (64 - CDICOM_DCT_INDEX_BITS)];
    uint32_t length = (entry >> 8) & 0xFF, symbol = entry >> 16;
    if (length == 0) symbol = cdicom_dct_long_code(table, bits->window, &length);
    if (length == 0) return -1;
    cdicom_bits_drop(bits, length);
    return (int32_t)symbol;
}

/// T.81 G.1.2.1, first scan.
static bool first_dc(progress *progress, const cdicom_dct_table *table, uint32_t *predictor, int16_t *block) {
    int32_t difference;
    cdicom_bits_refill(&progress->bits);
    const int32_t size = next_symbol(table, &progress->bits);
    if (size < 0 || size > 15) return false;
    difference = cdicom_dct_extend(progress->bits.window, (uint32_t)size);
    cdicom_bits_drop(&progress->bits, (uint32_t)size);
    *predictor += (uint32_t)difference;
    block[0] = (int16_t)(*predictor << progress->low);
    return true;
}

/// T.81 G.1.2.2.
static bool first_ac(progress *progress, int16_t *block) {
    for (uint32_t k = progress->start; k <= progress->end; k++) {
        cdicom_bits_refill(&progress->bits);
        const int32_t symbol = next_symbol(progress->ac, &progress->bits);
        if (symbol < 0) return false;
        const uint32_t run = (uint32_t)symbol >> 4, size = symbol & 15;
        if (size == 0 && run < 15) {
            progress->end_of_band_run = (1u << run) + take_bits(&progress->bits, run);
            return true;
        }
        k += run;
        if (size == 0) {
            if (k > progress->end) return false;
            continue;
        }
        if (k > progress->end) return false;
        const int32_t value = cdicom_dct_extend(progress->bits.window, size);
        cdicom_bits_drop(&progress->bits, size);
        block[cdicom_dct_natural_order[k]] = (int16_t)((uint32_t)value << progress->low);
    }
    return true;
}

/// A correction bit for a coefficient that is known already: away from zero by one.
static inline void refine(progress *progress, int16_t *coefficient) {
    cdicom_bits_refill(&progress->bits);
    if (take_bits(&progress->bits, 1) && !(*coefficient & (1 << progress->low)))
        *coefficient = (int16_t)(*coefficient + (*coefficient >= 0 ? 1 : -1) * (1 << progress->low));
}

/// T.81 G.1.2.3.
static bool refine_ac(progress *progress, int16_t *block) {
    uint32_t k = progress->start;
    while (progress->end_of_band_run == 0 && k <= progress->end) {
        cdicom_bits_refill(&progress->bits);
        const int32_t symbol = next_symbol(progress->ac, &progress->bits);
        if (symbol < 0) return false;
        uint32_t run = (uint32_t)symbol >> 4;
        const uint32_t size = symbol & 15;
        int16_t value = 0;
        if (size == 0) {
            if (run < 15) {
                progress->end_of_band_run = (1u << run) + take_bits(&progress->bits, run);
                break;
            }
        } else {
            if (size != 1) return false;
            value = (int16_t)((take_bits(&progress->bits, 1) ? 1 : -1) * (1 << progress->low));
        }
        // Past `run` coefficients that are still zero, refining the others on the way.
        for (; k <= progress->end; k++) {
            int16_t *coefficient = &block[cdicom_dct_natural_order[k]];
            if (*coefficient != 0) {
                refine(progress, coefficient);
            } else if (run-- == 0) {
                *coefficient = value;
                k++;
                break;
            }
        }
    }
    if (progress->end_of_band_run > 0) {
        for (; k <= progress->end; k++) {
            int16_t *coefficient = &block[cdicom_dct_natural_order[k]];
            if (*coefficient != 0) refine(progress, coefficient);
        }
        progress->end_of_band_run -= 1;
    }
    return true;
}

/// Each bit of a coefficient is sent once, from the highest to the lowest (T.81 G.1.1.1): which also bounds the work of hostile scans.
static cdicom_status check_order(cdicom_dct_frame *frame, cdicom_report *report) {
    const cdicom_jpeg_scan *scan = &frame->stream->scan;
    for (uint32_t i = 0; i < scan->components; i++) {
        int8_t *bits = frame->component[scan->index[i]].bits;
        for (uint32_t k = scan->spectral_start; k <= scan->spectral_end; k++) {
            if (scan->high == 0 ? bits[k] >= 0 : bits[k] != scan->high)
                return cdicom_fail(report, CDICOM_CORRUPT, scan->offset, "A progressive scan is not the next one for its coefficients");
            bits[k] = (int8_t)scan->low;
        }
    }
    return CDICOM_OK;
}

/// The MCU (or block) of a scan of DC coefficients.
static bool decode_dc(cdicom_dct_frame *frame, progress *progress, uint32_t row, uint32_t mcu) {
    const cdicom_jpeg_scan *scan = &frame->stream->scan;
    for (uint32_t i = 0; i < scan->components; i++) {
        cdicom_dct_component *component = &frame->component[scan->index[i]];
        const uint32_t across = scan->components == 1 ? 1 : component->horizontal, down = scan->components == 1 ? 1 : component->vertical;
        for (uint32_t y = 0; y < down; y++) {
            for (uint32_t x = 0; x < across; x++) {
                int16_t *block =
                    component->coefficients + ((size_t)(row * down + y) * component->blocks_across + mcu * across + x) * 64;
                if (scan->high == 0) {
                    if (!first_dc(progress, &frame->dc[scan->dc[i]], &progress->predictors[i], block)) return false;
                } else {
                    cdicom_bits_refill(&progress->bits);
                    if (take_bits(&progress->bits, 1)) block[0] = (int16_t)(block[0] | 1 << progress->low);
                }
            }
        }
    }
    return true;
}

cdicom_status cdicom_dct_progressive_scan(cdicom_dct_frame *frame, cdicom_report *report) {
    cdicom_jpeg_stream *stream = frame->stream;
    const cdicom_jpeg_scan *scan = &stream->scan;
    cdicom_status status = check_order(frame, report);
    if (status != CDICOM_OK) return status;
    const bool is_dc = scan->spectral_start == 0, is_single = scan->components == 1;
    cdicom_dct_component *only = &frame->component[scan->index[0]];
    for (uint32_t i = 0; i < scan->components && is_dc && scan->high == 0; i++)
        cdicom_dct_table_build(&frame->dc[scan->dc[i]], &stream->dc[scan->dc[i]], CDICOM_DCT_PLAIN);
    if (!is_dc) cdicom_dct_table_build(&frame->ac[scan->ac[0]], &stream->ac[scan->ac[0]], CDICOM_DCT_PLAIN);

    const uint32_t across = is_single ? (only->columns + 7) / 8 : frame->mcus_across;
    const uint32_t down = is_single ? (only->rows + 7) / 8 : frame->mcus_down;
    cdicom_entropy_feed feed;
    cdicom_entropy_open(&feed, stream->bytes + stream->next, stream->bytes + stream->count, frame->stretch,
                        CDICOM_DCT_MAXIMUM_UNITS * CDICOM_DCT_BLOCK_DRAW);
    progress progress = {.bits = cdicom_bits_open(&feed), .ac = &frame->ac[scan->ac[0]], .start = scan->spectral_start,
                         .end = scan->spectral_end, .low = scan->low};
    uint32_t left = stream->restart_interval, restarts = 0;
    for (uint32_t row = 0; row < down; row++) {
        if (cdicom_is_cancelled(frame->session->work)) return cdicom_fail_cancelled(report);
        for (uint32_t mcu = 0; mcu < across; mcu++) {
            if (stream->restart_interval > 0) {
                if (left == 0) {
                    status = cdicom_dct_restart(frame, &feed, &progress.bits, restarts++, report);
                    if (status != CDICOM_OK) return status;
                    memset(progress.predictors, 0, sizeof progress.predictors);
                    progress.end_of_band_run = 0;
                    left = stream->restart_interval;
                }
                left -= 1;
            }
            cdicom_bits_provide(&progress.bits, &feed);
            bool is_possible;
            if (is_dc) {
                is_possible = decode_dc(frame, &progress, row, mcu);
            } else {
                int16_t *block = only->coefficients + ((size_t)row * only->blocks_across + mcu) * 64;
                if (scan->high != 0) {
                    is_possible = refine_ac(&progress, block);
                } else {
                    is_possible = progress.end_of_band_run > 0 || first_ac(&progress, block);
                    if (progress.end_of_band_run > 0) progress.end_of_band_run -= 1;
                }
            }
            if (cdicom_bits_passed_end(&progress.bits, &feed)) return cdicom_dct_fail_short(frame, feed.marker, report);
            if (!is_possible)
                return cdicom_fail(report, CDICOM_CORRUPT, (size_t)(feed.source - stream->bytes),
                                   "A progressive scan has a code that does not exist, or too many coefficients");
        }
    }
    cdicom_dct_end_scan(frame, &feed, &progress.bits);
    return CDICOM_OK;
}

/// A row of blocks, de-quantised into the chunk and transformed, some at a time.
static void restore_row(cdicom_dct_frame *frame, cdicom_dct_component *component, const uint16_t steps[64], uint32_t block_row) {
    enum { AT_ONCE = CDICOM_DCT_CHUNK_BLOCKS, LOW_QUARTER = 9 };
    uint8_t lasts[AT_ONCE];
    const int16_t *from = component->coefficients + (size_t)block_row * component->blocks_across * 64;
    for (uint32_t first = 0; first < component->blocks_across; first += AT_ONCE) {
        const uint32_t count = component->blocks_across - first < AT_ONCE ? component->blocks_across - first : AT_ONCE;
        for (uint32_t b = 0; b < count; b++, from += 64) {
            int16_t *to = frame->chunk + cdicom_jpeg_block_offset(b);
            uint64_t high = 0;  // what lies outside of the quarter of the lowest frequencies
            uint64_t words[16];
            memcpy(words, from, sizeof words);
            for (uint32_t v = 0; v < 4; v++) high |= words[2 * v + 1] | words[2 * v + 8] | words[2 * v + 9];
            const uint64_t low = (words[0] & ~(uint64_t)0xFFFF) | words[2] | words[4] | words[6];
            lasts[b] = high ? 63 : low ? LOW_QUARTER : 0;
            for (uint32_t v = 0; v < 8; v++)
                for (uint32_t u = 0; u < 8; u++) to[16 * v + u] = (int16_t)(from[8 * v + u] * steps[8 * v + u]);
        }
        frame->inverse(frame->chunk, count, lasts, cdicom_dct_block_row(frame, component, block_row, first), component->stride);
    }
}

cdicom_status cdicom_dct_progressive_finish(cdicom_dct_frame *frame, cdicom_report *report) {
    cdicom_jpeg_stream *stream = frame->stream;
    const bool may_be_partial = frame->session->work->leniency & CDICOM_JPEG_LENIENT_PARTIAL;
    uint16_t steps[CDICOM_JPEG_MAXIMUM_COMPONENTS][64];
    for (uint32_t i = 0; i < frame->components; i++) {
        const cdicom_dct_component *component = &frame->component[i];
        if (component->bits[0] < 0) return cdicom_fail(report, CDICOM_CORRUPT, stream->next, "A component has no scan of DC coefficients");
        for (uint32_t k = 0; k < 64; k++) {
            // With an EOI marker, an encoder may have left out what it cares to.
            if (!stream->has_end && component->bits[k] != 0) {
                if (!may_be_partial) return cdicom_fail(report, CDICOM_TRUNCATED, stream->count, "The codestream ends before its last scan");
                stream->notes |= CDICOM_JPEG_NOTE_PARTIAL;
            }
            steps[i][cdicom_dct_natural_order[k]] = component->steps[k];
        }
    }
    memset(frame->chunk, 0, CDICOM_DCT_CHUNK_PAIRS * CDICOM_JPEG_PAIR_COUNT * sizeof *frame->chunk);
    for (uint32_t row = 0; row < frame->mcus_down; row++) {
        if (cdicom_is_cancelled(frame->session->work)) return cdicom_fail_cancelled(report);
        for (uint32_t i = 0; i < frame->components; i++) {
            cdicom_dct_component *component = &frame->component[i];
            for (uint32_t y = 0; y < component->vertical; y++) restore_row(frame, component, steps[i], row * component->vertical + y);
        }
        cdicom_dct_emit(frame, cdicom_dct_rows_after(frame, row + 1));
    }
    return CDICOM_OK;
}
