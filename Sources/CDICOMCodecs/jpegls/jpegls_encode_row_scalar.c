#define JPEGLS_TARGET
#include "jpegls_encode_row_body.h"

const jpegls_row_encoders cdicom_jpegls_row_encoders_scalar = JPEGLS_ROW_ENCODERS;
