#include "../kernels/dispatch.h"

#if CDICOM_X86_64
// No vectors here: shifts by a register and the count of leading zeros take one instruction each on every machine that has AVX2.
#define JPEGLS_TARGET __attribute__((target("avx2,bmi,bmi2,lzcnt")))
#include "jpegls_encode_row_body.h"

const jpegls_row_encoders cdicom_jpegls_row_encoders_avx2 = JPEGLS_ROW_ENCODERS;
#endif
