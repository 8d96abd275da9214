#ifndef CDICOM_KERNEL_DIFFERENCE_H
#define CDICOM_KERNEL_DIFFERENCE_H

#include "../cells.h"
#include "../dispatch.h"

/// The largest |a - b| of `count` samples.
typedef uint64_t cdicom_difference_fn(uint32_t sample_bytes, bool is_signed, const uint8_t *first, const uint8_t *second, size_t count);

cdicom_difference_fn cdicom_difference_scalar;
#if CDICOM_X86_64
cdicom_difference_fn cdicom_difference_avx2;
#endif

/// One body for all widths. Two samples of `type` differ by no more than `wide`, unsigned and as wide, holds, and its arithmetic is modulo.
#define CDICOM_DIFFERENCE(name, type, wide)                                                           \
    CDICOM_BODY uint64_t name(const uint8_t *first, const uint8_t *second, size_t count) {            \
        wide largest = 0;                                                                             \
        for (size_t i = 0; i < count; ++i) {                                                          \
            type a, b;                                                                                \
            memcpy(&a, first + i * sizeof a, sizeof a);                                               \
            memcpy(&b, second + i * sizeof b, sizeof b);                                              \
            wide difference = a > b ? (wide)((wide)a - (wide)b) : (wide)((wide)b - (wide)a);          \
            if (difference > largest) largest = difference;                                           \
        }                                                                                             \
        return largest;                                                                               \
    }

CDICOM_DIFFERENCE(cdicom_difference_u8, uint8_t, uint8_t)
CDICOM_DIFFERENCE(cdicom_difference_s8, int8_t, uint8_t)
CDICOM_DIFFERENCE(cdicom_difference_u16, uint16_t, uint16_t)
CDICOM_DIFFERENCE(cdicom_difference_s16, int16_t, uint16_t)
CDICOM_DIFFERENCE(cdicom_difference_u32, uint32_t, uint32_t)
CDICOM_DIFFERENCE(cdicom_difference_s32, int32_t, uint32_t)
CDICOM_DIFFERENCE(cdicom_difference_u64, uint64_t, uint64_t)
CDICOM_DIFFERENCE(cdicom_difference_s64, int64_t, uint64_t)
#undef CDICOM_DIFFERENCE

CDICOM_BODY uint64_t cdicom_difference_body(uint32_t sample_bytes, bool is_signed, const uint8_t *first, const uint8_t *second,
                                            size_t count) {
    switch (sample_bytes) {
    case 1: return is_signed ? cdicom_difference_s8(first, second, count) : cdicom_difference_u8(first, second, count);
    case 2: return is_signed ? cdicom_difference_s16(first, second, count) : cdicom_difference_u16(first, second, count);
    case 4: return is_signed ? cdicom_difference_s32(first, second, count) : cdicom_difference_u32(first, second, count);
    default: return is_signed ? cdicom_difference_s64(first, second, count) : cdicom_difference_u64(first, second, count);
    }
}

#endif
