#ifndef CDICOM_KERNEL_TABLE_H
#define CDICOM_KERNEL_TABLE_H

#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_window.h"

/// `table` has 256 entries, one for each cell as it lies in memory.
typedef void cdicom_look_up8_fn(const uint8_t *table, const uint8_t *source, uint8_t *target, size_t count);

cdicom_look_up8_fn cdicom_look_up8_scalar;
#if CDICOM_X86_64
cdicom_look_up8_fn cdicom_look_up8_avx2;
#endif

/// `table` has an entry for each stored value of 16 - right_shift bits.
void cdicom_look_up16_scalar(cdicom_cell cell, const uint8_t *table, const uint8_t *source, uint8_t *target, size_t count);

/// The same for entries of 16 bits, and for cells of 1 byte too.
void cdicom_look_up_words_scalar(cdicom_cell cell, const uint16_t *table, const uint8_t *source, uint8_t *target, size_t count);

void cdicom_look_up_clamped_scalar(cdicom_cell cell, int64_t first, const uint16_t *table, int64_t last_index, const uint8_t *source,
                                   uint8_t *target, uint32_t target_bytes, size_t count);

#endif
