#include "extremes.h"

cdicom_words cdicom_extremes_scalar(cdicom_cell cell, cdicom_words excluded, const uint8_t *source, size_t count) {
    // Cells of one byte are treated as the upper half of a word.
    const unsigned widen = cell.bytes == 1 ? 8 : 0, left = cell.left_shift + widen, right = cell.right_shift + widen;
    cdicom_words found = {INT16_MAX, INT16_MIN};
    for (size_t i = 0; i < count; ++i) {
        unsigned bits = cell.bytes == 1 ? source[i] : cdicom_load_uint16_t(source + 2 * i);
        uint16_t raised = (uint16_t)(bits << left);
        int value = cell.is_signed ? (int16_t)raised >> right : (raised >> right) - 32768;
        if (value >= excluded.low && value <= excluded.high) continue;
        if (value < found.low) found.low = (int16_t)value;
        if (value > found.high) found.high = (int16_t)value;
    }
    return found;
}
