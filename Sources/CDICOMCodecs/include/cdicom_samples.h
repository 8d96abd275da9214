#ifndef CDICOM_SAMPLES_H
#define CDICOM_SAMPLES_H

#include "cdicom_cpu.h"
#include "cdicom_frame.h"
#include "cdicom_status.h"

/// How a stored value lies in its cell (PS3.5 8.1.1): `value = (cell << left_shift) >> right_shift`, within the cell's width, the shift to
/// the right being arithmetic for signed values. The left shift drops what lies above High Bit (overlays, garbage), the right shift what
/// lies below the value: left = width - 1 - High Bit, right = width - Bits Stored.
typedef struct cdicom_cell {
    uint8_t bytes; ///< 1, 2, 4 or 8: width of the cell, little endian
    uint8_t left_shift;
    uint8_t right_shift; ///< at least left_shift, below the width
    uint8_t is_signed;   ///< 0 or 1: Pixel Representation
} cdicom_cell;

// Every entry below: CDICOM_BAD_ARGUMENT for an impossible cell, width or level, or one that this machine lacks; CDICOM_TARGET_TOO_SMALL
// where a capacity says so; nothing is written then. Counts are in samples unless they are said to be bytes. Buffers need no alignment.
// Source and target must not overlap, unless a comment allows them to be the same.

/// Stored values in the same container: masked, shifted down, sign- or zero-extended. The target may be the source.
cdicom_status cdicom_canonical(cdicom_level level, cdicom_cell cell, const uint8_t *source, uint8_t *target, size_t count);

/// One byte 0 or 1 for each of `count` bits, least significant bit first, from bit `first_bit` (counted from the start of source) on.
cdicom_status cdicom_unpack_bits(cdicom_level level, const uint8_t *source, size_t source_bytes, size_t first_bit, uint8_t *target,
                                 size_t count);

/// The other way: a bit for each of `count` bytes, 1 where it is not 0, to `target` from bit `first_bit` on. Bits before that stay, and
/// those behind the last one become 0 up to the end of its byte.
cdicom_status cdicom_pack_bits(cdicom_level level, const uint8_t *source, size_t count, uint8_t *target, size_t target_bytes,
                               size_t first_bit);

/// Bytes of each sample of 2, 4 or 8 bytes in reverse order. The target may be the source.
cdicom_status cdicom_swap_bytes(cdicom_level level, uint32_t sample_bytes, const uint8_t *source, uint8_t *target, size_t count);

/// Planes (R R R … G G G …) to pixels (R G B R G B …): `planes` times `pixels` samples of 1, 2 or 4 bytes.
cdicom_status cdicom_interleave(cdicom_level level, uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target,
                                size_t pixels);

/// The other way: pixels to planes.
cdicom_status cdicom_deinterleave(cdicom_level level, uint32_t sample_bytes, uint32_t planes, const uint8_t *source, uint8_t *target,
                                  size_t pixels);

/// Samples from one layout to another of the same columns, rows, samples and containers: planes to pixels and back, strides. Source and
/// target do not overlap; bytes between rows stay as they are. CDICOM_BAD_ARGUMENT for layouts that are none or differ, or a source that is
/// smaller than its layout; CDICOM_TARGET_TOO_SMALL.
cdicom_status cdicom_rearrange(cdicom_sample_layout source_layout, const uint8_t *source, size_t source_count,
                               cdicom_sample_layout target_layout, uint8_t *target, size_t target_count);

/// Smallest and largest stored value, for cells of 1 or 2 bytes. Values from `excluded_low` to `excluded_high` (inclusive; none when low >
/// high) do not count; with none left, `*smallest` is above `*largest`.
cdicom_status cdicom_extremes(cdicom_level level, cdicom_cell cell, int32_t excluded_low, int32_t excluded_high, const uint8_t *source,
                              size_t count, int32_t *smallest, int32_t *largest);

/// The largest absolute difference between samples of 1, 2, 4 or 8 bytes at the same place; 0 where all are equal.
cdicom_status cdicom_difference(cdicom_level level, uint32_t sample_bytes, bool is_signed, const uint8_t *first, const uint8_t *second,
                                size_t count, uint64_t *largest);

#endif
