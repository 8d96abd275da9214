#ifndef CDICOM_JPEG2000_MEMORY_H
#define CDICOM_JPEG2000_MEMORY_H

#include <stddef.h>
#include <stdlib.h>

/// Tells the C library that blocks of `bytes` together will come and go, before OpenJPEG allocates its planes anew for a frame.
///
/// glibc gives the end of its heap back to the system where more than twice the largest block that was ever freed lies idle: three planes
/// are more than twice one, and each frame would then fault all its pages in again, a third of the time that a high-throughput frame
/// takes. A block as large as all planes, freed before any of its pages is touched, is what it measures that by. Elsewhere this does
/// nothing.
static inline void cdicom_jpeg2000_expect_bytes(size_t bytes) {
    const size_t most = 31u << 20;  // it does not count blocks above 32 MiB
    void *volatile block = malloc(bytes < most ? bytes : most);  // volatile: the pair must not be optimised away
    free(block);
}

#endif
