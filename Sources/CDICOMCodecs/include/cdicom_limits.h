#ifndef CDICOM_LIMITS_H
#define CDICOM_LIMITS_H

#include <stdint.h>

/// What a decode may cost at most. Tested against the codestream's headers before anything is allocated;
/// CDICOM_LIMIT_EXCEEDED when one is passed.
typedef struct cdicom_limits {
    uint64_t pixels;        ///< columns * rows
    uint64_t target_bytes;  ///< bytes of the decoded samples
    uint64_t working_bytes; ///< bytes that the decoder may hold beside source and target, as estimated from the headers
    uint32_t components;
    uint32_t tiles;
} cdicom_limits;

#endif
