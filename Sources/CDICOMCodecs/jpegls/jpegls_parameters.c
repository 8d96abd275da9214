#include "jpegls_parameters.h"

/// ceil(log2(count)) for count >= 1
static uint32_t bits_for(uint32_t count) { return count <= 1 ? 0 : 32 - (uint32_t)__builtin_clz(count - 1); }

static uint32_t largest(uint32_t a, uint32_t b) { return a > b ? a : b; }

uint32_t cdicom_jpegls_limit(uint32_t maximum) {
    const uint32_t bits = largest(2, bits_for(maximum + 1));
    return 2 * (bits + largest(8, bits));
}

/// CLAMP of figure C.3: a threshold that is not in its range is the lowest that may be.
static uint32_t clamped(uint32_t value, uint32_t lowest, uint32_t maximum) { return value > maximum || value < lowest ? lowest : value; }

static void default_thresholds(uint32_t maximum, uint32_t near, bool is_unbounded, uint32_t thresholds[3]) {
    static const uint32_t basic[3] = {3, 7, 21};  // BASIC_T1 to BASIC_T3, for samples of 8 bits
    uint32_t lowest = near + 1;
    for (uint32_t i = 0; i < 3; i++) {
        const uint32_t least = i + 2, wider = (3 + 2 * i) * near;
        uint32_t value;
        if (maximum >= 128) {
            const uint32_t factor = ((maximum < 4095 || is_unbounded ? maximum : 4095) + 128) >> 8;
            value = factor * (basic[i] - least) + least + wider;
        } else {
            value = largest(least, basic[i] / (256 / (maximum + 1)) + wider);
        }
        thresholds[i] = lowest = clamped(value, lowest, maximum);
    }
}

bool cdicom_jpegls_parameters(cdicom_jpegls_preset coded, uint32_t precision, uint32_t near, bool is_unbounded,
                              jpegls_parameters *parameters) {
    const uint32_t highest = (1u << precision) - 1;
    cdicom_jpegls_preset preset = coded;
    if (preset.maximum == 0) preset.maximum = highest;
    if (preset.maximum > highest || near > 255 || near > preset.maximum / 2) return false;
    uint32_t defaults[3], lowest = near + 1;
    default_thresholds(preset.maximum, near, is_unbounded, defaults);
    for (uint32_t i = 0; i < 3; i++) {
        if (preset.thresholds[i] == 0) preset.thresholds[i] = defaults[i];
        if (preset.thresholds[i] < lowest || preset.thresholds[i] > preset.maximum) return false;
        lowest = preset.thresholds[i];
    }
    if (preset.reset == 0) preset.reset = 64;
    if (preset.reset < 3 || preset.reset > largest(255, preset.maximum)) return false;
    const uint32_t range = (preset.maximum + 2 * near) / (2 * near + 1) + 1;
    *parameters = (jpegls_parameters){
        .preset = preset,
        .near = near,
        .range = range,
        .error_bits = bits_for(range),
        .limit = cdicom_jpegls_limit(preset.maximum),
        .first_sum = largest(2, (range + 32) / 64),
    };
    return true;
}
