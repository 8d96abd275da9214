#ifndef CDICOM_JPEG_DCT_FORWARD_BODY_H
#define CDICOM_JPEG_DCT_FORWARD_BODY_H

#include "jpeg_dct_constants.h"

/// One pass over eight values `in(0)` … `in(7)` of the unsigned type `type` (a number, or a vector of them), for the caller to shift as
/// signed:
/// at 12 bits the terms of a sum may pass 31 bits, though the sums do not. `plain(i, sum)` takes the two results without a
/// rotation, as they are; `out(i, sum)` the others, with CDICOM_DCT_BITS more fraction bits.
#define CDICOM_JPEG_FORWARD_PASS(type, in, plain, out)                                                                          \
    do {                                                                                                                        \
        const type s0_ = in(0) + in(7), d0_ = in(0) - in(7), s1_ = in(1) + in(6), d1_ = in(1) - in(6);                          \
        const type s2_ = in(2) + in(5), d2_ = in(2) - in(5), s3_ = in(3) + in(4), d3_ = in(3) - in(4);                          \
        const type a0_ = s0_ + s3_, a3_ = s0_ - s3_, a1_ = s1_ + s2_, a2_ = s1_ - s2_;                                          \
        const type even_ = (a2_ + a3_) * CDICOM_DCT_0_541;                                                                      \
        const type sum_ = (d0_ + d1_ + d2_ + d3_) * CDICOM_DCT_1_175;                                                           \
        const type z1_ = (d3_ + d0_) * CDICOM_DCT_0_899, z2_ = (d2_ + d1_) * CDICOM_DCT_2_562;                                  \
        const type z3_ = sum_ - (d3_ + d1_) * CDICOM_DCT_1_961, z4_ = sum_ - (d2_ + d0_) * CDICOM_DCT_0_390;                    \
        plain(0, a0_ + a1_);                                                                                                    \
        plain(4, a0_ - a1_);                                                                                                    \
        out(2, even_ + a3_ * CDICOM_DCT_0_765);                                                                                 \
        out(6, even_ - a2_ * CDICOM_DCT_1_847);                                                                                 \
        out(7, d3_ * CDICOM_DCT_0_298 - z1_ + z3_);                                                                             \
        out(5, d2_ * CDICOM_DCT_2_053 - z2_ + z4_);                                                                             \
        out(3, d1_ * CDICOM_DCT_3_072 - z2_ + z3_);                                                                             \
        out(1, d0_ * CDICOM_DCT_1_501 - z1_ + z4_);                                                                             \
    } while (0)

#endif
