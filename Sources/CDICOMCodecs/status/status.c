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

bool cdicom_layout_byte_count(cdicom_sample_layout layout, size_t *count) {
    const uint32_t width = layout.bytes_per_sample;
    if (layout.columns == 0 || layout.rows == 0 || layout.samples_per_pixel == 0) return false;
    if (width != 1 && width != 2 && width != 4 && width != 8) return false;
    size_t bytes;
    return cdicom_multiply(layout.columns, layout.rows, &bytes) && cdicom_multiply(bytes, layout.samples_per_pixel, &bytes)
           && cdicom_multiply(bytes, width, count);
}
