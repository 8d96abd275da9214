#include "difference.h"

uint64_t cdicom_difference_scalar(uint32_t sample_bytes, bool is_signed, const uint8_t *first, const uint8_t *second, size_t count) {
    return cdicom_difference_body(sample_bytes, is_signed, first, second, count);
}
