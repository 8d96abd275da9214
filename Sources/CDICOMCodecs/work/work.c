#include "work_internal.h"
#include <stdlib.h>

void cdicom_scratch_free(cdicom_scratch *scratch) {
    free(scratch->joined);
    free(scratch->working);
    *scratch = (cdicom_scratch){0};
}

void cdicom_raise(uint32_t *cancel) { __atomic_store_n(cancel, 1, __ATOMIC_RELAXED); }

bool cdicom_is_raised(const uint32_t *cancel) { return __atomic_load_n(cancel, __ATOMIC_RELAXED) != 0; }

cdicom_status cdicom_fail_cancelled(cdicom_report *report) {
    return cdicom_fail(report, CDICOM_CANCELLED, 0, "The call was cancelled");
}

cdicom_status cdicom_check_work(const cdicom_work *work, cdicom_report *report) {
    if (!work || !cdicom_level_is_available(work->level))
        return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The call has no limits to work in, or a vector level that is not there");
    return CDICOM_OK;
}

cdicom_status cdicom_check_limits(const cdicom_work *work, cdicom_sample_layout layout, cdicom_report *report) {
    const cdicom_limits *limits = &work->limits;
    const uint64_t pixels = (uint64_t)layout.columns * layout.rows;
    if (layout.samples_per_pixel > limits->components)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame has more samples per pixel than the limits allow");
    if (pixels > limits->pixels) return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame has more pixels than the limits allow");
    if (pixels > limits->target_bytes / layout.bytes_per_sample / layout.samples_per_pixel)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame has more bytes than the limits allow");
    return CDICOM_OK;
}

void cdicom_session_open(cdicom_session *session, const cdicom_work *work) {
    *session = (cdicom_session){.work = work};
    session->scratch = work->scratch ? work->scratch : &session->own;
}

void cdicom_session_close(cdicom_session *session) { cdicom_scratch_free(&session->own); }

/// At least `count` bytes at `*bytes`, aligned to 64. What was there is lost.
static bool make_room(void **bytes, size_t *capacity, size_t count) {
    if (count <= *capacity) return true;
    if (count > SIZE_MAX - 63) return false;
    const size_t rounded = (count + 63) & ~(size_t)63;
    free(*bytes);
    *bytes = aligned_alloc(64, rounded);
    *capacity = *bytes ? rounded : 0;
    return *bytes != NULL;
}

static cdicom_status room(cdicom_session *session, void **bytes, size_t *capacity, size_t count, cdicom_report *report) {
    const uint64_t limit = session->work->limits.working_bytes;
    if (session->joined > limit || count > limit - session->joined)
        return cdicom_fail(report, CDICOM_LIMIT_EXCEEDED, 0, "The frame needs more working memory than the limits allow");
    if (!make_room(bytes, capacity, count)) return cdicom_fail(report, CDICOM_OUT_OF_MEMORY, 0, "No memory to work in");
    return CDICOM_OK;
}

cdicom_status cdicom_session_join(cdicom_session *session, cdicom_source source, const uint8_t **bytes, size_t *count,
                                  cdicom_report *report) {
    *bytes = NULL;
    *count = 0;
    size_t total = 0;
    bool is_possible = source.fragments || source.count == 0;
    for (size_t i = 0; is_possible && i < source.count; i++)
        is_possible = (source.fragments[i].bytes || source.fragments[i].count == 0)
                      && !__builtin_add_overflow(total, source.fragments[i].count, &total);
    if (!is_possible) return cdicom_fail(report, CDICOM_BAD_ARGUMENT, 0, "The source has fragments without bytes");
    *count = total;
    if (source.count == 1) {
        *bytes = source.fragments[0].bytes;
        return CDICOM_OK;
    }
    cdicom_scratch *scratch = session->scratch;
    const cdicom_status status = room(session, &scratch->joined, &scratch->joined_capacity, total, report);
    if (status != CDICOM_OK) return status;
    uint8_t *to = scratch->joined;
    for (size_t i = 0; i < source.count; i++) {
        if (source.fragments[i].count == 0) continue;
        memcpy(to, source.fragments[i].bytes, source.fragments[i].count);
        to += source.fragments[i].count;
    }
    session->joined = total;
    *bytes = scratch->joined;
    return CDICOM_OK;
}

cdicom_status cdicom_session_reserve(cdicom_session *session, size_t total, cdicom_report *report) {
    cdicom_scratch *scratch = session->scratch;
    const cdicom_status status = room(session, &scratch->working, &scratch->working_capacity, total, report);
    session->used = 0;
    session->reserved = status == CDICOM_OK ? total : 0;
    return status;
}

void *cdicom_session_take(cdicom_session *session, size_t count) {
    uint8_t *bytes = (uint8_t *)session->scratch->working + session->used;
    if (!cdicom_add_room(&session->used, count) || session->used > session->reserved) abort();  // a codec added less than it takes
    return bytes;
}
