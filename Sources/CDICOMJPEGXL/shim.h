// Looked into only with the trait JPEGXL: without it the library need not be there.
#include <jxl/decode.h>
#include <jxl/encode.h>
