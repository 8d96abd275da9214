#include "cdicom_status.h"
