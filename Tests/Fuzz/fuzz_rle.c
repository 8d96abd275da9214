// libFuzzer harness for RLE Lossless: decode of anything, and encode of anything followed by a decode that must give it back.
#include "cdicom_rle.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 4) return 0;
    static const uint32_t widths[] = {1, 2, 4, 1};
    const uint32_t samples = data[0] % 15 + 1, width = widths[data[1] & 3];
    const bool is_wide = data[1] & 4;  // wide frames pass the end of a decoder's strip
    const uint32_t columns = 1 + (uint32_t)data[2] * (is_wide ? 33 : 1), rows = 1 + (uint32_t)(data[3] & (is_wide ? 1 : 31));
    cdicom_sample_layout layout = {columns, rows, samples, width};
    if (samples * width > CDICOM_RLE_MAXIMUM_SEGMENTS) layout.samples_per_pixel = 3;
    data += 4, size -= 4;
    const size_t count = (size_t)layout.columns * layout.rows * layout.samples_per_pixel * layout.bytes_per_sample;
    uint8_t *source = malloc(size ? size : 1), *target = malloc(count);  // exact sizes: every byte beyond is poisoned
    memcpy(source, data, size);
    memset(target, 0xAA, count);
    cdicom_report report;
    const cdicom_status status = cdicom_rle_decode(source, size, layout, target, count, &report);
    if ((status == CDICOM_OK) != (report.rows_done == layout.rows)) abort();
    if (status == CDICOM_BAD_ARGUMENT || status == CDICOM_TARGET_TOO_SMALL) abort();

    for (size_t i = 0; i < count; i++) target[i] = size ? source[i % size] & (i / (size * 3 + 1) % 2 ? 0xF0 : 0xFF) : 0;
    const size_t most = cdicom_rle_maximum_encoded_count(layout);
    uint8_t *encoded = malloc(most), *again = malloc(count);
    size_t written = 0;
    if (cdicom_rle_encode(target, count, layout, encoded, most, &written, &report) != CDICOM_OK || written > most || written & 1) abort();
    uint8_t *exact = malloc(written);
    size_t second = 0;
    if (cdicom_rle_encode(target, count, layout, exact, written, &second, &report) != CDICOM_OK || second != written) abort();
    if (memcmp(exact, encoded, written) != 0) abort();
    if (cdicom_rle_encode(target, count, layout, encoded, written - 1, &second, &report) != CDICOM_TARGET_TOO_SMALL || second != 0) abort();
    if (cdicom_rle_decode(exact, written, layout, again, count, &report) != CDICOM_OK || report.notes != 0) abort();
    if (memcmp(again, target, count) != 0) abort();
    free(source), free(target), free(encoded), free(again), free(exact);
    return 0;
}
