#include "jpeg_lossless_rows.h"

CDICOM_LOSSLESS_FUNCTIONS(scalar, )
