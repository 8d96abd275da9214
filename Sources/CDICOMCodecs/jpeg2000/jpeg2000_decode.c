#include "../work/work_internal.h"
#include "jpeg2000_memory.h"
#include "jpeg2000_messages.h"
#include "jpeg2000_samples.h"

// MARK: Stream

/// The codestream as OpenJPEG's stream callbacks see it: `stored` bytes, and an EOC marker behind them where `count` is two more, since
/// OpenJPEG takes a codestream that ends without one for a stream too short.
typedef struct memory_stream {
    const uint8_t *bytes;
    size_t stored, count, at;
    size_t length_at;  ///< where a Psot is to be read as `length`, or 0: OpenJPEG would allocate whatever a cut tile-part claims
    uint32_t length;
    const cdicom_work *work;  ///< whose cancel flag ends the stream: OpenJPEG reads a tile before it decodes it, and has no other ear
} memory_stream;

static OPJ_SIZE_T stream_read(void *target, OPJ_SIZE_T count, void *context) {
    memory_stream *stream = context;
    const size_t left = stream->count - stream->at;
    if (left == 0 || cdicom_is_cancelled(stream->work)) return (OPJ_SIZE_T)-1;  // the end; 0 would be asked again for ever
    if (count > left) count = left;
    const size_t copied = stream->at >= stream->stored ? 0 : stream->stored - stream->at < count ? stream->stored - stream->at : count;
    if (copied > 0) memcpy(target, stream->bytes + stream->at, copied);
    static const uint8_t end_marker[2] = {0xFF, 0xD9};
    for (size_t i = copied; i < count; i++) ((uint8_t *)target)[i] = end_marker[stream->at + i - stream->stored];
    for (size_t i = 0; stream->length_at > 0 && i < 4; i++) {
        const size_t place = stream->length_at + i;
        if (place >= stream->at && place - stream->at < count)
            ((uint8_t *)target)[place - stream->at] = (uint8_t)(stream->length >> (24 - 8 * i));
    }
    stream->at += count;
    return count;
}

static OPJ_OFF_T stream_skip(OPJ_OFF_T count, void *context) {
    memory_stream *stream = context;
    const size_t left = stream->count - stream->at;
    if (count < 0 || left == 0) return -1;
    const size_t step = (uint64_t)count > left ? left : (size_t)count;
    stream->at += step;
    return (OPJ_OFF_T)step;
}

static OPJ_BOOL stream_seek(OPJ_OFF_T offset, void *context) {
    memory_stream *stream = context;
    if (offset < 0 || (uint64_t)offset > stream->count) return OPJ_FALSE;
    stream->at = (size_t)offset;
    return OPJ_TRUE;
}

// MARK: Limits

/// What OpenJPEG will hold at once, from the sizes of its structures and the counts of the walk. Rather too much than too little.
static double working_bytes(const cdicom_jpeg2000_walk *walk, uint32_t discard_levels) {
    const cdicom_jpeg2000_header *header = &walk->header;
    const double components = header->components;
    const double tile_samples = (double)cdicom_ceil_divide(header->tile_columns, walk->least_column_step)
                                * cdicom_ceil_divide(header->tile_rows, walk->least_row_step) * components;
    uint32_t columns, rows;
    cdicom_jpeg2000_frame_size(walk, discard_levels, &columns, &rows);
    const double samples = (double)columns * rows * components;
    const double structures = components * (walk->most_precincts * 200 + walk->most_blocks * 220);
    const double order = 2 * components * (walk->most_layers + 1.0) * (walk->most_levels + 1.0) * walk->most_precincts_of_level;
    const double parameters = header->tiles * (6400 + components * 1200);
    return 4 * samples + (header->tiles > 1 ? 4 * tile_samples : 0) + structures + order + parameters + (double)walk->codestream_count;
}

