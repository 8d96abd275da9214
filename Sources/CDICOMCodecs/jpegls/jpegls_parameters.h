#ifndef CDICOM_JPEGLS_PARAMETERS_H
#define CDICOM_JPEGLS_PARAMETERS_H

#include "cdicom_jpegls.h"

/// What every step of a scan is computed from (T.87 A.2.1, C.2.4.1.1).
typedef struct jpegls_parameters {
    cdicom_jpegls_preset preset; ///< none is 0
    uint32_t near;
    uint32_t range;      ///< RANGE: values that a quantised error can take
    uint32_t error_bits; ///< qbpp
    uint32_t limit;      ///< LIMIT: bits of the longest code
    uint32_t first_sum;  ///< A of a context that was never used
} jpegls_parameters;

/// The parameters in effect. False where a coded value is outside of what C.2.4.1.1 allows.
///
/// - is_unbounded: as CDICOM_JPEGLS_LENIENT_JAI_THRESHOLDS says.
bool cdicom_jpegls_parameters(cdicom_jpegls_preset coded, uint32_t precision, uint32_t near, bool is_unbounded,
                              jpegls_parameters *parameters);

/// Bits of the longest code (LIMIT) for samples up to MAXVAL.
uint32_t cdicom_jpegls_limit(uint32_t maximum);

#endif
