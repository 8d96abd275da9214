#ifndef CDICOM_WORK_INTERNAL_H
#define CDICOM_WORK_INTERNAL_H

#include "../frame/frame_internal.h"

/// One call's view of its working memory. Every entry opens one, takes what it needs in at most one reservation, and closes it:
///
///     cdicom_session session;
///     cdicom_session_open(&session, work);
///     status = cdicom_session_join(&session, source, &bytes, &count, report);
///     … read the headers …
///     size_t total = 0;
///     bool fits = cdicom_add_room(&total, row_bytes) && cdicom_add_room(&total, table_bytes);
///     status = cdicom_session_reserve(&session, fits ? total : SIZE_MAX, report);
///     uint8_t *row = cdicom_session_take(&session, row_bytes);
///     …
///     cdicom_session_close(&session);
typedef struct cdicom_session {
    const cdicom_work *work;
    cdicom_scratch *scratch; ///< the caller's, or `own`
    cdicom_scratch own;
    size_t used, reserved;   ///< bytes of `scratch->working`
    size_t joined;           ///< bytes that joining took
} cdicom_session;

void cdicom_session_open(cdicom_session *session, const cdicom_work *work);
void cdicom_session_close(cdicom_session *session);

/// The frame in one piece: the only fragment itself, or a copy of all. CDICOM_BAD_ARGUMENT for fragments without bytes; the copy counts as
/// working memory.
cdicom_status cdicom_session_join(cdicom_session *session, cdicom_source source, const uint8_t **bytes, size_t *count,
                                  cdicom_report *report);

/// Adds room for `count` bytes, aligned to 64; false on overflow.
static inline bool cdicom_add_room(size_t *total, size_t count) {
    return !__builtin_add_overflow(*total, count, total) && !__builtin_add_overflow(*total, (size_t)63, total) && (*total &= ~(size_t)63, true);
}

/// Makes room for `total` bytes, not set to anything: CDICOM_LIMIT_EXCEEDED above `limits.working_bytes`, CDICOM_OUT_OF_MEMORY. Once a call.
cdicom_status cdicom_session_reserve(cdicom_session *session, size_t total, cdicom_report *report);

/// The next `count` bytes of what was reserved, aligned to 64 bytes; what is taken must have been added with `cdicom_add_room`.
void *cdicom_session_take(cdicom_session *session, size_t count);

/// Whether the caller has raised the flag.
static inline bool cdicom_is_cancelled(const cdicom_work *work) {
    return work->cancel && __atomic_load_n(work->cancel, __ATOMIC_RELAXED) != 0;
}

/// CDICOM_BAD_ARGUMENT for no work at all, or a level that this machine lacks.
cdicom_status cdicom_check_work(const cdicom_work *work, cdicom_report *report);

/// CDICOM_LIMIT_EXCEEDED when a frame of this layout, which must be a possible one, has more pixels, samples or bytes than the limits
/// allow.
cdicom_status cdicom_check_limits(const cdicom_work *work, cdicom_sample_layout layout, cdicom_report *report);

/// What a cancelled call returns.
cdicom_status cdicom_fail_cancelled(cdicom_report *report);

#endif
