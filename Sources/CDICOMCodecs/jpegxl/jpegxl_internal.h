#ifndef CDICOM_JPEGXL_INTERNAL_H
#define CDICOM_JPEGXL_INTERNAL_H

#include "../work/work_internal.h"
#include "cdicom_jpegxl.h"

#if defined(CDICOM_HAS_JPEGXL)

#include <jxl/decode.h>
#include <jxl/encode.h>

/// Runs libjxl's parts of a frame one after the other in the caller's thread, until the caller raises his flag. `opaque` is the work.
JxlParallelRetCode cdicom_jpegxl_run(void *opaque, void *jxl, JxlParallelRunInit init, JxlParallelRunFunction function, uint32_t start,
                                     uint32_t end);

/// libjxl's samples fill their container: 0 to 255 or 65535, whatever the precision. Both ways are exact, since a container's steps are no
/// wider than the precision's.
static inline uint32_t cdicom_jpegxl_widened(uint32_t value, uint32_t largest, uint32_t full) {
    return (value * full + largest / 2) / largest;
}
static inline uint32_t cdicom_jpegxl_narrowed(uint32_t value, uint32_t largest, uint32_t full) {
    return (value * largest + full / 2) / full;
}

#else

static inline cdicom_status cdicom_jpegxl_refuse(cdicom_report *report) {
    cdicom_report_clear(report);
    return cdicom_fail(report, CDICOM_UNSUPPORTED, 0, "This build has no JPEG XL: it was made without the trait JPEGXL");
}

#endif
#endif
