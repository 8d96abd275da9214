#include "rescale.h"

static cdicom_rescale_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_rescale_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_rescale_avx2,
#endif
};

static cdicom_widen_fn *const widen_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_widen_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_widen_avx2,
#endif
};

cdicom_status cdicom_rescale(cdicom_level level, cdicom_cell cell, double slope, double intercept, const uint8_t *source, uint8_t *target,
                             size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 4) return CDICOM_BAD_ARGUMENT;
    const cdicom_kind kind = cell.bytes == 1 ? (cell.is_signed ? CDICOM_KIND_I8 : CDICOM_KIND_U8)
                             : cell.bytes == 2 ? (cell.is_signed ? CDICOM_KIND_I16 : CDICOM_KIND_U16)
                                               : (cell.is_signed ? CDICOM_KIND_I32 : CDICOM_KIND_U32);
    CDICOM_PICK(by_level, level)(kind, slope, intercept, source, target, count);
    return CDICOM_OK;
}

cdicom_status cdicom_rescale_floats(cdicom_level level, uint32_t cell_bytes, double slope, double intercept, const uint8_t *source,
                                    uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level) || (cell_bytes != 4 && cell_bytes != 8)) return CDICOM_BAD_ARGUMENT;
    CDICOM_PICK(by_level, level)(cell_bytes == 4 ? CDICOM_KIND_F32 : CDICOM_KIND_F64, slope, intercept, source, target, count);
    return CDICOM_OK;
}

cdicom_status cdicom_widen(cdicom_level level, cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes != 1) return CDICOM_BAD_ARGUMENT;
    CDICOM_PICK(widen_by_level, level)(cell.is_signed, source, target, count);
    return CDICOM_OK;
}
