#include "rle_planes.h"

static cdicom_rle_interleave_fn *const interleave_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_rle_interleave_scalar,
#if CDICOM_X86_64
    [CDICOM_SSE41] = cdicom_rle_interleave_sse41,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_rle_interleave_neon,
#endif
};

static cdicom_rle_extract_fn *const extract_by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_rle_extract_scalar,
#if CDICOM_X86_64
    [CDICOM_SSE41] = cdicom_rle_extract_sse41,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_rle_extract_neon,
#endif
};

cdicom_rle_interleave_fn *cdicom_rle_interleave(cdicom_level level) { return CDICOM_PICK(interleave_by_level, level); }

cdicom_rle_extract_fn *cdicom_rle_extract(cdicom_level level) { return CDICOM_PICK(extract_by_level, level); }
