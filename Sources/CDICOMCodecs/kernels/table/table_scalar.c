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
