#include "resample.h"

static cdicom_resample_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_resample_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_resample_avx2,
#endif
};

static bool stays_inside(cdicom_axis axis) {
    if (axis.count == 0 || axis.taps == 0 || axis.source == 0 || axis.source > INT32_MAX) return false;
    for (size_t i = 0; i < axis.count; ++i) {
        if (axis.starts[i] < 0 || axis.counts[i] < 1 || (size_t)axis.counts[i] > axis.taps) return false;
        if ((size_t)axis.starts[i] + (size_t)axis.counts[i] > axis.source) return false;
    }
    return true;
}

static bool fits(size_t columns, size_t rows, size_t pixel_bytes, size_t bytes) {
    size_t row, all;
    return !__builtin_mul_overflow(columns, pixel_bytes, &row) && !__builtin_mul_overflow(row, rows, &all) && all <= bytes;
}

cdicom_status cdicom_resample(cdicom_level level, cdicom_number number, uint32_t channels, float maximum, cdicom_axis columns,
                              cdicom_axis rows, const uint8_t *source, size_t source_bytes, uint8_t *target, size_t target_bytes,
                              float *scratch, size_t scratch_count) {
    if (!cdicom_level_is_available(level) || (unsigned)number > CDICOM_F32 || channels == 0 || channels > UINT16_MAX) {
        return CDICOM_BAD_ARGUMENT;
    }
    // A comparison with a NaN is false.
    const float most = number == CDICOM_U8 ? 255.0f : number == CDICOM_I16 ? 32767.0f : 65535.0f;
    if (!(maximum >= 0.0f && maximum <= most)) return CDICOM_BAD_ARGUMENT;
    if (!stays_inside(columns) || !stays_inside(rows)) return CDICOM_BAD_ARGUMENT;
    const size_t pixel_bytes = channels * cdicom_number_bytes(number);
    if (!fits(columns.source, rows.source, pixel_bytes, source_bytes) || !fits(columns.count, rows.count, pixel_bytes, target_bytes) ||
        !fits(columns.source, 2 * CDICOM_RESAMPLE_ROWS, channels, scratch_count)) {
        return CDICOM_TARGET_TOO_SMALL;
    }
    const cdicom_resampling work = {number, channels, maximum, columns, rows, source, target, scratch};
    CDICOM_PICK(by_level, level)(&work);
    return CDICOM_OK;
}
