#include "status_internal.h"
#include <string.h>

void cdicom_report_clear(cdicom_report *report) {
    if (report) memset(report, 0, sizeof *report);
}

cdicom_status cdicom_fail(cdicom_report *report, cdicom_status status, size_t offset, const char *message) {
    if (report) {
        report->offset = offset;
        size_t length = strlen(message);
        if (length >= sizeof report->message) length = sizeof report->message - 1;
        memcpy(report->message, message, length);
        report->message[length] = 0;
    }
    return status;
}
