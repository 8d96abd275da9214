#include "canonical.h"

static cdicom_canonical_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_canonical_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_canonical_avx2,
#endif
};

cdicom_status cdicom_canonical(cdicom_level level, cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell)) return CDICOM_BAD_ARGUMENT;
    if (count == 0) return CDICOM_OK;
    if (cell.right_shift == 0) {
        if (target != source) memcpy(target, source, count * cell.bytes);
        return CDICOM_OK;
    }
    CDICOM_PICK(by_level, level)(cell, source, target, count);
    return CDICOM_OK;
}
