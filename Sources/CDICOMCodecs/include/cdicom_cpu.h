#ifndef CDICOM_CPU_H
#define CDICOM_CPU_H

#include <stdbool.h>

/// Instruction sets that a kernel may be written for. Every kernel takes one as an argument; a level for which it has no version of its
/// own falls to the next lower one, and all versions give the same bytes.
typedef enum cdicom_level {
    CDICOM_SCALAR = 0, ///< plain C: the definition of correct; vectorised by the compiler for the baseline of the target
    CDICOM_SSE41,      ///< x86-64
    CDICOM_AVX2,       ///< x86-64 with BMI1, BMI2 and LZCNT, as all machines with AVX2 have
    CDICOM_AVX512,     ///< x86-64 with F, BW and VL
    CDICOM_NEON        ///< arm64, where it is the baseline
} cdicom_level;

/// The highest level of this machine and its operating system. Asked once; safe from any thread.
cdicom_level cdicom_best_level(void);

/// Whether this machine can run code of `level`. False for a number that is no level.
bool cdicom_level_is_available(cdicom_level level);

#endif