static cdicom_status check_limits(const cdicom_jpeg2000_walk *walk, cdicom_jpeg2000_options options, cdicom_limits limits,
                                  cdicom_report *report) {
    const cdicom_jpeg2000_header *header = &walk->header;
    const size_t place = header->codestream_offset + 2;
    if (header->components > limits.components)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, place, "The codestream has more components than the limits allow");
    if (header->tiles > limits.tiles)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, place, "The codestream has more tiles than the limits allow");
    // Full resolution: OpenJPEG's tables are made for that, whatever is discarded.
    if ((uint64_t)header->columns * header->rows > limits.pixels)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, place, "The codestream has more pixels than the limits allow");
    if (working_bytes(walk, options.discard_levels) > (double)limits.working_bytes)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, place, "Decoding would need more working memory than the limits allow");
    // Every packet takes a byte at least. Many times more packets than bytes is no picture but a way to keep a decoder busy.
    const double packets = (double)header->tiles * header->components * walk->most_precincts * walk->most_layers;
    if (packets > 64.0 * (double)walk->codestream_count + 1048576)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, place, "The codestream claims far more packets than it has bytes");
    return CDICOM_OK;
}

// MARK: Decoding

/// Makes the walk's image area that of the region, so that all sizes are the region's from there on; false where it is none.
static bool narrow(cdicom_jpeg2000_walk *walk, cdicom_jpeg2000_options options) {
    const cdicom_jpeg2000_region region = options.region;
    if (region.columns == 0 && region.rows == 0) return true;
    uint32_t columns, rows;
    const uint32_t levels = options.discard_levels, dx = walk->least_column_step, dy = walk->least_row_step;
    cdicom_jpeg2000_frame_size(walk, levels, &columns, &rows);
    if (region.columns == 0 || region.rows == 0 || region.column >= columns || region.row >= rows) return false;
    if (region.columns > columns - region.column || region.rows > rows - region.row) return false;
    // Pixel i of the frame is sample first + i of the finest grid at this resolution, and that times 2^levels * step on the reference grid.
    const uint64_t first_column = cdicom_ceil_shift(cdicom_ceil_divide(walk->x0, dx), levels) + (uint64_t)region.column;
    const uint64_t first_row = cdicom_ceil_shift(cdicom_ceil_divide(walk->y0, dy), levels) + (uint64_t)region.row;
    const uint64_t x0 = (first_column << levels) * dx, x1 = ((first_column + region.columns) << levels) * dx;
    const uint64_t y0 = (first_row << levels) * dy, y1 = ((first_row + region.rows) << levels) * dy;
    if (walk->x1 > INT32_MAX || walk->y1 > INT32_MAX) return false;  // OpenJPEG takes the area in signed numbers
    if (x0 > walk->x0) walk->x0 = (uint32_t)x0;
    if (y0 > walk->y0) walk->y0 = (uint32_t)y0;
    if (x1 < walk->x1) walk->x1 = (uint32_t)x1;
    if (y1 < walk->y1) walk->y1 = (uint32_t)y1;
    for (uint32_t i = 0; i < walk->header.components; i++) {
        const cdicom_jpeg2000_component component = cdicom_jpeg2000_component_at(walk, i, levels);
        if (component.columns == 0 || component.rows == 0) return false;
    }
    return true;
}

/// Everything that can be said against a decode before OpenJPEG is called.
static cdicom_status prepare(const uint8_t *source, size_t source_count, cdicom_jpeg2000_options options, const cdicom_work *work,
                             cdicom_jpeg2000_walk *walk, cdicom_report *report) {
    if (cdicom_is_cancelled(work)) return cdicom_fail_cancelled(report);
    const bool is_lenient = work->leniency & CDICOM_JPEG2000_LENIENT_PARTIAL;
    cdicom_status status = cdicom_jpeg2000_walk_markers(source, source_count, walk, report);
    if (status != CDICOM_OK) return status;
    const cdicom_jpeg2000_header *header = &walk->header;
    if (options.discard_levels > header->levels)
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The codestream has fewer resolution levels than are to be discarded");
    if (walk->is_cut && !is_lenient) return cdicom_fail(report, CDICOM_TRUNCATED, walk->cut_offset, walk->problem);
    if (walk->is_broken && !(is_lenient && walk->tiles_seen > 0))
        return cdicom_fail(report, CDICOM_CORRUPT, walk->cut_offset, walk->problem);
    const size_t place = header->codestream_offset + 2;
    // Where a code-block lies in one piece, and no marker may stand between packets, the search for illegal bytes has seen all of it.
    if (header->is_high_throughput && !options.high_throughput && (walk->most_layers > 1 || walk->packet_markers))
        return cdicom_fail(report, CDICOM_UNSUPPORTED, place, "HT code-blocks in several layers are not decoded unless the source is trusted");
    if (header->is_high_throughput && options.region.columns > 0)  // OpenJPEG 2.5.0 gives other samples there than in the whole frame
        return cdicom_fail(report, CDICOM_UNSUPPORTED, place, "Regions of high-throughput codestreams are not decoded");
    if (header->precision > 31) return cdicom_fail(report, CDICOM_UNSUPPORTED, place, "Components of more than 31 bits are not supported");
    if (walk->component_transform > 1)  // OpenJPEG writes it, but refuses to read it
        return cdicom_fail(report, CDICOM_UNSUPPORTED, place, "A component transform of Part 2 is not supported");
    if (walk->has_mixed_blocks)
        return cdicom_fail(report, CDICOM_UNSUPPORTED, place, "HT and MQ code-blocks in one codestream are not supported");
    if (walk->illegal_offset > 0)
        return cdicom_fail(report, CDICOM_CORRUPT, walk->illegal_offset, "High-throughput code-blocks hold a marker");
    for (uint32_t i = 0; i < header->components; i++) {
        const cdicom_jpeg2000_component component = cdicom_jpeg2000_component_at(walk, i, options.discard_levels);
        if (component.columns == 0 || component.rows == 0)
            return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "At this resolution a component has no samples left");
    }
    cdicom_status limited = check_limits(walk, options, work->limits, report);
    if (limited == CDICOM_OK && !narrow(walk, options))
        limited = cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The region is not inside the frame, or leaves a component without samples");
    return limited;
}

