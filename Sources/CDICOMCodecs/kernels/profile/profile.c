#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_color.h"

#pragma STDC FP_CONTRACT OFF

// Six reads of tables a pixel leave vectors nothing to gain, so one version serves all levels.

CDICOM_BODY float encoded(const float *encoding, float linear) {
    if (!(linear > 0.0f)) return encoding[0];
    if (linear >= 1.0f) return encoding[4096];
    // Encodings rise steeply from black: the first 1/64 is told 64 times as finely.
    const bool is_dark = linear < 1.0f / 64;
    const float place = linear * (is_dark ? 4096.0f * 64 : 4096.0f);
    const unsigned below = (unsigned)place;
    const float *entries = encoding + (is_dark ? 4097 : 0) + below;
    return entries[0] + (entries[1] - entries[0]) * (place - (float)below);
}

CDICOM_BODY void apply(const cdicom_profile *profile, const uint8_t *source, uint8_t *target, size_t pixels, unsigned bytes) {
    const float *m = profile->matrix, top = (float)profile->top;
    const size_t count = (size_t)profile->top + 1;
    for (size_t i = 0; i < pixels; ++i) {
        float linear[3];
        for (unsigned k = 0; k < 3; ++k) {
            uint32_t value = bytes == 1 ? source[3 * i + k] : cdicom_load_uint16_t(source + 2 * (3 * i + k));
            linear[k] = profile->curves[count * k + (value > profile->top ? profile->top : value)];
        }
        for (unsigned k = 0; k < 3; ++k) {
            float sum = m[3 * k] * linear[0] + m[3 * k + 1] * linear[1] + m[3 * k + 2] * linear[2];
            uint32_t value = (uint32_t)(encoded(profile->encoding, sum) * top + 0.5f);
            if (bytes == 1) {
                target[3 * i + k] = (uint8_t)value;
            } else {
                cdicom_store_uint16_t(target + 2 * (3 * i + k), (uint16_t)value);
            }
        }
    }
}

cdicom_status cdicom_apply_profile(cdicom_level level, const cdicom_profile *profile, const uint8_t *source, uint8_t *target, size_t pixels) {
    if (!cdicom_level_is_available(level) || profile->top == 0 || profile->top > (profile->sample_bytes == 1 ? 255 : 65535)) {
        return CDICOM_BAD_ARGUMENT;
    }
    switch (profile->sample_bytes) {
    case 1: apply(profile, source, target, pixels, 1); return CDICOM_OK;
    case 2: apply(profile, source, target, pixels, 2); return CDICOM_OK;
    default: return CDICOM_BAD_ARGUMENT;
    }
}
