#include "canonical.h"

void cdicom_canonical_scalar(cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count) {
    cdicom_canonical_body(cell, source, target, count);
}
