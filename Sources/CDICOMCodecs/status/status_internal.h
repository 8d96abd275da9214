#ifndef CDICOM_STATUS_INTERNAL_H
#define CDICOM_STATUS_INTERNAL_H

#include "cdicom_status.h"

/// Clears a report; NULL is allowed, as in every entry of the core.
void cdicom_report_clear(cdicom_report *report);

/// Fills offset and message (cut to fit) and returns `status`, so that a failing line is one line.
cdicom_status cdicom_fail(cdicom_report *report, cdicom_status status, size_t offset, const char *message);

#endif
