#include "ybr.h"

void cdicom_ybr_scalar(cdicom_ybr ybr, const uint8_t *source, uint8_t *target, size_t pixels) {
    cdicom_ybr_body(ybr, source, target, pixels);
}

void cdicom_expand_422_scalar(const uint8_t *source, uint8_t *target, size_t pixels) { cdicom_expand_422_body(source, target, pixels); }
