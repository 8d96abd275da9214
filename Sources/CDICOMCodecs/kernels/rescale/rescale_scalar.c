#include "rescale.h"

void cdicom_rescale_scalar(cdicom_kind kind, double slope, double intercept, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_rescale_body(kind, slope, intercept, source, target, count);
}

void cdicom_widen_scalar(bool is_signed, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_widen_body(is_signed, source, target, count);
}
