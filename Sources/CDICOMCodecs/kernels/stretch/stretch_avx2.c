#include "../dispatch.h"

#if CDICOM_X86_64
#define CDICOM_NAME cdicom_stretch_avx2
#define CDICOM_TARGET CDICOM_TARGET_AVX2
#include "stretch_body.h"
#endif
