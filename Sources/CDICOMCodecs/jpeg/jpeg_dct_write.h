#ifndef CDICOM_JPEG_DCT_WRITE_H
#define CDICOM_JPEG_DCT_WRITE_H

#include "../kernels/cells.h"
#include "jpeg_huffman.h"
#include <stdint.h>

/// Codes of a table by symbol; length 0: there is none.
typedef struct cdicom_dct_codes {
    uint16_t code[256];
    uint8_t length[256];
} cdicom_dct_codes;

void cdicom_dct_codes_make(cdicom_dct_codes *codes, const cdicom_huffman_specification *specification);

/// How often each symbol of the tables is used.
typedef struct cdicom_dct_counts {
    uint32_t dc[256], ac[256];
} cdicom_dct_counts;

/// The quantised blocks of a component on their way into a scan. Blocks outside of its own size, which fill up MCUs, repeat the DC
/// coefficient
/// before them and have no others.
typedef struct cdicom_dct_blocks {
    const int16_t *coefficients; ///< row by row of blocks, 64 each in the order of rows
    const uint64_t *masks;
    uint32_t first;                ///< row of blocks that the first one is in: the rows before it are gone
    uint32_t across, down;       ///< blocks of its own
    uint32_t horizontal, vertical; ///< in an MCU
    uint32_t table;
} cdicom_dct_blocks;

/// Bits to the target, with 0 after 0xFF. The caller makes sure of the room.
typedef struct cdicom_dct_writer {
    uint8_t *next;
    uint64_t bits;   ///< those that wait, at the low end
    int32_t room;    ///< free places above them: 64 at first
} cdicom_dct_writer;

/// Bytes that a block adds at most: 64 times 16 + 16 bits, doubled by stuffing, and those that wait.
#define CDICOM_DCT_BLOCK_ROOM (2 * 64 * 4 + 32)

/// Counts what MCUs `from` to `to` - 1 of a row of MCUs will write.
void cdicom_dct_count_mcus(const cdicom_dct_blocks *blocks, uint32_t components, uint32_t row, uint32_t from, uint32_t to,
                           int32_t *predictors, cdicom_dct_counts counts[2]);

/// Writes them. `room` for CDICOM_DCT_BLOCK_ROOM a block must be there.
void cdicom_dct_write_mcus(const cdicom_dct_blocks *blocks, uint32_t components, uint32_t row, uint32_t from, uint32_t to,
                           int32_t *predictors, const cdicom_dct_codes *dc, const cdicom_dct_codes *ac, cdicom_dct_writer *writer);

/// Fills the last byte with ones (T.81 F.1.2.3).
void cdicom_dct_flush(cdicom_dct_writer *writer);

/// Bits that symbols and extra bits of so many take.
uint64_t cdicom_dct_counted_bits(const uint32_t counts[256], const cdicom_dct_codes *codes);

#endif
