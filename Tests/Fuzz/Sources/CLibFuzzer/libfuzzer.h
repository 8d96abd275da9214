#include <stddef.h>
#include <stdint.h>

/// libFuzzer's own entry: SwiftPM renames `main`, so the fuzzer's cannot be used.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
