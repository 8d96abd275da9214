#ifndef CDICOM_MEMORY_H
#define CDICOM_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Memory of zeros, or NULL where the system has none. Pages that are never written take none.
void *cdicom_zeroed(size_t bytes);

/// Gives it back.
void cdicom_give_back(void *memory);

/// Raises a flag that is 0 before its first use: true for the one caller, on any thread, that raised it first.
bool cdicom_claim(uint32_t *flag);

#endif
