#include "table.h"

void cdicom_look_up8_scalar(const uint8_t *table, const uint8_t *source, uint8_t *target, size_t count) {
    for (size_t i = 0; i < count; ++i) target[i] = table[source[i]];
}

void cdicom_look_up16_scalar(cdicom_cell cell, const uint8_t *table, const uint8_t *source, uint8_t *target, size_t count) {
    // Four cells are brought to indices at once: bits that a neighbour shifts in fall to the mask. The reads of the table are then nearly
    // all that is left.
    const unsigned down = cell.right_shift - cell.left_shift;
    const uint64_t mask = (0xFFFFu >> cell.right_shift) * 0x0001000100010001u;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint64_t first = (cdicom_load_uint64_t(source + 2 * i) >> down) & mask;
        uint64_t second = (cdicom_load_uint64_t(source + 2 * i + 8) >> down) & mask;
        for (unsigned k = 0; k < 4; ++k) target[i + k] = table[(uint16_t)(first >> (16 * k))];
        for (unsigned k = 0; k < 4; ++k) target[i + 4 + k] = table[(uint16_t)(second >> (16 * k))];
    }
    for (; i < count; ++i) target[i] = table[(cdicom_load_uint16_t(source + 2 * i) >> down) & mask & 0xFFFF];
}

void cdicom_look_up_words_scalar(cdicom_cell cell, const uint16_t *table, const uint8_t *source, uint8_t *target, size_t count) {
    const unsigned down = cell.right_shift - cell.left_shift, mask = (cell.bytes == 1 ? 0xFFu : 0xFFFFu) >> cell.right_shift;
    if (cell.bytes == 1) {
        for (size_t i = 0; i < count; ++i) cdicom_store_uint16_t(target + 2 * i, table[(source[i] >> down) & mask]);
        return;
    }
    const uint64_t masks = mask * 0x0001000100010001u;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        uint64_t four = (cdicom_load_uint64_t(source + 2 * i) >> down) & masks, found = 0;
        for (unsigned k = 0; k < 4; ++k) found |= (uint64_t)table[(uint16_t)(four >> (16 * k))] << (16 * k);
        cdicom_store_uint64_t(target + 2 * i, found);
    }
    for (; i < count; ++i) cdicom_store_uint16_t(target + 2 * i, table[(cdicom_load_uint16_t(source + 2 * i) >> down) & mask]);
}

void cdicom_look_up_clamped_scalar(cdicom_cell cell, int64_t first, const uint16_t *table, int64_t last_index, const uint8_t *source,
                                   uint8_t *target, uint32_t target_bytes, size_t count) {
    // Cells of fewer bytes are treated as the upper part of 32 bits.
    const unsigned widen = 32 - 8 * cell.bytes, left = cell.left_shift + widen, right = cell.right_shift + widen;
    for (size_t i = 0; i < count; ++i) {
        uint32_t bits = cell.bytes == 4   ? cdicom_load_uint32_t(source + 4 * i)
                        : cell.bytes == 2 ? cdicom_load_uint16_t(source + 2 * i)
                                          : source[i];
        uint32_t raised = bits << left;
        int64_t index = (cell.is_signed ? (int64_t)((int32_t)raised >> right) : (int64_t)(raised >> right)) - first;
        index = index < 0 ? 0 : index > last_index ? last_index : index;
        if (target_bytes == 1) {
            target[i] = (uint8_t)table[index];
        } else {
            cdicom_store_uint16_t(target + 2 * i, table[index]);
        }
    }
}
