#include "jpeg_lossless_differences.h"
#include "../kernels/cells.h"
#include "jpeg_lossless_rows.h"

void cdicom_lossless_get_row(cdicom_sample_layout layout, const cdicom_strides *strides, const uint8_t *samples, uint32_t row,
                             uint32_t first, uint32_t count, uint32_t precision, uint32_t point_transform, uint16_t *restrict to) {
    const uint32_t mask = (1u << precision) - 1;
    const uint8_t *restrict from = samples + row * strides->row + first * strides->component;
    const bool is_run = strides->sample == (size_t)count * layout.bytes_per_sample;
    const size_t columns = is_run ? (size_t)layout.columns * count : layout.columns, step = is_run ? 1 : count;
    for (uint32_t i = 0; i < (is_run ? 1 : count); i++, from += strides->component) {
        if (layout.bytes_per_sample == 1 && is_run) {
            for (size_t x = 0; x < columns; x++) to[x] = (uint16_t)((from[x] & mask) >> point_transform);
        } else if (layout.bytes_per_sample == 1) {
            for (size_t x = 0; x < columns; x++) to[x * step + i] = (uint16_t)((from[x * strides->sample] & mask) >> point_transform);
        } else if (is_run) {
            for (size_t x = 0; x < columns; x++) to[x] = (uint16_t)((cdicom_load_uint16_t(from + 2 * x) & mask) >> point_transform);
        } else {
            for (size_t x = 0; x < columns; x++)
                to[x * step + i] = (uint16_t)((cdicom_load_uint16_t(from + x * strides->sample) & mask) >> point_transform);
        }
    }
}

CDICOM_BODY void differences_body(uint32_t selection, size_t components, const uint16_t *restrict above, const uint16_t *restrict row,
                                  size_t count, uint16_t *restrict to) {
    for (size_t i = components; i < count; i++)
        to[i] = (uint16_t)(row[i] - cdicom_lossless_predict(selection, row[i - components], above[i], above[i - components]));
}

CDICOM_BODY void differences_by_selection(uint32_t selection, size_t components, const uint16_t *above, const uint16_t *row, size_t count,
                                          uint16_t *to) {
    switch (selection) {
    case 1: differences_body(1, components, above, row, count, to); break;
    case 2: differences_body(2, components, above, row, count, to); break;
    case 3: differences_body(3, components, above, row, count, to); break;
    case 4: differences_body(4, components, above, row, count, to); break;
    case 5: differences_body(5, components, above, row, count, to); break;
    case 6: differences_body(6, components, above, row, count, to); break;
    default: differences_body(7, components, above, row, count, to); break;
    }
}

typedef void differences_fn(uint32_t selection, size_t components, const uint16_t *above, const uint16_t *row, size_t count, uint16_t *to);

static void differences_scalar(uint32_t selection, size_t components, const uint16_t *above, const uint16_t *row, size_t count,
                               uint16_t *to) {
    differences_by_selection(selection, components, above, row, count, to);
}

#if CDICOM_X86_64
CDICOM_TARGET_AVX2
static void differences_avx2(uint32_t selection, size_t components, const uint16_t *above, const uint16_t *row, size_t count,
                             uint16_t *to) {
    differences_by_selection(selection, components, above, row, count, to);
}
#endif

static differences_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = differences_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = differences_avx2,
#endif
};

void cdicom_lossless_differences(cdicom_level level, uint32_t selection, uint32_t components, bool is_first, uint16_t initial,
                                 const uint16_t *above, const uint16_t *row, size_t count, uint16_t *differences) {
    for (uint32_t i = 0; i < components; i++) differences[i] = (uint16_t)(row[i] - (is_first ? initial : above[i]));
    CDICOM_PICK(by_level, level)(is_first ? 1 : selection, components, above, row, count, differences);
}
