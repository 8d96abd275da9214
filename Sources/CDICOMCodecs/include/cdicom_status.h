#ifndef CDICOM_STATUS_H
#define CDICOM_STATUS_H

#include <stddef.h>
#include <stdint.h>

/// What every entry of the C core returns. Closed: a new kind of failure is a new major version.
typedef enum cdicom_status {
    CDICOM_OK = 0,
    CDICOM_TRUNCATED,         ///< the source ends before the picture does
    CDICOM_CORRUPT,           ///< the source contradicts its format
    CDICOM_UNSUPPORTED,       ///< legal, but not read by this code
    CDICOM_LAYOUT_MISMATCH,   ///< the codestream's geometry is not the layout that was asked for
    CDICOM_LIMIT_EXCEEDED,    ///< larger than the caller's limits allow
    CDICOM_TARGET_TOO_SMALL,  ///< the caller's buffer cannot hold the result
    CDICOM_OUT_OF_MEMORY,
    CDICOM_CANCELLED,         ///< the caller's flag was raised while the call ran
    CDICOM_BAD_ARGUMENT       ///< a caller's mistake, never a property of the source
} cdicom_status;

/// Where and why, filled by every entry that can fail. No field ever holds sample values or text of the source.
typedef struct cdicom_report {
    size_t offset;      ///< bytes from the start of the source
    uint32_t rows_done; ///< complete rows in the target; the rest is zero
    uint32_t notes;     ///< bits of the codec's own `cdicom_*_note` enumeration: leniency that was used
    char message[120];  ///< what was wrong, in words, terminated by 0; empty when CDICOM_OK
} cdicom_report;

#endif
