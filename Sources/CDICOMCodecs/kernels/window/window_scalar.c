#include "window.h"

#pragma STDC FP_CONTRACT OFF

CDICOM_BODY uint8_t display_byte(int32_t value, cdicom_window window) {
    float y = (float)(value - window.origin) * window.scale;
    y += window.offset;
    y = y > 0.0f ? y : 0.0f;
    y = y < 255.0f ? y : 255.0f;
    return (uint8_t)((uint8_t)y ^ window.flip);
}

void cdicom_window_scalar(cdicom_cell cell, cdicom_window window, const uint8_t *source, uint8_t *target, size_t count) {
    if (cell.is_signed) {
        for (size_t i = 0; i < count; ++i) {
            uint16_t raised = (uint16_t)(cdicom_load_uint16_t(source + 2 * i) << cell.left_shift);
            target[i] = display_byte((int16_t)raised >> cell.right_shift, window);
        }
    } else {
        for (size_t i = 0; i < count; ++i) {
            uint16_t raised = (uint16_t)(cdicom_load_uint16_t(source + 2 * i) << cell.left_shift);
            target[i] = display_byte(raised >> cell.right_shift, window);
        }
    }
}
