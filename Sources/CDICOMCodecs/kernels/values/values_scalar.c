#define CDICOM_LEVEL scalar
#define CDICOM_TARGET
#include "values_body.h"
