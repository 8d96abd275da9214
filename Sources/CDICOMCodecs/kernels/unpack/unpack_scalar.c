#include "unpack.h"

void cdicom_unpack_scalar(const uint8_t *source, size_t first_bit, uint8_t *target, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        size_t bit = first_bit + i;
        target[i] = (uint8_t)((source[bit / 8] >> (bit % 8)) & 1);
    }
}
