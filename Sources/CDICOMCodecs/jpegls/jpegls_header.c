#include "../work/work_internal.h"
#include "jpegls_markers.h"

/// For entries that need no limits.
static const cdicom_work unlimited = {.limits = {.working_bytes = UINT64_MAX}};

cdicom_status cdicom_jpegls_probe(cdicom_source source, const cdicom_work *work, cdicom_jpegls_header *header, cdicom_report *report) {
    cdicom_report_clear(report);
    if (!header) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no header to fill in");
    *header = (cdicom_jpegls_header){0};
    if (!work) work = &unlimited;
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    jpegls_codestream codestream;
    jpegls_scan scan;
    jpegls_parameters parameters;
    cdicom_status status = cdicom_session_join(&session, source, &bytes, &count, report);
    if (status == CDICOM_OK) status = cdicom_jpegls_open(&codestream, bytes, count, report);
    if (status == CDICOM_OK) status = cdicom_jpegls_next_scan(&codestream, &scan, report);
    if (status == CDICOM_OK
        && !cdicom_jpegls_parameters(codestream.preset, codestream.precision, scan.near,
                                     work->leniency & CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS, &parameters))
        status = cdicom_fail(report, CDICOM_CORRUPT, scan.offset, "The coding parameters are impossible");
    if (status == CDICOM_OK) {
        *header = (cdicom_jpegls_header){
            .columns = codestream.columns,
            .rows = codestream.rows,
            .components = codestream.components,
            .precision = codestream.precision,
            .bytes_per_sample = codestream.precision > 8 ? 2 : 1,
            .near = scan.near,
            .interleave = scan.interleave,
            .preset = parameters.preset,
            .restart_interval = codestream.restart_interval,
            .colour_transform = codestream.colour_transform,
        };
        for (uint32_t i = 0; i < scan.components; i++) {
            if (!scan.table[i]) continue;
            header->has_mapping_tables = true;
            if (scan.table[i]->width > header->bytes_per_sample) header->bytes_per_sample = scan.table[i]->width;
        }
        for (uint32_t i = 1; i < codestream.components; i++)
            if (codestream.component[i].columns != codestream.component[0].columns
                || codestream.component[i].rows != codestream.component[0].rows)
                header->is_subsampled = true;
    }
    cdicom_session_close(&session);
    return status;
}
