#include "resample.h"

#include "resample_body.h"

void cdicom_resample_scalar(const cdicom_resampling *work) { cdicom_resample_body(work); }
