#ifndef CDICOM_JPEG_DCT_CONSTANTS_H
#define CDICOM_JPEG_DCT_CONSTANTS_H

/// Rotations of the transform of Loeffler, Ligtenberg and Moschytz, times 2^13, rounded. A product of two of them is never taken, so 13
/// bits
/// leave 32-bit arithmetic enough room for 12-bit samples.
enum {
    CDICOM_DCT_BITS = 13,
    CDICOM_DCT_0_298 = 2446,
    CDICOM_DCT_0_390 = 3196,
    CDICOM_DCT_0_541 = 4433,
    CDICOM_DCT_0_765 = 6270,
    CDICOM_DCT_0_899 = 7373,
    CDICOM_DCT_1_175 = 9633,
    CDICOM_DCT_1_501 = 12299,
    CDICOM_DCT_1_847 = 15137,
    CDICOM_DCT_1_961 = 16069,
    CDICOM_DCT_2_053 = 16819,
    CDICOM_DCT_2_562 = 20995,
    CDICOM_DCT_3_072 = 25172
};

#endif
