#ifndef CDICOM_SHA256_H
#define CDICOM_SHA256_H

#include <stdbool.h>

#include "../kernels/dispatch.h"
#include "cdicom_digest.h"

/// FIPS 180-4 4.2.2.
extern const uint32_t cdicom_sha256_constants[64];

/// Takes blocks of 64 bytes into the state (FIPS 180-4 6.2.2).
typedef void cdicom_sha256_fn(uint32_t state[8], const uint8_t *blocks, size_t count);

cdicom_sha256_fn cdicom_sha256_scalar;
#if CDICOM_X86_64
cdicom_sha256_fn cdicom_sha256_shani;
bool cdicom_has_shani(void);
#endif

#endif
