#ifndef CDICOM_WORK_H
#define CDICOM_WORK_H

#include "cdicom_cpu.h"
#include "cdicom_limits.h"
#include <stdbool.h>
#include <stddef.h>

/// Memory that calls use one after the other, so that a thousand frames are decoded with one allocation. All bytes 0 at first; grows to
/// what the largest call needed. One call at a time: a thread has its own.
typedef struct cdicom_scratch {
    void *joined;            ///< a frame of several fragments, in one piece
    size_t joined_capacity;
    void *working;           ///< what the codec needs beside source and target
    size_t working_capacity;
} cdicom_scratch;

/// Gives the memory back; the scratch can be used again.
void cdicom_scratch_free(cdicom_scratch *scratch);

/// How a call may work. All bytes 0 but for the limits is a good start.
typedef struct cdicom_work {
    cdicom_limits limits;
    cdicom_scratch *scratch; ///< NULL: the call allocates what it needs, once, and frees it
    /// NULL, or a flag that ends the call with CDICOM_CANCELLED soon after any thread raised it: it is read before each row, or each tile.
    const uint32_t *cancel;
    cdicom_level level;      ///< the highest vector level to use; every level gives the same bytes
    /// Bits of the codec's own `cdicom_*_leniency` enumeration: departures from the standard to put up with. Each that is used is noted.
    uint32_t leniency;
} cdicom_work;

/// Raises a cancel flag; safe from any thread.
void cdicom_raise(uint32_t *cancel);

/// Whether a cancel flag was raised; safe from any thread.
bool cdicom_is_raised(const uint32_t *cancel);

#endif
