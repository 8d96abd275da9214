// Compiled again inside functions of several instruction sets: the loops are plain enough for the compiler (arm64: the scalar version is
// NEON already).

#pragma STDC FP_CONTRACT OFF

#define ROWS CDICOM_RESAMPLE_ROWS

#define LOAD_U8(p) (float)*(p)
#define LOAD_U16(p) (float)cdicom_load_uint16_t(p)
#define LOAD_I16(p) (float)(int16_t)cdicom_load_uint16_t(p)

CDICOM_BODY float load_f32(const uint8_t *source) {
    float value;
    memcpy(&value, source, sizeof value);
    return value;
}

// Four taps at a time keep the sum in a register that long; the order of the additions is that of one tap at a time.
#define SUM_ROWS(bytes, load)                                                                                                   \
    {                                                                                                                           \
        const uint8_t *restrict row = source;                                                                                   \
        for (size_t i = 0; i < width; ++i) sums[i] = weights[0] * load(row + (bytes) * i);                                      \
        size_t tap = 1;                                                                                                         \
        for (; tap + 4 <= count; tap += 4) {                                                                                    \
            const uint8_t *restrict a = source + tap * row_bytes, *restrict b = a + row_bytes;                                  \
            const uint8_t *restrict c = b + row_bytes, *restrict d = c + row_bytes;                                             \
            const float wa = weights[tap], wb = weights[tap + 1], wc = weights[tap + 2], wd = weights[tap + 3];                 \
            for (size_t i = 0; i < width; ++i) {                                                                                \
                float sum = sums[i] + wa * load(a + (bytes) * i);                                                               \
                sum += wb * load(b + (bytes) * i);                                                                              \
                sum += wc * load(c + (bytes) * i);                                                                              \
                sums[i] = sum + wd * load(d + (bytes) * i);                                                                     \
            }                                                                                                                   \
        }                                                                                                                       \
        for (; tap < count; ++tap) {                                                                                            \
            const uint8_t *restrict next = source + tap * row_bytes;                                                            \
            const float weight = weights[tap];                                                                                  \
            for (size_t i = 0; i < width; ++i) sums[i] += weight * load(next + (bytes) * i);                                    \
        }                                                                                                                       \
    }

// A row of the target's height and the source's width.
CDICOM_BODY void sum_rows(cdicom_number number, const uint8_t *source, size_t row_bytes, const float *weights, size_t count, size_t width,
                          float *restrict sums) {
    switch (number) {
    case CDICOM_U8: SUM_ROWS(1, LOAD_U8) break;
    case CDICOM_U16: SUM_ROWS(2, LOAD_U16) break;
    case CDICOM_I16: SUM_ROWS(2, LOAD_I16) break;
    default: SUM_ROWS(4, load_f32) break;
    }
}

// Samples of eight rows side by side, so that the sum along the rows works on eight numbers at a time whatever the filter.
CDICOM_BODY void weave(const float *restrict sums, size_t width, float *restrict woven) {
    for (size_t i = 0; i < width; ++i) {
        for (size_t row = 0; row < ROWS; ++row) woven[i * ROWS + row] = sums[row * width + i];
    }
}

CDICOM_BODY void store(cdicom_number number, uint8_t *target, size_t index, float value, float least, float most) {
    if (number == CDICOM_F32) {
        memcpy(target + 4 * index, &value, sizeof value);
        return;
    }
    // Cut first: the rounded number then fits, and a NaN becomes the least.
    value = value > least ? value : least;
    value = value < most ? value : most;
    // Counted from the least, numbers are not below 0, and cutting off their fraction is rounding down.
    const int32_t whole = (int32_t)(value - least + 0.5f) + (int32_t)least;
    if (number == CDICOM_U8) {
        target[index] = (uint8_t)whole;
    } else {
        cdicom_store_uint16_t(target + 2 * index, (uint16_t)whole);
    }
}

CDICOM_BODY void sum_columns(const cdicom_resampling *work, cdicom_number number, const float *restrict woven, uint8_t *target,
                             size_t rows) {
    const cdicom_axis axis = work->columns;
    const size_t channels = work->channels, width = axis.count * channels;
    const float most = work->maximum, least = number == CDICOM_I16 ? -most - 1.0f : 0.0f;
    for (size_t column = 0; column < axis.count; ++column) {
        const float *weights = axis.weights + column * axis.taps;
        const size_t count = (size_t)axis.counts[column];
        for (size_t channel = 0; channel < channels; ++channel) {
            const float *restrict from = woven + ((size_t)axis.starts[column] * channels + channel) * ROWS;
            float sums[ROWS];
            for (size_t row = 0; row < ROWS; ++row) sums[row] = weights[0] * from[row];
            for (size_t tap = 1; tap < count; ++tap) {
                const float *restrict next = from + tap * channels * ROWS;
                for (size_t row = 0; row < ROWS; ++row) sums[row] += weights[tap] * next[row];
            }
            const size_t place = column * channels + channel;
            for (size_t row = 0; row < rows; ++row) store(number, target, row * width + place, sums[row], least, most);
        }
    }
}

CDICOM_BODY void cdicom_resample_body(const cdicom_resampling *work) {
    const size_t width = work->columns.source * work->channels, bytes = cdicom_number_bytes(work->number);
    const size_t row_bytes = width * bytes, target_row_bytes = work->columns.count * work->channels * bytes;
    const cdicom_axis axis = work->rows;
    float *const woven = work->scratch + ROWS * width;
    for (size_t first = 0; first < axis.count; first += ROWS) {
        const size_t rows = axis.count - first < ROWS ? axis.count - first : ROWS;
        for (size_t row = 0; row < rows; ++row) {
            const size_t index = first + row;
            sum_rows(work->number, work->source + (size_t)axis.starts[index] * row_bytes, row_bytes, axis.weights + index * axis.taps,
                     (size_t)axis.counts[index], width, work->scratch + row * width);
        }
        weave(work->scratch, width, woven);
        uint8_t *target = work->target + first * target_row_bytes;
        switch (work->number) {
        case CDICOM_U8: sum_columns(work, CDICOM_U8, woven, target, rows); break;
        case CDICOM_U16: sum_columns(work, CDICOM_U16, woven, target, rows); break;
        case CDICOM_I16: sum_columns(work, CDICOM_I16, woven, target, rows); break;
        default: sum_columns(work, CDICOM_F32, woven, target, rows); break;
        }
    }
}
