#include "jpeg_lossless_rows.h"

#if CDICOM_X86_64
// No vectors here: shifts that leave the flags alone, and loads that swap bytes, which every processor with AVX2 has.
CDICOM_LOSSLESS_FUNCTIONS(avx2, __attribute__((target("avx2,bmi,bmi2"))))
#endif
