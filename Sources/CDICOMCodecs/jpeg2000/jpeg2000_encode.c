#include "../work/work_internal.h"
#include "jpeg2000_memory.h"
#include "jpeg2000_messages.h"
#include "jpeg2000_samples.h"
#include <stdlib.h>

// OpenJPEG holds a coefficient in 31 bits, 6 of them a fraction; the wavelet and the component transform take up to 3 more.
enum { PRECISION_MAXIMUM = 22 };

// MARK: Stream

/// The caller's memory as OpenJPEG's stream callbacks see it.
typedef struct target_stream {
    uint8_t *bytes;
    size_t capacity, at, count;
    bool is_full;
    const cdicom_work *work; ///< OpenJPEG writes each tile when it is done, which is when it can be stopped
} target_stream;

static OPJ_SIZE_T stream_write(void *bytes, OPJ_SIZE_T count, void *context) {
    target_stream *stream = context;
    if (cdicom_is_cancelled(stream->work)) return (OPJ_SIZE_T)-1;
    if (count > stream->capacity - stream->at) {
        stream->is_full = true;
        return (OPJ_SIZE_T)-1;
    }
    memcpy(stream->bytes + stream->at, bytes, count);
    stream->at += count;
    if (stream->at > stream->count) stream->count = stream->at;
    return count;
}

static OPJ_BOOL stream_seek(OPJ_OFF_T offset, void *context) {
    target_stream *stream = context;
    if (offset < 0 || (uint64_t)offset > stream->count) return OPJ_FALSE;
    stream->at = (size_t)offset;
    return OPJ_TRUE;
}

static OPJ_OFF_T stream_skip(OPJ_OFF_T count, void *context) {
    target_stream *stream = context;
    return count >= 0 && stream_seek((OPJ_OFF_T)stream->at + count, context) ? count : -1;
}

// MARK: Arguments

/// Words for what is impossible about a way of encoding, or NULL.
static const char *problem_of(cdicom_sample_layout layout, const cdicom_jpeg2000_encoding *encoding) {
    const uint32_t x = encoding->block_columns, y = encoding->block_rows;
    if (layout.bytes_per_sample > 4) return "JPEG 2000 takes samples of 1, 2 or 4 bytes";
    if (layout.columns > INT32_MAX || layout.rows > INT32_MAX) return "OpenJPEG takes at most 2^31 - 1 columns and rows";
    if (layout.samples_per_pixel > 16384) return "JPEG 2000 takes at most 16,384 components";
    if (encoding->precision < 1 || encoding->precision > 31 || encoding->precision > 8 * layout.bytes_per_sample)
        return "The precision is none, or more than the samples hold";
    if (encoding->uses_component_transform && layout.samples_per_pixel < 3) return "A component transform takes three components";
    if (encoding->levels > 32) return "JPEG 2000 has at most 32 decomposition levels";
    if (encoding->layers < 1 || encoding->layers > CDICOM_JPEG2000_MAXIMUM_LAYERS) return "There are no, or too many, quality layers";
    for (uint32_t i = 0; i < encoding->layers; i++) {
        const float ratio = encoding->ratios[i];
        const bool is_all = ratio == 0;
        if (!is_all && !(ratio >= 1 && ratio <= 1e6f)) return "A compression ratio is below 1 or no number";
        if (i > 0 && (encoding->ratios[i - 1] == 0 || (!is_all && ratio >= encoding->ratios[i - 1])))
            return "The compression ratios of the layers do not fall";
    }
    if ((encoding->tile_columns == 0) != (encoding->tile_rows == 0)) return "A tile has columns and rows, or the frame no tiles";
    if (x < 4 || y < 4 || x > 1024 || y > 1024 || (x & (x - 1)) || (y & (y - 1)) || x * y > 4096)
        return "Code-blocks of this size are not allowed";
    if (encoding->progression > 4) return "There is no such progression order";
    return NULL;
}

static uint64_t tiles_of(cdicom_sample_layout layout, const cdicom_jpeg2000_encoding *encoding) {
    if (encoding->tile_columns == 0) return 1;
    return (uint64_t)cdicom_ceil_divide(layout.columns, encoding->tile_columns) * cdicom_ceil_divide(layout.rows, encoding->tile_rows);
}

