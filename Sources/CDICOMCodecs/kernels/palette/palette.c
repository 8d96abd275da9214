#include "../values/values.h"
#include "cdicom_color.h"

// The reads of the table are nearly all there is, so all levels share this version. A pixel is stored as four or eight bytes, and the next one
// overwrites what is too much; only the last three pixels are stored by bytes.
#define CDICOM_PALETTE(load, bytes, wide, target_bytes)                                                               \
    for (; i + 3 < pixels; ++i) {                                                                                     \
        int64_t index = (int64_t)load(cell, source + bytes * i) - first;                                              \
        cdicom_store_##wide##_t(target + 3 * target_bytes * i, (wide##_t)table[index < 0 ? 0 : index > last ? last : index]); \
    }                                                                                                                 \
    for (; i < pixels; ++i) {                                                                                         \
        int64_t index = (int64_t)load(cell, source + bytes * i) - first;                                              \
        memcpy(target + 3 * target_bytes * i, &table[index < 0 ? 0 : index > last ? last : index], 3 * target_bytes); \
    }
#define CDICOM_PALETTE_BODY(load, bytes)                                                                              \
    size_t i = 0;                                                                                                     \
    if (target_bytes == 1) {                                                                                          \
        CDICOM_PALETTE(load, bytes, uint32, 1)                                                                        \
    } else {                                                                                                          \
        CDICOM_PALETTE(load, bytes, uint64, 2)                                                                        \
    }

cdicom_status cdicom_palette(cdicom_level level, cdicom_cell cell, int64_t first, const uint64_t *table, size_t table_count,
                             const uint8_t *source, uint8_t *target, uint32_t target_bytes, size_t pixels) {
    if (!cdicom_level_is_available(level) || !cdicom_cell_is_valid(cell) || cell.bytes > 4) return CDICOM_BAD_ARGUMENT;
    if (table_count == 0 || table_count > INT32_MAX || first < INT32_MIN || first > UINT32_MAX) return CDICOM_BAD_ARGUMENT;
    if (target_bytes != 1 && target_bytes != 2) return CDICOM_BAD_ARGUMENT;
    const int64_t last = (int64_t)table_count - 1;
    if (cell.is_signed) {
        switch (cell.bytes) {
        case 1: { CDICOM_PALETTE_BODY(cdicom_signed8, 1) } break;
        case 2: { CDICOM_PALETTE_BODY(cdicom_signed16, 2) } break;
        default: { CDICOM_PALETTE_BODY(cdicom_signed32, 4) } break;
        }
    } else {
        switch (cell.bytes) {
        case 1: { CDICOM_PALETTE_BODY(cdicom_unsigned8, 1) } break;
        case 2: { CDICOM_PALETTE_BODY(cdicom_unsigned16, 2) } break;
        default: { CDICOM_PALETTE_BODY(cdicom_unsigned32, 4) } break;
        }
    }
    return CDICOM_OK;
}
