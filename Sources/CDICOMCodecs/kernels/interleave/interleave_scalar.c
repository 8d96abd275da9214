#include "interleave.h"

void cdicom_interleave_scalar(uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target, size_t pixels) {
    cdicom_interleave_body(sample_bytes, planes, source, target, pixels);
}

void cdicom_deinterleave_scalar(uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target, size_t pixels) {
    cdicom_deinterleave_body(sample_bytes, planes, source, target, pixels);
}