size_t cdicom_jpeg2000_maximum_encoded_count(cdicom_sample_layout layout, const cdicom_jpeg2000_encoding *encoding) {
    cdicom_strides strides;
    if (!encoding || !cdicom_layout_strides(layout, &strides) || problem_of(layout, encoding)) return 0;
    // OpenJPEG gives a tile 1.4 times the bits of its samples and 500 bytes, and fails where that is not enough; the rest is for headers.
    const uint64_t tiles = tiles_of(layout, encoding), headers = tiles * (2048 + 512 * (uint64_t)layout.samples_per_pixel) + 4096;
    size_t bits, total;
    if (!cdicom_multiply((size_t)layout.columns * layout.rows, layout.samples_per_pixel, &bits)
        || !cdicom_multiply(bits, encoding->precision, &bits) || __builtin_add_overflow(bits / 16 * 3 + 3, (size_t)headers, &total))
        return 0;
    return total;
}

static cdicom_status check_limits(cdicom_sample_layout layout, const cdicom_jpeg2000_encoding *encoding, const cdicom_work *work,
                                  cdicom_report *report) {
    cdicom_status status = cdicom_check_limits(work, layout, report);
    if (status != CDICOM_OK) return status;
    const uint64_t tiles = tiles_of(layout, encoding);
    if (tiles > work->limits.tiles || tiles > 65535)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame would have more tiles than the limits allow");
    // The image and a tile as 32-bit numbers, the passes of the blocks, and the encoded tile.
    if ((double)layout.columns * layout.rows * layout.samples_per_pixel * 16 + 65536.0 > (double)work->limits.working_bytes)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "Encoding would need more working memory than the limits allow");
    return CDICOM_OK;
}

// MARK: Encoding

