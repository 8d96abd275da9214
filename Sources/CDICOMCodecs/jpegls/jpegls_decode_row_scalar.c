#define JPEGLS_TARGET
#include "jpegls_decode_row_body.h"

const jpegls_row_decoders cdicom_jpegls_row_decoders_scalar = JPEGLS_ROW_DECODERS;