static uint32_t notes_of(const cdicom_jpeg2000_walk *walk) {
    uint32_t notes = 0;
    if (walk->header.is_boxed) notes |= CDICOM_JPEG2000_NOTE_BOXED;
    if (walk->is_cut || walk->is_broken) return notes | CDICOM_JPEG2000_NOTE_PARTIAL;
    if (!walk->has_end) notes |= CDICOM_JPEG2000_NOTE_MISSING_END;
    if (walk->has_trailing_data) notes |= CDICOM_JPEG2000_NOTE_TRAILING_DATA;
    return notes;
}

/// The image of OpenJPEG has the sizes that our walk computed, and data in every component.
static bool image_is_as_expected(const opj_image_t *image, const cdicom_jpeg2000_walk *walk, uint32_t discard_levels) {
    if (image->numcomps != walk->header.components) return false;
    for (uint32_t i = 0; i < image->numcomps; i++) {
        const cdicom_jpeg2000_component expected = cdicom_jpeg2000_component_at(walk, i, discard_levels);
        const opj_image_comp_t *component = &image->comps[i];
        if (!component->data || component->w != expected.columns || component->h != expected.rows || component->prec != expected.precision
            || (component->sgnd != 0) != expected.is_signed)
            return false;
    }
    return true;
}

/// Bytes of all planes of the image that OpenJPEG will make; the limits have been tested.
static size_t plane_bytes(const cdicom_jpeg2000_walk *walk, uint32_t discard_levels) {
    size_t samples = 0;
    for (uint32_t i = 0; i < walk->header.components; i++) {
        const cdicom_jpeg2000_component component = cdicom_jpeg2000_component_at(walk, i, discard_levels);
        samples += (size_t)component.columns * component.rows;
    }
    return samples * sizeof(OPJ_INT32);
}

