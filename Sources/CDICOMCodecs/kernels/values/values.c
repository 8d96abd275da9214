#include "values.h"

static cdicom_line_values_fn *const lines_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_line_values_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_line_values_avx2,
#endif
};
static cdicom_integer_values_fn *const integers_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_integer_values_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_integer_values_avx2,
#endif
};

cdicom_status cdicom_line_values(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, cdicom_line line, const uint8_t *source,
                                 void *target, cdicom_value_kind kind, size_t count) {
    if (!cdicom_level_is_available(level) || samples > CDICOM_BINARY64) return CDICOM_BAD_ARGUMENT;
    if (samples == CDICOM_INTEGERS && !cdicom_cell_is_valid(cell)) return CDICOM_BAD_ARGUMENT;
    if (kind != CDICOM_VALUE_FLOAT && kind != CDICOM_VALUE_DOUBLE) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(lines_by_level, level)(samples, cell, line, source, target, kind, count);
    return CDICOM_OK;
}

cdicom_status cdicom_integer_values(cdicom_level level, cdicom_cell cell, int32_t slope, int32_t intercept, const uint8_t *source,
                                    void *target, cdicom_value_kind kind, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 4) return CDICOM_BAD_ARGUMENT;
    if (kind != CDICOM_VALUE_INT16 && kind != CDICOM_VALUE_INT32) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(integers_by_level, level)(cell, slope, intercept, source, target, kind, count);
    return CDICOM_OK;
}

CDICOM_BODY int32_t clamped(double value, int32_t low, int32_t high) {
    if (!(value > low)) return value == value ? low : 0;
    return value < high ? (int32_t)value : high;
}

cdicom_status cdicom_table_values(cdicom_level level, cdicom_cell cell, int64_t first, const double *table, size_t table_count, bool clamps,
                                  const uint8_t *source, void *target, cdicom_value_kind kind, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 4) return CDICOM_BAD_ARGUMENT;
    if (table_count == 0 || table_count > INT32_MAX || first < INT32_MIN || first > UINT32_MAX) return CDICOM_BAD_ARGUMENT;
    if (kind > CDICOM_VALUE_DOUBLE) return CDICOM_BAD_ARGUMENT;
    const int64_t last = (int64_t)table_count - 1;
#define CDICOM_TABLE_BODY(load, bytes)                                                                                \
    for (size_t i = 0; i < count; ++i) {                                                                              \
        int64_t index = (int64_t)load(cell, source + bytes * i) - first;                                              \
        double value = clamps || (index >= 0 && index <= last) ? table[index < 0 ? 0 : index > last ? last : index] : (double)NAN; \
        switch (kind) {                                                                                               \
        case CDICOM_VALUE_INT16: ((int16_t *)target)[i] = (int16_t)clamped(value, INT16_MIN, INT16_MAX); break;       \
        case CDICOM_VALUE_INT32: ((int32_t *)target)[i] = clamped(value, INT32_MIN, INT32_MAX); break;                \
        case CDICOM_VALUE_FLOAT: ((float *)target)[i] = (float)value; break;                                          \
        default: ((double *)target)[i] = value; break;                                                                \
        }                                                                                                             \
    }
    CDICOM_FOR_SAMPLES(CDICOM_INTEGERS, cell, CDICOM_TABLE_BODY)
    return CDICOM_OK;
}
