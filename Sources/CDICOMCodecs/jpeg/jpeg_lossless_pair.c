#include "jpeg_lossless_decode.h"

/// One of the two frames.
typedef struct twin {
    cdicom_session session;
    cdicom_work work;
    cdicom_jpeg_stream stream;
    cdicom_lossless_decoder decoder;
    cdicom_status status;
    cdicom_report *report;
} twin;

/// Opens the codestream; false where it is none that can go in step with another.
static bool open_twin(twin *twin, cdicom_source source, cdicom_sample_layout layout) {
    const uint8_t *bytes;
    size_t count;
    const cdicom_jpeg_header *header = &twin->stream.header;
    // What is wrong here is reported when the frame is decoded alone.
    return cdicom_session_join(&twin->session, source, &bytes, &count, NULL) == CDICOM_OK
           && cdicom_jpeg_open(&twin->stream, bytes, count, twin->work.leniency, NULL) == CDICOM_OK
           && cdicom_jpeg_check(&twin->stream, layout, &twin->work.limits, NULL) == CDICOM_OK && header->process == CDICOM_JPEG_LOSSLESS
           && header->is_interleaved && header->restart_interval == 0
           && !(header->selection_value == 6 && (twin->work.leniency & CDICOM_JPEG_LENIENT_PREDICTOR_OVERFLOW));
}

/// Rows in step; returns the row at which that ends, with what both have come to.
static uint32_t decode_rows(twin twins[2]) {
    cdicom_lossless_scan *scans[2] = {&twins[0].decoder.scan, &twins[1].decoder.scan};
    const uint32_t rows = scans[0]->mcu_rows, first = scans[0]->selection;
    cdicom_lossless_decode_stretches *const *functions = cdicom_lossless_rows.twin_singles;
    if (scans[0]->has_pairs) functions = scans[0]->components == 1 ? cdicom_lossless_rows.twin_pairs : cdicom_lossless_rows.twin_component_pairs;
    uint32_t row = 0;
    while (row < rows && twins[0].status == CDICOM_OK && twins[1].status == CDICOM_OK) {
        cdicom_lossless_stretch stretches[2];
        cdicom_bits bits[2];
        uint32_t bad[2];
        if (cdicom_is_cancelled(&twins[0].work)) {
            for (int i = 0; i < 2; i++) twins[i].status = cdicom_fail_cancelled(twins[i].report);
            return row;
        }
        for (int i = 0; i < 2; i++) {
            bad[i] = cdicom_lossless_line_begin(scans[i], &stretches[i]);
            bits[i] = scans[i]->bits;
        }
        const uint32_t verdict = stretches[0].count > 0 ? functions[row == 0 ? 1 : first](bits, stretches) : 0;
        for (int i = 0; i < 2; i++) {
            scans[i]->bits = bits[i];
            bad[i] |= verdict >> i & 1 ? CDICOM_LOSSLESS_BAD : 0;
            twins[i].status = cdicom_lossless_line_end(scans[i], row, bad[i], twins[i].report);
        }
        row += 1;
    }
    return row;
}

/// Both frames in step, or false where they do not go together; nothing is written then.
static bool decode_together(twin twins[2], const cdicom_source sources[2], cdicom_sample_layout layout, const cdicom_strides *strides,
                            uint8_t *const targets[2]) {
    for (int i = 0; i < 2; i++)
        if (!open_twin(&twins[i], sources[i], layout)) return false;
    if (twins[0].stream.header.selection_value != twins[1].stream.header.selection_value) return false;
    size_t total = 0;
    for (int i = 0; i < 2; i++)
        if (!cdicom_lossless_add_room(&twins[i].stream.header, &total, &twins[i].decoder.memory)) return false;
    if (cdicom_session_reserve(&twins[0].session, total, NULL) != CDICOM_OK) return false;
    for (int i = 0; i < 2; i++) {
        cdicom_lossless_decoder_begin(&twins[i].decoder, &twins[i].stream, &twins[i].session, layout, strides, targets[i]);
        cdicom_lossless_take(&twins[0].session, &twins[i].decoder.memory);
        cdicom_lossless_scan_begin(&twins[i].decoder.scan, &twins[i].stream, &twins[i].work, &twins[i].decoder.output, &twins[i].decoder.memory);
    }
    for (int i = 0; i < 2; i++) {
        const cdicom_lossless_scan *scan = &twins[i].decoder.scan;
        if (scan->has_blocks || scan->has_pairs != twins[0].decoder.scan.has_pairs) return false;
        if (scan->components > 1 && !scan->has_pairs) return false;
    }
    const uint32_t row = decode_rows(twins);
    for (int i = 0; i < 2; i++) {
        if (twins[i].status == CDICOM_OK) twins[i].status = cdicom_lossless_decode_rows(&twins[i].decoder, row, twins[i].report);
        cdicom_jpeg_close(twins[i].status, layout, strides, targets[i], cdicom_lossless_rows_done(&twins[i].decoder.output),
                          twins[i].stream.notes, twins[i].report);
    }
    return true;
}

cdicom_status cdicom_jpeg_decode_pair(const cdicom_source sources[2], cdicom_sample_layout layout, const cdicom_jpeg_options *options,
                                      const cdicom_work *work, uint8_t *const targets[2], size_t target_count, cdicom_status statuses[2],
                                      cdicom_report reports[2]) {
    twin twins[2];
    cdicom_strides strides;
    bool is_possible = layout.bytes_per_sample <= 2;
    for (int i = 0; i < 2; i++) {
        twin *twin = &twins[i];
        *twin = (struct twin){.work = work ? *work : cdicom_jpeg_unlimited, .report = reports ? &reports[i] : NULL};
        // The second frame has memory of its own if it has to be joined; they decode in that of the first one.
        if (i == 1) twin->work.scratch = NULL;
        cdicom_session_open(&twin->session, &twin->work);
        cdicom_report_clear(twin->report);
        is_possible &= cdicom_check_target(layout, targets[i], target_count, &strides, NULL) == CDICOM_OK;
    }
    const bool is_done = is_possible && decode_together(twins, sources, layout, &strides, targets);
    for (int i = 0; i < 2; i++) cdicom_session_close(&twins[i].session);
    for (int i = 0; i < 2; i++)
        statuses[i] = is_done ? twins[i].status
                              : cdicom_jpeg_decode(sources[i], layout, options, work, targets[i], target_count, reports ? &reports[i] : NULL);
    return statuses[0] != CDICOM_OK ? statuses[0] : statuses[1];
}
