#include "../kernels/dispatch.h"

#if CDICOM_X86_64
// No vectors here: shifts by a register and the count of leading zeros take one instruction each on every machine that has AVX2.
#define JPEGLS_TARGET __attribute__((target("avx2,bmi,bmi2,lzcnt")))
#include "jpegls_decode_row_body.h"

const jpegls_row_decoders cdicom_jpegls_row_decoders_avx2 = JPEGLS_ROW_DECODERS;
#endif
