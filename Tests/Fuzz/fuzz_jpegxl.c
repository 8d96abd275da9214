// libFuzzer harness for JPEG XL: the first byte says what the rest is. libjxl itself is not instrumented.
#include "cdicom_jpegxl.h"
#include <stdlib.h>
#include <string.h>

enum { SAMPLES = 1, JPEG = 2, DAMAGED = 4, WIDE = 8, COLOUR = 16, FRAGMENTS = 32 };

/// Decodes into a target of the exact size; zeros where it is refused.
static cdicom_status decode(cdicom_source source, const cdicom_work *work, uint8_t **target, size_t *count) {
    cdicom_jpegxl_header header;
    cdicom_report report;
    *target = NULL, *count = 0;
    cdicom_status status = cdicom_jpegxl_probe(source, work, &header, &report);
    if ((status == CDICOM_OK) != (report.message[0] == 0)) abort();
    if (status != CDICOM_OK || (uint64_t)header.columns * header.rows > work->limits.pixels) return CDICOM_LIMIT_EXCEEDED;
    const uint32_t width = header.precision > 8 ? 2 : 1;
    const cdicom_sample_layout layout = {header.columns, header.rows, header.components, width, 0, 0};
    *count = (size_t)header.columns * header.rows * header.components * width;
    *target = malloc(*count);
    memset(*target, 0xAA, *count);
    status = cdicom_jpegxl_decode(source, layout, work, *target, *count, &report);
    if ((status == CDICOM_OK) != (report.message[0] == 0)) abort();
    for (size_t i = 0; status != CDICOM_OK && i < *count; i++)
        if ((*target)[i] != 0) abort();
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 6) return 0;
    const uint8_t flags = data[0];
    uint8_t *source = malloc(size - 1);  // exact sizes: every byte beyond is poisoned
    memcpy(source, data + 1, size - 1);
    size -= 1;
    cdicom_scratch scratch = {0};
    const cdicom_work work = {.limits = {.pixels = 1 << 16, .target_bytes = 1 << 19, .working_bytes = 1 << 27, .components = 4, .tiles = 1},
                              .scratch = &scratch};
    const cdicom_fragment parts[2] = {{source, size / 3}, {source + size / 3, size - size / 3}}, whole = {source, size};
    cdicom_report report;
    uint8_t *back = NULL;
    size_t count = 0;
    if (flags & SAMPLES) {  // what is encoded without loss comes back
        const uint32_t columns = 1 + source[0] % 40, rows = 1 + source[1] % 30, width = flags & WIDE ? 2 : 1, samples = flags & COLOUR ? 3 : 1;
        const cdicom_jpegxl_encoding encoding = {.precision = (uint8_t)(flags & WIDE ? 9 + source[2] % 8 : 1 + source[2] % 8), .effort = 1};
        const cdicom_sample_layout layout = {columns, rows, samples, width, 0, 0};
        const size_t bytes = (size_t)columns * rows * samples * width, most = 2 * bytes + 8192;
        uint8_t *raw = calloc(bytes, 1), *encoded = malloc(most);
        for (size_t i = 0; i < bytes / width; i++) {
            const uint32_t value = (source[i % size] | (uint32_t)source[(i + 1) % size] << 8) & ((1u << encoding.precision) - 1);
            for (uint32_t byte = 0; byte < width; byte++) raw[i * width + byte] = (uint8_t)(value >> (8 * byte));
        }
        size_t written = 0;
        const cdicom_status status = cdicom_jpegxl_encode(raw, bytes, layout, encoding, &work, encoded, most, &written, &report);
        if (status == CDICOM_OK) {
            if (flags & DAMAGED) encoded[source[3] * 257u % written] ^= source[4];
            const cdicom_fragment frame = {encoded, written};
            const cdicom_status decoded = decode((cdicom_source){&frame, 1}, &work, &back, &count);
            if (!(flags & DAMAGED) && (decoded != CDICOM_OK || count != bytes || memcmp(back, raw, bytes) != 0)) abort();
        }
        free(raw), free(encoded);
    } else if (flags & JPEG) {  // what is recompressed is rebuilt byte for byte
        const size_t most = 2 * size + 8192;
        uint8_t *packed = malloc(most), *rebuilt = malloc(most);
        size_t written = 0, again = 0;
        if (cdicom_jpegxl_recompress((cdicom_source){&whole, 1}, &work, packed, most, &written, &report) == CDICOM_OK) {
            const cdicom_fragment frame = {packed, written};
            const cdicom_status status = cdicom_jpegxl_rebuild_jpeg((cdicom_source){&frame, 1}, &work, rebuilt, most, &again, &report);
            if (status == CDICOM_OK && again <= size && memcmp(rebuilt, source, again) != 0) abort();
        }
        free(packed), free(rebuilt);
    } else {
        decode(flags & FRAGMENTS ? (cdicom_source){parts, 2} : (cdicom_source){&whole, 1}, &work, &back, &count);
    }
    free(back), free(source);
    cdicom_scratch_free(&scratch);
    return 0;
}
