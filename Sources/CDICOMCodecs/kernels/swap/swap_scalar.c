#include "swap.h"

void cdicom_swap_scalar(uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_swap_body(sample_bytes, source, target, count);
}
