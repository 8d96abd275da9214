#define CDICOM_NAME cdicom_stretch_scalar
#define CDICOM_TARGET
#include "stretch_body.h"
