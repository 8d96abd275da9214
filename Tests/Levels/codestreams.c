// What the codecs make of golden codestreams and of their samples, as hashes: a machine that prints other lines than another decodes or
// encodes differently. Every vector level of the machine must give the same bytes, or it ends with 1. `Scripts/test-levels` compares the
// lines of this machine with those of arm64.
//
//   codestreams FILE…   *.jpg, *.jls, and *.rle whose names end in COLUMNSxROWSxSAMPLES-BITS
#include "cdicom_jpeg.h"
#include "cdicom_jpegls.h"
#include "cdicom_rle.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bytes {
    uint8_t *at;
    size_t count;
} bytes;

static bytes reserved(size_t count) {
    const bytes room = {malloc(count + 1), count};
    if (!room.at) exit(2);
    return room;
}

/// FNV-1a of 64 bits.
static uint64_t hash_of(const uint8_t *at, size_t count) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < count; i++) hash = (hash ^ at[i]) * 0x100000001B3u;
    return hash;
}

static bytes contents_of(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        printf("%s cannot be read\n", path);
        exit(2);
    }
    const bytes contents = reserved((size_t)ftell(file));
    rewind(file);
    if (fread(contents.at, 1, contents.count, file) != contents.count) exit(2);
    fclose(file);
    return contents;
}

typedef enum family { JPEG, JPEG_LS, RLE } family;

/// A frame, and how wide its samples are.
typedef struct frame {
    family family;
    cdicom_sample_layout layout;
    uint32_t precision;
    size_t byte_count;
} frame;

static frame frame_of(const char *path, cdicom_source source, const cdicom_work *work) {
    const size_t length = strlen(path);
    const char *kind = length > 4 ? path + length - 4 : "";
    frame frame = {0};
    cdicom_sample_layout *layout = &frame.layout;
    cdicom_report report;
    if (strcmp(kind, ".jpg") == 0) {
        cdicom_jpeg_header header;
        frame.family = JPEG;
        if (cdicom_jpeg_probe(source, work, &header, &report) == CDICOM_OK) {
            *layout = (cdicom_sample_layout){header.columns, header.rows, header.components, header.precision > 8 ? 2 : 1, 0, 0};
            frame.precision = header.precision;
        }
    } else if (strcmp(kind, ".jls") == 0) {
        cdicom_jpegls_header header;
        frame.family = JPEG_LS;
        if (cdicom_jpegls_probe(source, work, &header, &report) == CDICOM_OK) {
            *layout = (cdicom_sample_layout){header.columns, header.rows, header.components, header.bytes_per_sample, 0, 0};
            frame.precision = header.precision;
        }
    } else {
        const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
        frame.family = RLE;
        if (sscanf(name, "rle-%ux%ux%u-%u", &layout->columns, &layout->rows, &layout->samples_per_pixel, &frame.precision) == 4)
            layout->bytes_per_sample = frame.precision / 8;
    }
    frame.byte_count = (size_t)layout->columns * layout->rows * layout->samples_per_pixel * layout->bytes_per_sample;
    return frame;
}

static cdicom_status decode(const frame *frame, cdicom_source source, const cdicom_work *work, bytes target, cdicom_report *report) {
    switch (frame->family) {
    case JPEG: {
        const cdicom_jpeg_options options = {.converts_to_rgb = frame->layout.samples_per_pixel == 3 && frame->precision == 8};
        cdicom_status status = cdicom_jpeg_decode(source, frame->layout, &options, work, target.at, target.count, report);
        if (status != CDICOM_UNSUPPORTED && status != CDICOM_BAD_ARGUMENT) return status;  // a lossless frame has nothing to convert
        return cdicom_jpeg_decode(source, frame->layout, NULL, work, target.at, target.count, report);
    }
    case JPEG_LS: return cdicom_jpegls_decode(source, frame->layout, work, target.at, target.count, report);
    default: return cdicom_rle_decode(source, frame->layout, work, target.at, target.count, report);
    }
}

enum { ENCODINGS = 6 };

