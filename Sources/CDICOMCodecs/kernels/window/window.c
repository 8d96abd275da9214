#include "window.h"

#include <math.h>

static cdicom_window_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_window_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_window_avx2,
    [CDICOM_AVX512] = cdicom_window_avx512,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_window_neon,
#endif
};

static bool is_within_limits(cdicom_window window) {
    if (window.origin < -65535 || window.origin > 65535) return false;
    // Comparisons with a NaN are false, so NaNs and infinities end here too.
    return fabs((double)window.scale) * 131072.0 + fabs((double)window.offset) < 2147483648.0;
}

cdicom_status cdicom_window_cells(cdicom_level level, cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target,
                                  size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes != 2) return CDICOM_BAD_ARGUMENT;
    if (!is_within_limits(window)) return CDICOM_BAD_ARGUMENT;
    if (count > 0) CDICOM_PICK(by_level, level)(cell, window, source, target, count);
    return CDICOM_OK;
}
