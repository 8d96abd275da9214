#ifndef CDICOM_STATUS_INTERNAL_H
#define CDICOM_STATUS_INTERNAL_H

#include "cdicom_status.h"
#include <stdbool.h>

/// Clears a report; NULL is allowed, as in every entry of the core.
void cdicom_report_clear(cdicom_report *report);

/// Fills offset and message (cut to fit) and returns `status`, so that a failing line is one line.
cdicom_status cdicom_fail(cdicom_report *report, cdicom_status status, size_t offset, const char *message);

/// `*product = a * b`; false on overflow.
static inline bool cdicom_multiply(size_t a, size_t b, size_t *product) { return !__builtin_mul_overflow(a, b, product); }

/// Bytes of a frame; false when a dimension is 0, the container is none, or the product does not fit in size_t.
bool cdicom_layout_byte_count(cdicom_sample_layout layout, size_t *count);

#endif
