#include "../dispatch.h"

#if CDICOM_X86_64
#define CDICOM_LEVEL avx2
#define CDICOM_TARGET CDICOM_TARGET_AVX2
#include "values_body.h"
#endif
