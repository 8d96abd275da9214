#ifndef CDICOM_JPEG_LOSSLESS_WRITER_H
#define CDICOM_JPEG_LOSSLESS_WRITER_H

#include "../kernels/cells.h"
#include "../kernels/dispatch.h"
#include "jpeg_huffman.h"
#include <stdbool.h>

/// Differences to bits. Bits go to a buffer first, without a branch for any of them; the 0 behind each byte of ones comes in when the buffer
/// is copied to the target.

/// For categories 0..16: bits 0…31 the code, shifted up by the bits of the difference; bits 32…47 a mask of those; bits 48…55 the length of
/// both.
typedef struct cdicom_lossless_codes {
    uint64_t entries[17];
    uint32_t longest;
} cdicom_lossless_codes;

void cdicom_lossless_codes_build(cdicom_lossless_codes *codes, const cdicom_huffman_specification *specification);

/// The category of a difference (T.81 table H.2): 16 for 32,768.
CDICOM_BODY uint32_t cdicom_lossless_category(int32_t difference) {
    const uint32_t magnitude = (uint32_t)(difference < 0 ? -difference : difference);
    return 31 - (uint32_t)__builtin_clz(2 * magnitude + 1);
}

/// Adds the categories of a row to the counts of its components.
void cdicom_lossless_count(cdicom_level level, const uint16_t *differences, size_t count, uint32_t components,
                           uint32_t frequencies[][256]);

typedef struct cdicom_bit_writer {
    uint64_t window; ///< the bits that are not written, from the top
    uint32_t count;  ///< of those, at most 7
    uint8_t *next;
} cdicom_bit_writer;

/// Writes a row; up to CDICOM_BIT_WRITER_SLACK bytes behind the result are written too.
void cdicom_lossless_write(cdicom_level level, cdicom_bit_writer *writer, const uint16_t *differences, size_t count, uint32_t components,
                           const cdicom_lossless_codes *const *codes);
#define CDICOM_BIT_WRITER_SLACK 16

/// Fills the last byte with ones (T.81 F.1.2.3).
void cdicom_bit_writer_pad(cdicom_bit_writer *writer);

/// Copies `count` bytes with a 0 behind each 0xFF. Returns the new end of the target, or NULL when it is too small.
uint8_t *cdicom_jpeg_stuff(const uint8_t *bytes, size_t count, uint8_t *target, const uint8_t *target_end);

#endif