/// Runs OpenJPEG. On success the caller owns `*result`.
static cdicom_status run(const uint8_t *source, const cdicom_jpeg2000_walk *walk, cdicom_jpeg2000_options options, const cdicom_work *work,
                         opj_image_t **result, cdicom_report *report) {
    const size_t begin = walk->header.codestream_offset;
    memory_stream memory = {.bytes = source + begin, .stored = walk->codestream_count, .work = work};
    memory.count = memory.stored + (walk->has_end ? 0 : 2);
    if (walk->long_part > 0) {
        memory.length_at = walk->long_part - begin + 6;
        memory.length = (uint32_t)(begin + walk->codestream_count - walk->long_part);  // less than the Psot that was too long
    }
    cdicom_jpeg2000_message message = {0};
    opj_image_t *image = NULL;
    cdicom_status status = CDICOM_OUT_OF_MEMORY;
    cdicom_jpeg2000_expect_bytes(plane_bytes(walk, options.discard_levels));
    opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_create(memory.count < 65536 ? 4096 : 65536, OPJ_TRUE);
    if (codec && stream) {
        cdicom_jpeg2000_listen(codec, &message);
        opj_stream_set_read_function(stream, stream_read);
        opj_stream_set_skip_function(stream, stream_skip);
        opj_stream_set_seek_function(stream, stream_seek);
        opj_stream_set_user_data(stream, &memory, NULL);
        opj_stream_set_user_data_length(stream, memory.count);
        opj_dparameters_t parameters;
        opj_set_default_decoder_parameters(&parameters);
        parameters.cp_reduce = options.discard_levels;
        status = CDICOM_CORRUPT;
        // OpenJPEG 2.5.0 reads out of bounds when its tolerant mode skips a packet that is longer than the data, as it does for discarded
        // levels: there it stays strict.
        const bool tolerant = work->leniency & CDICOM_JPEG2000_LENIENT_PARTIAL && options.discard_levels == 0;
        const bool is_region = options.region.columns > 0;
        // The number of threads is set in any case: OpenJPEG would else ask the environment.
        if (opj_setup_decoder(codec, &parameters) && opj_decoder_set_strict_mode(codec, tolerant ? OPJ_FALSE : OPJ_TRUE)
            && opj_codec_set_threads(codec, options.threads > 1 ? (int)(options.threads > 64 ? 64 : options.threads) : 0)
            && opj_read_header(stream, codec, &image)
            && (!is_region || opj_set_decode_area(codec, image, (OPJ_INT32)walk->x0, (OPJ_INT32)walk->y0, (OPJ_INT32)walk->x1,
                                                  (OPJ_INT32)walk->y1))
            && opj_decode(codec, stream, image) && (is_region || opj_end_decompress(codec, stream))
            && image_is_as_expected(image, walk, options.discard_levels))
            status = CDICOM_OK;
    }
    if (stream) opj_stream_destroy(stream);
    if (codec) opj_destroy_codec(codec);
    if (status != CDICOM_OUT_OF_MEMORY && cdicom_is_cancelled(work)) {
        opj_image_destroy(image);
        return cdicom_fail_cancelled(report);
    }
    if (status == CDICOM_OK) {
        *result = image;
        return CDICOM_OK;
    }
    opj_image_destroy(image);
    if (status == CDICOM_OUT_OF_MEMORY) return cdicom_fail(report, status, 0, "OpenJPEG could not be started");
    if (message.is_unsupported) status = CDICOM_UNSUPPORTED;
    if (message.is_memory) status = CDICOM_OUT_OF_MEMORY;
    return cdicom_fail(report, status, begin + (memory.at < memory.stored ? memory.at : memory.stored),
                       message.text[0] ? message.text : "OpenJPEG decodes another picture than the header describes");
}

// MARK: Entries

cdicom_status cdicom_jpeg2000_probe(cdicom_source source, uint32_t discard_levels, const cdicom_work *work,
                                          cdicom_jpeg2000_header *header, cdicom_jpeg2000_component *components,
                                          size_t component_capacity, cdicom_report *report) {
    cdicom_report_clear(report);
    cdicom_status status = cdicom_check_work(work, report);
    if (status != CDICOM_OK) return status;
    if (!header || (!components && component_capacity > 0))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no place for the header");
    memset(header, 0, sizeof *header);
    cdicom_session session;
    cdicom_session_open(&session, work);
    const uint8_t *bytes;
    size_t count;
    cdicom_jpeg2000_walk walk;
    status = cdicom_session_join(&session, source, &bytes, &count, report);
    if (status == CDICOM_OK) status = cdicom_jpeg2000_walk_markers(bytes, count, &walk, report);
    if (status == CDICOM_OK && discard_levels > walk.header.levels)
        status = cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The codestream has fewer resolution levels than are to be discarded");
    if (status == CDICOM_OK) {
        *header = walk.header;
        cdicom_jpeg2000_frame_size(&walk, discard_levels, &header->columns, &header->rows);
        for (uint32_t i = 0; i < header->components && i < component_capacity; i++)
            components[i] = cdicom_jpeg2000_component_at(&walk, i, discard_levels);
        if (report) report->notes = notes_of(&walk);
    }
    cdicom_session_close(&session);
    return status;
}

