#ifndef CDICOM_JPEG_HUFFMAN_H
#define CDICOM_JPEG_HUFFMAN_H

#include "cdicom_status.h"
#include <stdbool.h>

/// Huffman tables as DHT segments specify them (T.81 Annex C), and the best ones for given frequencies.

/// BITS and HUFFVAL.
typedef struct cdicom_huffman_specification {
    uint8_t counts[16];   ///< codes of 1..16 bits
    uint16_t total;       ///< symbols
    bool is_defined;
    uint8_t symbols[256]; ///< in the order of their codes
} cdicom_huffman_specification;

/// One code, as the decoders' and encoders' tables are built from it.
typedef struct cdicom_huffman_code {
    uint16_t code;   ///< right-aligned
    uint8_t length;  ///< 1..16
    uint8_t symbol;
} cdicom_huffman_code;

typedef enum cdicom_huffman_verdict {
    CDICOM_HUFFMAN_GOOD,
    CDICOM_HUFFMAN_OVERFULL, ///< more codes than their lengths allow
    CDICOM_HUFFMAN_TOO_MANY, ///< above 256
    CDICOM_HUFFMAN_CUT_SHORT
} cdicom_huffman_verdict;

/// Reads BITS and HUFFVAL from `bytes`; `*used` is what they take. The specification is not defined unless the verdict is good or overfull.
/// A code of ones only, which T.81 C.2 forbids, is let pass: it is unambiguous, and it is met in files.
cdicom_huffman_verdict cdicom_huffman_read(cdicom_huffman_specification *specification, const uint8_t *bytes, size_t count, size_t *used);

/// The codes in order of length and value (T.81 figures C.1 and C.2); returns how many. Of an overfull table, those that do not fit are
/// left out.
uint32_t cdicom_huffman_codes(const cdicom_huffman_specification *specification, cdicom_huffman_code codes[256]);

/// The specification with the shortest total length for these frequencies, no code longer than 16 bits and none of ones only. Symbols of
/// frequency 0 get no code; with no symbol at all, symbol 0 gets one, since an empty table is none.
void cdicom_huffman_optimise(cdicom_huffman_specification *specification, const uint32_t frequencies[256]);

#endif
