#include "jpeg_markers.h"

const cdicom_work cdicom_jpeg_unlimited = {.limits = {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT32_MAX, UINT32_MAX}};

cdicom_status cdicom_jpeg_probe(cdicom_source source, const cdicom_work *work, cdicom_jpeg_header *header, cdicom_report *report) {
    cdicom_report_clear(report);
    cdicom_session session;
    cdicom_jpeg_stream stream;
    const uint8_t *bytes;
    size_t count;
    if (!header) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no header to fill");
    *header = (cdicom_jpeg_header){0};
    cdicom_session_open(&session, work ? work : &cdicom_jpeg_unlimited);
    cdicom_status status = cdicom_session_join(&session, source, &bytes, &count, report);
    // Tables are of no interest here, so that one that a decode would refuse does not hide the header.
    if (status == CDICOM_OK) status = cdicom_jpeg_open(&stream, bytes, count, UINT32_MAX, report);
    if (status == CDICOM_OK) *header = stream.header;
    if (status == CDICOM_OK && report) report->notes = stream.notes;
    cdicom_session_close(&session);
    return status;
}

cdicom_status cdicom_jpeg_close(cdicom_status status, cdicom_sample_layout layout, const cdicom_strides *strides, uint8_t *target,
                                uint32_t rows_done, uint32_t notes, cdicom_report *report) {
    if (status != CDICOM_OK) cdicom_clear_rows(layout, strides, target, rows_done);
    if (report) report->rows_done = rows_done;
    if (report) report->notes = notes;
    return status;
}

cdicom_status cdicom_jpeg_decode(cdicom_source source, cdicom_sample_layout layout, const cdicom_jpeg_options *options,
                                 const cdicom_work *work, uint8_t *target, size_t target_count, cdicom_report *report) {
    static const cdicom_jpeg_options plain = {0};
    cdicom_report_clear(report);
    cdicom_strides strides;
    cdicom_status status = cdicom_check_target(layout, target, target_count, &strides, report);
    if (status != CDICOM_OK) return status;
    if (layout.bytes_per_sample > 2) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "JPEG has samples of 1 or 2 bytes");

    cdicom_session session;
    cdicom_jpeg_stream stream;
    const uint8_t *bytes;
    size_t count;
    uint32_t rows_done = 0, notes = 0;
    cdicom_session_open(&session, work ? work : &cdicom_jpeg_unlimited);
    status = cdicom_session_join(&session, source, &bytes, &count, report);
    if (status == CDICOM_OK) status = cdicom_jpeg_open(&stream, bytes, count, session.work->leniency, report);
    if (status == CDICOM_OK) status = cdicom_jpeg_check(&stream, layout, &session.work->limits, report);
    if (status == CDICOM_OK) {
        cdicom_jpeg_process_decode *decode =
            stream.header.process == CDICOM_JPEG_LOSSLESS ? cdicom_jpeg_lossless_decode : cdicom_jpeg_dct_decode;
        status = decode(&stream, &session, layout, &strides, options ? options : &plain, target, &rows_done, report);
        notes = stream.notes;
    }
    cdicom_session_close(&session);
    return cdicom_jpeg_close(status, layout, &strides, target, rows_done, notes, report);
}