/// The samples as OpenJPEG takes them, or NULL without memory.
static opj_image_t *make_image(const uint8_t *samples, cdicom_sample_layout layout, const cdicom_strides *strides,
                               const cdicom_jpeg2000_encoding *encoding) {
    opj_image_cmptparm_t *parameters = calloc(layout.samples_per_pixel, sizeof *parameters);
    if (!parameters) return NULL;
    for (uint32_t i = 0; i < layout.samples_per_pixel; i++)
        parameters[i] = (opj_image_cmptparm_t){.dx = 1, .dy = 1, .w = layout.columns, .h = layout.rows, .prec = encoding->precision,
                                               .sgnd = encoding->is_signed};
    // check_limits has found this to be far from overflowing.
    cdicom_jpeg2000_expect_bytes((size_t)layout.columns * layout.rows * layout.samples_per_pixel * sizeof(OPJ_INT32));
    opj_image_t *image = opj_image_create(layout.samples_per_pixel, parameters,
                                          layout.samples_per_pixel >= 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
    free(parameters);
    if (!image) return NULL;
    image->x1 = layout.columns;
    image->y1 = layout.rows;
    for (uint32_t i = 0; i < layout.samples_per_pixel; i++)
        for (size_t row = 0; row < layout.rows; row++)
            cdicom_jpeg2000_take_row(samples + i * strides->component + row * strides->row, strides->sample, layout.bytes_per_sample,
                                     encoding->precision, encoding->is_signed, image->comps[i].data + row * layout.columns, layout.columns);
    return image;
}

/// How often the wavelet may split [from, to). Up to 2.5.4, OpenJPEG encodes a single sample at an odd place wrongly, as narrow last tiles
/// come to have; two from an odd place on are decoded wrongly by Grok 10.
static uint32_t splits_of(uint64_t from, uint64_t to) {
    uint32_t splits = 0;
    while (splits < 32 && !(to - from <= 2 && from & 1)) {
        from = (from + 1) >> 1;
        to = (to + 1) >> 1;
        splits += 1;
    }
    return splits;
}

/// The least of all tiles along one side of the frame, and no more than OpenJPEG lets pass: as many as the side of a tile has halvings.
static uint32_t least_splits(uint32_t count, uint32_t tile) {
    if (tile == 0 || tile > count) tile = count;
    uint32_t least = 31 - (uint32_t)__builtin_clz(tile);
    for (uint64_t from = 0; from < count; from += tile) {
        const uint32_t splits = splits_of(from, from + tile < count ? from + tile : count);
        if (splits < least) least = splits;
    }
    return least;
}

static uint32_t levels_of(const opj_image_t *image, const cdicom_jpeg2000_encoding *encoding) {
    const uint32_t across = least_splits(image->x1, encoding->tile_columns), down = least_splits(image->y1, encoding->tile_rows);
    const uint32_t most = across < down ? across : down;
    return encoding->levels < most ? encoding->levels : most;
}

static void set_parameters(const opj_image_t *image, const cdicom_jpeg2000_encoding *encoding, opj_cparameters_t *parameters) {
    static char comment[] = "Hounsfield";  // instead of the library's version: the same samples give the same bytes
    opj_set_default_encoder_parameters(parameters);
    parameters->cp_comment = comment;
    parameters->cp_disto_alloc = 1;
    parameters->tcp_numlayers = (int)encoding->layers;
    for (uint32_t i = 0; i < encoding->layers; i++) parameters->tcp_rates[i] = encoding->ratios[i];
    parameters->irreversible = !encoding->is_reversible;
    // Of single bits the transform leaves nothing: OpenJPEG has no bits for its differences then.
    parameters->tcp_mct = encoding->uses_component_transform && encoding->precision > 1;
    parameters->numresolution = (int)levels_of(image, encoding) + 1;
    parameters->cblockw_init = (int)encoding->block_columns;
    parameters->cblockh_init = (int)encoding->block_rows;
    parameters->prog_order = (OPJ_PROG_ORDER)encoding->progression;
    if (encoding->tile_columns > 0) {
        parameters->tile_size_on = OPJ_TRUE;
        parameters->cp_tdx = (int)(encoding->tile_columns > INT32_MAX ? INT32_MAX : encoding->tile_columns);
        parameters->cp_tdy = (int)(encoding->tile_rows > INT32_MAX ? INT32_MAX : encoding->tile_rows);
    }
}

static cdicom_status run(opj_image_t *image, const cdicom_jpeg2000_encoding *encoding, target_stream *memory, cdicom_report *report) {
    cdicom_jpeg2000_message message = {0};
    cdicom_status status = CDICOM_OUT_OF_MEMORY;
    opj_codec_t *codec = opj_create_compress(OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_create(65536, OPJ_FALSE);
    if (codec && stream) {
        cdicom_jpeg2000_listen(codec, &message);
        opj_stream_set_write_function(stream, stream_write);
        opj_stream_set_skip_function(stream, stream_skip);
        opj_stream_set_seek_function(stream, stream_seek);
        opj_stream_set_user_data(stream, memory, NULL);
        opj_cparameters_t parameters;
        set_parameters(image, encoding, &parameters);
        const int threads = encoding->threads > 1 ? (int)(encoding->threads > 64 ? 64 : encoding->threads) : 0;
        status = opj_setup_encoder(codec, &parameters, image) && opj_codec_set_threads(codec, threads)
                         && opj_start_compress(codec, image, stream) && opj_encode(codec, stream) && opj_end_compress(codec, stream)
                     ? CDICOM_OK
                     : CDICOM_UNSUPPORTED;
    }
    if (stream) opj_stream_destroy(stream);
    if (codec) opj_destroy_codec(codec);
    if (memory->is_full) return cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target cannot hold the codestream");
    if (status == CDICOM_OK) return CDICOM_OK;
    if (cdicom_is_cancelled(memory->work)) return cdicom_fail_cancelled(report);
    if (status == CDICOM_OUT_OF_MEMORY || message.is_memory)
        return cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "OpenJPEG found no memory to work in");
    return cdicom_fail(report, status, 0, message.text[0] ? message.text : "OpenJPEG does not encode this");
}

cdicom_status cdicom_jpeg2000_encode(const uint8_t *samples, size_t sample_bytes, cdicom_sample_layout layout,
                                     const cdicom_jpeg2000_encoding *encoding, const cdicom_work *work, uint8_t *target,
                                     size_t target_count, size_t *written, cdicom_report *report) {
    cdicom_report_clear(report);
    if (written) *written = 0;
    cdicom_strides strides;
    cdicom_status status = cdicom_check_work(work, report);
    if (status == CDICOM_OK) status = cdicom_check_samples(layout, samples, sample_bytes, &strides, report);
    if (status != CDICOM_OK) return status;
    if (!target || !written || !encoding) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no target, or no way to encode");
    const char *problem = problem_of(layout, encoding);
    if (problem) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, problem);
    if (encoding->precision > PRECISION_MAXIMUM)
        return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "OpenJPEG does not keep samples of more than 22 bits exactly");
    status = check_limits(layout, encoding, work, report);
    if (status != CDICOM_OK) return status;
    if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);

    opj_image_t *image = make_image(samples, layout, &strides, encoding);
    if (!image) return cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "No memory for the samples");
    target_stream memory = {.bytes = target, .capacity = target_count, .work = work};
    status = run(image, encoding, &memory, report);
    opj_image_destroy(image);
    if (status != CDICOM_OK) return status;
    *written = memory.count;
    if (report) report->rows_done = layout.rows;
    return CDICOM_OK;
}
