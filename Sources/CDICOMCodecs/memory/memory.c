#include "cdicom_memory.h"

#include <stdlib.h>

void *cdicom_zeroed(size_t bytes) { return calloc(bytes, 1); }

void cdicom_give_back(void *memory) { free(memory); }

bool cdicom_claim(uint32_t *flag) { return __atomic_exchange_n(flag, 1, __ATOMIC_ACQ_REL) == 0; }