/// CDICOM_LAYOUT_MISMATCH when the frame has not the form that the caller expects.
static cdicom_status check_layout(const cdicom_jpeg2000_walk *walk, uint32_t discard_levels, cdicom_sample_layout expected,
                                  cdicom_report *report) {
    const cdicom_jpeg2000_header *header = &walk->header;
    uint32_t columns, rows;
    cdicom_jpeg2000_frame_size(walk, discard_levels, &columns, &rows);
    const size_t place = header->codestream_offset + 2;
    if (columns != expected.columns || rows != expected.rows)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, place, "The codestream has other columns or rows than the layout");
    if (header->components != expected.samples_per_pixel)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, place, "The codestream has another number of components than the layout");
    if (header->precision > 8 * expected.bytes_per_sample)
        return cdicom_fail(report, CDICOM_LAYOUT_MISMATCH, place, "The codestream has more bits than the layout's samples hold");
    return CDICOM_OK;
}

cdicom_status cdicom_jpeg2000_decode(cdicom_source source, cdicom_sample_layout expected, cdicom_jpeg2000_options options,
                                     const cdicom_work *work, uint8_t *target, size_t target_count, cdicom_report *report) {
    cdicom_report_clear(report);
    cdicom_strides strides;
    cdicom_status status = cdicom_check_work(work, report);
    if (status == CDICOM_OK) status = cdicom_check_target(expected, target, target_count, &strides, report);
    if (status != CDICOM_OK) return status;

    cdicom_session session;
    cdicom_session_open(&session, work);
    cdicom_jpeg2000_walk walk;
    opj_image_t *image = NULL;
    const uint8_t *bytes;
    size_t count;
    status = cdicom_session_join(&session, source, &bytes, &count, report);
    if (status == CDICOM_OK) status = prepare(bytes, count, options, work, &walk, report);
    if (status == CDICOM_OK) status = check_layout(&walk, options.discard_levels, expected, report);
    if (status == CDICOM_OK) status = cdicom_check_limits(work, expected, report);
    if (status == CDICOM_OK) status = run(bytes, &walk, options, work, &image, report);
    if (status == CDICOM_OK) {
        uint32_t notes = notes_of(&walk);
        notes |= cdicom_jpeg2000_put_image(image, &walk, options.discard_levels, expected, &strides, target);
        opj_image_destroy(image);
        if (report) {
            report->notes = notes;
            report->rows_done = expected.rows;
        }
    } else {
        cdicom_clear_rows(expected, &strides, target, 0);
    }
    cdicom_session_close(&session);
    return status;
}

cdicom_status cdicom_jpeg2000_decode_planes(cdicom_source source, cdicom_jpeg2000_options options, const cdicom_work *work,
                                            int32_t *target, size_t target_count, cdicom_report *report) {
    cdicom_report_clear(report);
    cdicom_status status = cdicom_check_work(work, report);
    if (status != CDICOM_OK) return status;
    if (!target) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "There is no target");
    cdicom_session session;
    cdicom_session_open(&session, work);
    cdicom_jpeg2000_walk walk;
    opj_image_t *image = NULL;
    const uint8_t *bytes;
    size_t count;
    uint64_t samples = 0;
    status = cdicom_session_join(&session, source, &bytes, &count, report);
    if (status == CDICOM_OK) status = prepare(bytes, count, options, work, &walk, report);
    if (status == CDICOM_OK) {
        for (uint32_t i = 0; i < walk.header.components; i++) {
            const cdicom_jpeg2000_component component = cdicom_jpeg2000_component_at(&walk, i, options.discard_levels);
            samples += (uint64_t)component.columns * component.rows;  // < 2^64: the limits hold for each component's pixels
        }
        if (samples > work->limits.target_bytes / sizeof(int32_t))
            status = cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The planes have more bytes than the limits allow");
        else if (samples > target_count)
            status = cdicom_fail(report, CDICOM_TARGET_TOO_SMALL, 0, "The target is smaller than the planes");
    }
    if (status == CDICOM_OK) status = run(bytes, &walk, options, work, &image, report);
    if (status == CDICOM_OK) {
        for (uint32_t i = 0; i < image->numcomps; i++) {
            const size_t plane = (size_t)image->comps[i].w * image->comps[i].h;
            memcpy(target, image->comps[i].data, plane * sizeof(int32_t));
            target += plane;
        }
        opj_image_destroy(image);
        if (report) {
            report->notes = notes_of(&walk);
            report->rows_done = walk.header.rows;
        }
    } else if (status != CDICOM_TARGET_TOO_SMALL) {
        memset(target, 0, target_count * sizeof(int32_t));
    }
    cdicom_session_close(&session);
    return status;
}
