#include "jpeg_dct_forward.h"
#include "jpeg_dct_forward_body.h"
#include "jpeg_dct_frame.h"

void cdicom_jpeg_divisors_make(cdicom_jpeg_divisors *divisors, const uint16_t steps[64]) {
    for (uint32_t k = 0; k < 64; k++) {
        const uint32_t i = cdicom_dct_natural_order[k], divisor = steps[k] * 8u;
        divisors->divisor[i] = divisor;
        divisors->reciprocal[i] = 1.0f / (float)divisor;
        // The largest coefficient of 8 bits is below 2^14.
        const bool is_large = divisor > 32767;
        uint32_t shift = 31 - (uint32_t)__builtin_clz(divisor);
        if ((divisor & (divisor - 1)) == 0) shift -= 1;
        divisors->half[i] = (uint16_t)(is_large ? 0 : divisor / 2);
        divisors->factor[i] = (uint16_t)(is_large ? 0 : ((1u << (16 + shift)) + divisor - 1) / divisor);
        divisors->scale[i] = (uint16_t)(1u << (16 - (is_large ? 1 : shift)));
    }
}

/// One block. `precision` is a constant where this is inlined.
CDICOM_BODY void forward(const uint8_t *samples, size_t stride, const cdicom_jpeg_divisors *divisors, int16_t *coefficients, uint64_t *mask,
                         uint32_t precision) {
    const int fraction = precision == 8 ? 2 : 1, shift = CDICOM_DCT_BITS - fraction;
    const uint32_t middle = 1u << (precision - 1);
    int32_t between[64];
    for (size_t y = 0; y < 8; y++) {
        uint32_t in[8];
        for (size_t x = 0; x < 8; x++)
            in[x] = (precision == 8 ? samples[y * stride + x] : cdicom_load_uint16_t(samples + y * stride + 2 * x)) - middle;
        int32_t *line = between + 8 * y;
#define IN(x) in[x]
#define PLAIN(u, sum) line[u] = (int32_t)((sum) << fraction)
#define OUT(u, sum) line[u] = (int32_t)((sum) + (1u << (shift - 1))) >> shift
        CDICOM_JPEG_FORWARD_PASS(uint32_t, IN, PLAIN, OUT);
#undef IN
#undef PLAIN
#undef OUT
    }
    *mask = 0;
    for (size_t u = 0; u < 8; u++) {
        int32_t column[8];
#define IN(y) (uint32_t)between[8 * (y) + u]
#define PLAIN(v, sum) column[v] = (int32_t)((sum) + (1u << (fraction - 1))) >> fraction
#define OUT(v, sum) column[v] = (int32_t)((sum) + (1u << (CDICOM_DCT_BITS + fraction - 1))) >> (CDICOM_DCT_BITS + fraction)
        CDICOM_JPEG_FORWARD_PASS(uint32_t, IN, PLAIN, OUT);
#undef IN
#undef PLAIN
#undef OUT
        for (size_t v = 0; v < 8; v++) {
            const uint32_t divisor = divisors->divisor[8 * v + u];
            const uint32_t size = (uint32_t)(column[v] < 0 ? -column[v] : column[v]);
            const int32_t quotient = (int32_t)((size + divisor / 2) / divisor);
            coefficients[8 * v + u] = (int16_t)(column[v] < 0 ? -quotient : quotient);
            if (quotient != 0) *mask |= (uint64_t)1 << (8 * v + u);
        }
    }
}

void cdicom_jpeg_forward8_scalar(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                                 int16_t *coefficients, uint64_t *masks) {
    for (size_t b = 0; b < blocks; b++) forward(samples + 8 * b, stride, divisors, coefficients + 64 * b, masks + b, 8);
}

void cdicom_jpeg_forward12_scalar(const uint8_t *samples, size_t stride, size_t blocks, const cdicom_jpeg_divisors *divisors,
                                  int16_t *coefficients, uint64_t *masks) {
    for (size_t b = 0; b < blocks; b++) forward(samples + 16 * b, stride, divisors, coefficients + 64 * b, masks + b, 12);
}

static cdicom_jpeg_forward_fn *const by_level8[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_jpeg_forward8_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_jpeg_forward8_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_jpeg_forward8_neon,
#endif
};

static cdicom_jpeg_forward_fn *const by_level12[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_jpeg_forward12_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_jpeg_forward12_avx2,
#elif CDICOM_ARM64
    [CDICOM_NEON] = cdicom_jpeg_forward12_neon,
#endif
};

cdicom_jpeg_forward_fn *cdicom_jpeg_forward(cdicom_level level, uint32_t precision) {
    return precision == 8 ? CDICOM_PICK(by_level8, level) : CDICOM_PICK(by_level12, level);
}
