#include "steps.h"

static cdicom_steps_int32_fn *const int32_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_steps_int32_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_steps_int32_avx2,
#endif
};
static cdicom_steps_float_fn *const float_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_steps_float_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_steps_float_avx2,
#endif
};
static cdicom_steps_double_fn *const double_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_steps_double_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_steps_double_avx2,
#endif
};

// Places are 32-bit integers in some versions, and floats hold every count up to 2^24.
static bool is_possible(size_t count, uint32_t target_bytes) { return count <= 1 << 20 && (target_bytes == 1 || target_bytes == 2); }

cdicom_status cdicom_steps_int32_cells(cdicom_level level, cdicom_cell cell, const cdicom_steps_int32 *steps, const uint8_t *source,
                                       uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes != 4) return CDICOM_BAD_ARGUMENT;
    if (!is_possible(steps->count, steps->target_bytes)) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(int32_by_level, level)(cell, steps, source, target, count);
    return CDICOM_OK;
}

cdicom_status cdicom_steps_float_cells(cdicom_level level, const cdicom_steps_float *steps, const uint8_t *source, uint8_t *target,
                                       size_t count) {
    if (!cdicom_level_is_available(level) || !is_possible(steps->count, steps->target_bytes)) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(float_by_level, level)(steps, source, target, count);
    return CDICOM_OK;
}

cdicom_status cdicom_steps_double_cells(cdicom_level level, const cdicom_steps_double *steps, const uint8_t *source, uint8_t *target,
                                        size_t count) {
    if (!cdicom_level_is_available(level) || !is_possible(steps->count, steps->target_bytes)) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(double_by_level, level)(steps, source, target, count);
    return CDICOM_OK;
}
