#include "table.h"

static cdicom_look_up8_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_look_up8_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_look_up8_avx2,
#endif
};

cdicom_status cdicom_look_up(cdicom_level level, cdicom_cell cell, const uint8_t *table, size_t table_count, const uint8_t *source,
                             uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 2) return CDICOM_BAD_ARGUMENT;
    if (table_count != (size_t)1 << (8 * cell.bytes - cell.right_shift)) return CDICOM_BAD_ARGUMENT;
    if (count == 0) return CDICOM_OK;
    if (cell.bytes == 2) {
        // Gather instructions were slower than scalar reads wherever they were measured, so all levels share this one.
        cdicom_look_up16_scalar(cell, table, source, target, count);
        return CDICOM_OK;
    }
    uint8_t by_cell[256];
    for (unsigned i = 0; i < 256; ++i) by_cell[i] = table[(uint8_t)(i << cell.left_shift) >> cell.right_shift];
    CDICOM_PICK(by_level, level)(by_cell, source, target, count);
    return CDICOM_OK;
}

cdicom_status cdicom_look_up_words(cdicom_level level, cdicom_cell cell, const uint16_t *table, size_t table_count, const uint8_t *source,
                                   uint8_t *target, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 2) return CDICOM_BAD_ARGUMENT;
    if (table_count != (size_t)1 << (8 * cell.bytes - cell.right_shift)) return CDICOM_BAD_ARGUMENT;
    cdicom_look_up_words_scalar(cell, table, source, target, count);
    return CDICOM_OK;
}

cdicom_status cdicom_look_up_clamped(cdicom_level level, cdicom_cell cell, int64_t first, const uint16_t *table, size_t table_count,
                                     const uint8_t *source, uint8_t *target, uint32_t target_bytes, size_t count) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 4) return CDICOM_BAD_ARGUMENT;
    if (table_count == 0 || table_count > INT32_MAX || first < INT32_MIN || first > UINT32_MAX) return CDICOM_BAD_ARGUMENT;
    if (target_bytes != 1 && target_bytes != 2) return CDICOM_BAD_ARGUMENT;
    cdicom_look_up_clamped_scalar(cell, first, table, (int64_t)table_count - 1, source, target, target_bytes, count);
    return CDICOM_OK;
}
