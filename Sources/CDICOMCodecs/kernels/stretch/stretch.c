#include "stretch.h"

static cdicom_stretch_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_stretch_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_stretch_avx2,
#endif
};

cdicom_status cdicom_stretch_cells(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, cdicom_stretch stretch,
                                   const uint8_t *source, uint8_t *target, uint32_t target_bytes, size_t count) {
    if (!cdicom_level_is_available(level)) return CDICOM_BAD_ARGUMENT;
    if (samples == CDICOM_INTEGERS ? !cdicom_cell_is_valid(cell) || cell.bytes != 4 : samples != CDICOM_BINARY32) return CDICOM_BAD_ARGUMENT;
    if (target_bytes != 1 && target_bytes != 2) return CDICOM_BAD_ARGUMENT;
    if (stretch.top < 0 || stretch.top > (target_bytes == 1 ? 255 : 65535)) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(by_level, level)(samples, cell, stretch, source, target, target_bytes, count);
    return CDICOM_OK;
}
