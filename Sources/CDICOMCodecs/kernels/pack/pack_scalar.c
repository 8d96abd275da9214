#include "pack.h"

void cdicom_pack_scalar(const uint8_t *source, uint8_t *target, size_t count) {
    for (size_t i = 0; i < count; i += 8) {
        const size_t bits = count - i < 8 ? count - i : 8;
        uint32_t byte = 0;
        for (size_t bit = 0; bit < bits; ++bit) byte |= (uint32_t)(source[i + bit] != 0) << bit;
        target[i / 8] = (uint8_t)byte;
    }
}
