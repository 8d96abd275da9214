#ifndef CDICOM_DIGEST_H
#define CDICOM_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "cdicom_cpu.h"

/// The SHA-256 (FIPS 180-4) of `count` bytes: 32 bytes to `digest`. Every level gives the same; from SSE 4.1 on a machine's own instructions
/// for it are used where it has them.
void cdicom_sha256(cdicom_level level, const uint8_t *bytes, size_t count, uint8_t *digest);

#endif