/// Encodes samples in the one or other way; the count is 0 for one that is not possible.
static bytes encode(uint32_t way, const frame *frame, bytes samples, const cdicom_work *work) {
    const cdicom_sample_layout layout = frame->layout;
    cdicom_report report;
    size_t most = 0, written = 0;
    bytes target = {NULL, 0};
    if (way == 0) {
        most = cdicom_rle_maximum_encoded_count(layout);
        target = reserved(most);
        cdicom_rle_encode(samples.at, samples.count, layout, work, target.at, most, &written, &report);
    } else if (way == 1) {
        const cdicom_jpeg_lossless_parameters parameters = {.precision = (uint8_t)frame->precision,
                                                            .selection_value = (uint8_t)(1 + layout.columns % 7)};
        most = cdicom_jpeg_lossless_maximum_encoded_count(layout, parameters);
        target = reserved(most);
        cdicom_jpeg_lossless_encode(samples.at, samples.count, layout, parameters, work, target.at, most, &written, &report);
    } else if (way < 4) {
        const cdicom_jpegls_options options = {.precision = frame->precision, .near = way == 2 ? 0 : 1,
                                               .interleave = layout.samples_per_pixel > 1 ? CDICOM_JPEGLS_INTERLEAVE_SAMPLE
                                                                                          : CDICOM_JPEGLS_INTERLEAVE_NONE};
        most = cdicom_jpegls_maximum_encoded_count(layout, options);
        target = reserved(most);
        cdicom_jpegls_encode(samples.at, samples.count, layout, options, work, target.at, most, &written, &report);
    } else {
        const cdicom_jpeg_dct_parameters parameters = {
            .precision = frame->precision == 8 ? 8 : 12, .quality = way == 4 ? 90 : 35, .sampling = way == 4 ? CDICOM_JPEG_422 : CDICOM_JPEG_420,
            .converts_from_rgb = layout.samples_per_pixel == 3 && frame->precision == 8};
        most = cdicom_jpeg_dct_maximum_encoded_count(layout, parameters);
        target = reserved(most);
        cdicom_jpeg_dct_encode(samples.at, samples.count, layout, &parameters, work, target.at, most, &written, &report);
    }
    target.count = written;
    return target;
}

/// The lines of one file, at the first level; false where another level gives other bytes.
static int check(const char *path) {
    const cdicom_limits limits = {.pixels = 1 << 24, .target_bytes = 1 << 26, .working_bytes = 1 << 28, .components = 16, .tiles = 16};
    cdicom_work work = {.limits = limits};
    const bytes file = contents_of(path);
    const cdicom_fragment fragment = {file.at, file.count};
    const cdicom_source source = {&fragment, 1};
    const frame frame = frame_of(path, source, &work);
    if (frame.byte_count == 0) {
        printf("%s: no header\n", path);
        free(file.at);
        return 1;
    }
    uint64_t first[1 + ENCODINGS] = {0};
    int is_equal = 1;
    for (cdicom_level level = CDICOM_SCALAR; level <= CDICOM_NEON; level++) {
        if (!cdicom_level_is_available(level)) continue;
        work.level = level;
        bytes samples = reserved(frame.byte_count);
        memset(samples.at, 0xA5, samples.count);
        cdicom_report report;
        const cdicom_status status = decode(&frame, source, &work, samples, &report);
        const uint64_t hash = hash_of(samples.at, samples.count);
        if (level == CDICOM_SCALAR) {
            first[0] = hash;
            printf("%s: %u x %u x %u, %u bits: status %d, rows %u, notes %x, %016llx", path, frame.layout.columns, frame.layout.rows,
                   frame.layout.samples_per_pixel, frame.precision, status, (unsigned)report.rows_done, (unsigned)report.notes,
                   (unsigned long long)hash);
        }
        is_equal &= hash == first[0];
        for (uint32_t way = 0; way < ENCODINGS && status == CDICOM_OK; way++) {
            const bytes encoded = encode(way, &frame, samples, &work);
            const uint64_t of_encoded = hash_of(encoded.at, encoded.count);
            if (level == CDICOM_SCALAR) {
                first[1 + way] = of_encoded;
                printf(" %zu:%016llx", encoded.count, (unsigned long long)of_encoded);
            }
            is_equal &= of_encoded == first[1 + way];
            free(encoded.at);
        }
        free(samples.at);
    }
    puts(is_equal ? "" : " LEVELS DIFFER");
    free(file.at);
    return is_equal;
}

int main(int count, char **arguments) {
    int is_good = count > 1;
    for (int i = 1; i < count; i++) is_good &= check(arguments[i]);
    return is_good ? 0 : 1;
}
