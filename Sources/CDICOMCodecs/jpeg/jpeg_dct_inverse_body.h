#ifndef CDICOM_JPEG_DCT_INVERSE_BODY_H
#define CDICOM_JPEG_DCT_INVERSE_BODY_H

#include "../kernels/dispatch.h"
#include "jpeg_dct_constants.h"

/// One pass over eight values `in(0)` … `in(7)` of the unsigned type `type` (a number, or a vector of them), `out(i, sum)` taking the
/// results with CDICOM_DCT_BITS more fraction bits. Unsigned, so that what a hostile stream makes overflow is defined; the caller shifts
/// as signed. `round` is added to every result.
#define CDICOM_JPEG_INVERSE_PASS(type, in, out, round)                                                                                  \
    do {                                                                                                                                \
        const type even_ = (in(2) + in(6)) * CDICOM_DCT_0_541;                                                                          \
        const type e2_ = even_ - in(6) * CDICOM_DCT_1_847, e3_ = even_ + in(2) * CDICOM_DCT_0_765;                                      \
        const type e0_ = ((in(0) + in(4)) << CDICOM_DCT_BITS) + (round), e1_ = ((in(0) - in(4)) << CDICOM_DCT_BITS) + (round);          \
        const type a0_ = e0_ + e3_, a3_ = e0_ - e3_, a1_ = e1_ + e2_, a2_ = e1_ - e2_;                                                  \
        const type s_ = (in(7) + in(3) + in(5) + in(1)) * CDICOM_DCT_1_175;                                                             \
        const type z1_ = (in(7) + in(1)) * CDICOM_DCT_0_899, z2_ = (in(5) + in(3)) * CDICOM_DCT_2_562;                                  \
        const type z3_ = s_ - (in(7) + in(3)) * CDICOM_DCT_1_961, z4_ = s_ - (in(5) + in(1)) * CDICOM_DCT_0_390;                        \
        const type b0_ = in(7) * CDICOM_DCT_0_298 - z1_ + z3_, b1_ = in(5) * CDICOM_DCT_2_053 - z2_ + z4_;                              \
        const type b2_ = in(3) * CDICOM_DCT_3_072 - z2_ + z3_, b3_ = in(1) * CDICOM_DCT_1_501 - z1_ + z4_;                              \
        out(0, a0_ + b3_);                                                                                                              \
        out(1, a1_ + b2_);                                                                                                              \
        out(2, a2_ + b1_);                                                                                                              \
        out(3, a3_ + b0_);                                                                                                              \
        out(4, a3_ - b0_);                                                                                                              \
        out(5, a2_ - b1_);                                                                                                              \
        out(6, a1_ - b2_);                                                                                                              \
        out(7, a0_ - b3_);                                                                                                              \
    } while (0)

#endif
