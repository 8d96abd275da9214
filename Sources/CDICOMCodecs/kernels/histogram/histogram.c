#include "../values/values.h"

// Counting is bound by memory that is written where it was just read, which vectors do not help: one version serves all levels.

cdicom_status cdicom_histogram(cdicom_level level, cdicom_cell cell, const uint8_t *source, size_t count, uint32_t *counts,
                               size_t counts_count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 2) return CDICOM_BAD_ARGUMENT;
    if (counts_count != (size_t)1 << (8 * cell.bytes - cell.right_shift) || count > UINT32_MAX) return CDICOM_BAD_ARGUMENT;
    const unsigned down = cell.right_shift - cell.left_shift, mask = (unsigned)counts_count - 1;
    if (cell.bytes == 1) {
        // Four histograms by turns, since neighbours are often equal and a count must not wait for the last one to be stored.
        uint32_t part[4][256] = {0};
        size_t i = 0;
        for (; i + 4 <= count; i += 4) {
            for (unsigned k = 0; k < 4; ++k) part[k][(source[i + k] >> down) & mask] += 1;
        }
        for (; i < count; ++i) part[0][(source[i] >> down) & mask] += 1;
        for (unsigned value = 0; value <= mask; ++value) counts[value] += part[0][value] + part[1][value] + part[2][value] + part[3][value];
        return CDICOM_OK;
    }
    for (size_t i = 0; i < count; ++i) counts[(cdicom_load_uint16_t(source + 2 * i) >> down) & mask] += 1;
    return CDICOM_OK;
}

cdicom_status cdicom_histogram_range(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, double low, double high,
                                     double excluded_low, double excluded_high, const uint8_t *source, size_t count, uint32_t *counts,
                                     size_t counts_count) {
    if (!cdicom_level_is_available(level) || samples > CDICOM_BINARY64 || counts_count == 0) return CDICOM_BAD_ARGUMENT;
    if (samples == CDICOM_INTEGERS && !cdicom_cell_is_valid(cell)) return CDICOM_BAD_ARGUMENT;
    // Halves, since the width of the whole range of doubles is none.
    const double width = high / 2 - low / 2;
    if (!(width > 0) || !(width < INFINITY) || count > UINT32_MAX) return CDICOM_BAD_ARGUMENT;
    const size_t last = counts_count - 1;
#define CDICOM_HISTOGRAM_BODY(load, bytes)                                                                            \
    for (size_t i = 0; i < count; ++i) {                                                                              \
        double value = (double)load(cell, source + bytes * i);                                                        \
        if (!(value >= low && value <= high) || (value >= excluded_low && value <= excluded_high)) continue;          \
        size_t bin = (size_t)((value / 2 - low / 2) / width * (double)counts_count);                                  \
        counts[bin < last ? bin : last] += 1;                                                                         \
    }
    CDICOM_FOR_SAMPLES(samples, cell, CDICOM_HISTOGRAM_BODY)
    return CDICOM_OK;
}

cdicom_status cdicom_extremes_range(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, double excluded_low,
                                    double excluded_high, const uint8_t *source, size_t count, double *smallest, double *largest) {
    if (!cdicom_level_is_available(level) || samples > CDICOM_BINARY64) return CDICOM_BAD_ARGUMENT;
    if (samples == CDICOM_INTEGERS && !cdicom_cell_is_valid(cell)) return CDICOM_BAD_ARGUMENT;
    double low = INFINITY, high = -INFINITY;
#define CDICOM_EXTREMES_BODY(load, bytes)                                                                             \
    for (size_t i = 0; i < count; ++i) {                                                                              \
        double value = (double)load(cell, source + bytes * i);                                                        \
        bool counts = fabs(value) < INFINITY && !(value >= excluded_low && value <= excluded_high);                   \
        low = counts && value < low ? value : low;                                                                    \
        high = counts && value > high ? value : high;                                                                 \
    }
    CDICOM_FOR_SAMPLES(samples, cell, CDICOM_EXTREMES_BODY)
    *smallest = low;
    *largest = high;
    return CDICOM_OK;
}
