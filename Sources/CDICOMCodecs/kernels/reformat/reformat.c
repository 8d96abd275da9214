#include "reformat_linear.h"

#include <math.h>

static cdicom_linear_fn *const by_level[CDICOM_LEVEL_COUNT] = {
    [CDICOM_SCALAR] = cdicom_linear_scalar,
#if CDICOM_X86_64
    [CDICOM_AVX2] = cdicom_linear_avx2,
#endif
};

typedef struct interval {
    int64_t first, last;
} interval;

static int64_t divided_up(int64_t a, int64_t b) { return a / b + (a % b > 0); }

/// The samples of `within` whose place along an axis is from `low` to before `high`.
static interval narrowed(interval within, int64_t start, int64_t step, int64_t low, int64_t high) {
    if (step == 0) return start >= low && start < high ? within : (interval){0, 0};
    // start + i * step >= low and < high; for a step down both change sides, and >= becomes >.
    const int64_t from = step > 0 ? divided_up(low - start, step) : divided_up(start - high + 1, -step);
    const int64_t to = step > 0 ? divided_up(high - start, step) : divided_up(start - low + 1, -step);
    const interval result = {from > within.first ? from : within.first, to < within.last ? to : within.last};
    return result.first < result.last ? result : (interval){0, 0};
}

static void clamp(const cdicom_volume *volume, int64_t place[3]) {
    for (int axis = 0; axis < 3; ++axis) {
        const int64_t last = (int64_t)(volume->size[axis] - 1) << 32;
        place[axis] = place[axis] < 0 ? 0 : place[axis] > last ? last : place[axis];
    }
}

static float nearest_at(const cdicom_volume *volume, int64_t place[3]) {
    uint64_t index = 0;
    for (int axis = 0; axis < 3; ++axis) {
        const int64_t whole = (place[axis] + INT64_C(0x80000000)) >> 32, last = volume->size[axis] - 1;
        index += (uint64_t)(whole < 0 ? 0 : whole > last ? last : whole) * volume->stride[axis];
    }
    return cdicom_number_at(volume, index);
}

#pragma STDC FP_CONTRACT OFF

static float cubic(const float v[4], float f) {
    const float a = v[1], b = 0.5f * (v[2] - v[0]), c = v[0] - 2.5f * v[1] + 2.0f * v[2] - 0.5f * v[3];
    const float d = 0.5f * (v[3] - v[0]) + 1.5f * (v[1] - v[2]);
    return ((d * f + c) * f + b) * f + a;
}

static float cubic_at(const cdicom_volume *volume, int64_t place[3]) {
    uint64_t offsets[3][4];
    float fraction[3];
    clamp(volume, place);
    for (int axis = 0; axis < 3; ++axis) {
        const int64_t whole = place[axis] >> 32, last = volume->size[axis] - 1;
        for (int tap = 0; tap < 4; ++tap) {
            const int64_t at = whole + tap - 1;
            offsets[axis][tap] = (uint64_t)(at < 0 ? 0 : at > last ? last : at) * volume->stride[axis];
        }
        fraction[axis] = (float)((uint32_t)place[axis] >> 8) * 0x1p-24f;
    }
    // Through a single slice there is nothing to interpolate.
    const int slices = volume->size[2] == 1 ? 1 : 4;
    float along_slices[4];
    for (int z = 0; z < slices; ++z) {
        float along_rows[4];
        for (int y = 0; y < 4; ++y) {
            float along_columns[4];
            for (int x = 0; x < 4; ++x) along_columns[x] = cdicom_number_at(volume, offsets[0][x] + offsets[1][y] + offsets[2][z]);
            along_rows[y] = cubic(along_columns, fraction[0]);
        }
        along_slices[z] = cubic(along_rows, fraction[1]);
    }
    return slices == 1 ? along_slices[0] : cubic(along_slices, fraction[2]);
}

static void sample_edges(const cdicom_line *line, cdicom_interpolation interpolation, int64_t first, int64_t last, float *target) {
    for (int64_t i = first; i < last; ++i) {
        int64_t place[3];
        for (int axis = 0; axis < 3; ++axis) place[axis] = line->start[axis] + i * line->step[axis];
        switch (interpolation) {
        case CDICOM_NEAREST: target[i] = nearest_at(line->volume, place); break;
        case CDICOM_LINEAR:
            clamp(line->volume, place);
            target[i] = cdicom_linear_at(line->volume, place);
            break;
        default: target[i] = cubic_at(line->volume, place); break;
        }
    }
}

/// All samples of a line; those outside of the volume are not a number.
static void sample_line(const cdicom_line *line, cdicom_interpolation interpolation, cdicom_linear_fn *linear, int64_t count,
                        float *target) {
    interval reached = {0, count}, inner;
    for (int axis = 0; axis < 3; ++axis) {
        const int64_t half = INT64_C(0x80000000), size = (int64_t)line->volume->size[axis] << 32;
        reached = narrowed(reached, line->start[axis], line->step[axis], -half, size - half);
    }
    for (int64_t i = 0; i < reached.first; ++i) target[i] = NAN;
    for (int64_t i = reached.last; i < count; ++i) target[i] = NAN;
    inner = interpolation == CDICOM_LINEAR ? reached : (interval){reached.first, reached.first};
    for (int axis = 0; axis < 3; ++axis) {
        inner = narrowed(inner, line->start[axis], line->step[axis], 0, (int64_t)(line->volume->size[axis] - 1) << 32);
    }
    if (inner.first >= inner.last) inner = (interval){reached.first, reached.first};
    sample_edges(line, interpolation, reached.first, inner.first, target);
    if (inner.first < inner.last) linear(line, inner.first, inner.last, target);
    sample_edges(line, interpolation, inner.last, reached.last, target);
}

static void project(cdicom_projection projection, const float *restrict samples, float *restrict sums, float *restrict counts,
                    size_t count) {
    // A comparison with what is no number is false, so that it never takes the place of one.
    switch (projection) {
    case CDICOM_MEAN:
        for (size_t i = 0; i < count; ++i) {
            const bool counts_too = samples[i] == samples[i];
            sums[i] += counts_too ? samples[i] : 0.0f;
            counts[i] += counts_too ? 1.0f : 0.0f;
        }
        break;
    case CDICOM_MAXIMUM:
        for (size_t i = 0; i < count; ++i) sums[i] = samples[i] > sums[i] || sums[i] != sums[i] ? samples[i] : sums[i];
        break;
    default:
        for (size_t i = 0; i < count; ++i) sums[i] = samples[i] < sums[i] || sums[i] != sums[i] ? samples[i] : sums[i];
        break;
    }
}

static void store_row(cdicom_number number, const float *samples, float outside, uint8_t *target, size_t step, size_t count) {
    const size_t bytes = number == CDICOM_U8 ? 1 : number == CDICOM_F32 ? 4 : 2;
    const float least = number == CDICOM_I16 ? -32768.0f : 0.0f;
    const float most = number == CDICOM_U8 ? 255.0f : number == CDICOM_I16 ? 32767.0f : 65535.0f;
    for (size_t i = 0; i < count; ++i) {
        uint8_t *to = target + i * step * bytes;
        float value = samples[i] == samples[i] ? samples[i] : outside;
        if (number == CDICOM_F32) {
            memcpy(to, &value, sizeof value);
            continue;
        }
        value = value > least ? value : least;
        value = value < most ? value : most;
        // Counted from the least, numbers are not below 0, and cutting off their fraction is rounding down.
        const int32_t whole = (int32_t)(value - least + 0.5f) + (int32_t)least;
        if (number == CDICOM_U8) {
            *to = (uint8_t)whole;
        } else {
            cdicom_store_uint16_t(to, (uint16_t)whole);
        }
    }
}

static bool is_sound(cdicom_volume volume) {
    if ((unsigned)volume.number > CDICOM_F32) return false;
    uint64_t last = 0, reach;
    for (int axis = 0; axis < 3; ++axis) {
        if (volume.size[axis] < 1 || volume.size[axis] > 65535) return false;
        if (__builtin_mul_overflow((uint64_t)(volume.size[axis] - 1), volume.stride[axis], &reach)) return false;
        if (__builtin_add_overflow(last, reach, &last)) return false;
    }
    const uint64_t bytes = volume.number == CDICOM_U8 ? 1 : volume.number == CDICOM_F32 ? 4 : 2;
    return last < volume.bytes / bytes;
}

static bool is_bounded(cdicom_plane plane) {
    if (plane.columns - 1 >= 65535 || plane.rows - 1 >= 65535 || plane.depth - 1 >= 65535) return false;
    const int64_t farthest = INT64_C(1) << 60, longest = INT64_C(1) << 44;
    for (int axis = 0; axis < 3; ++axis) {
        if (plane.start[axis] < -farthest || plane.start[axis] > farthest) return false;
        const int64_t steps[3] = {plane.column_step[axis], plane.row_step[axis], plane.depth_step[axis]};
        for (int i = 0; i < 3; ++i) if (steps[i] < -longest || steps[i] > longest) return false;
    }
    return true;
}

cdicom_status cdicom_reformat(cdicom_level level, cdicom_volume volume, cdicom_plane plane, cdicom_interpolation interpolation,
                              cdicom_projection projection, float outside, uint8_t *target, size_t target_bytes, size_t target_step,
                              float *scratch, size_t scratch_count) {
    if (!cdicom_level_is_available(level) || (unsigned)interpolation > CDICOM_CUBIC || (unsigned)projection > CDICOM_MINIMUM) {
        return CDICOM_BAD_ARGUMENT;
    }
    if (!is_sound(volume) || !is_bounded(plane) || target_step < 1 || target_step > UINT16_MAX) return CDICOM_BAD_ARGUMENT;
    const size_t bytes = volume.number == CDICOM_U8 ? 1 : volume.number == CDICOM_F32 ? 4 : 2, columns = plane.columns;
    if (((columns * plane.rows - 1) * target_step + 1) * bytes > target_bytes) return CDICOM_TARGET_TOO_SMALL;
    if (scratch_count < 3 * columns) return CDICOM_TARGET_TOO_SMALL;
    cdicom_linear_fn *const linear = CDICOM_PICK(by_level, level);
    float *const samples = scratch, *const sums = scratch + columns, *const counts = scratch + 2 * columns;
    for (uint32_t row = 0; row < plane.rows; ++row) {
        for (uint32_t deep = 0; deep < plane.depth; ++deep) {
            cdicom_line line = {.volume = &volume};
            for (int axis = 0; axis < 3; ++axis) {
                line.start[axis] = plane.start[axis] + row * plane.row_step[axis] + deep * plane.depth_step[axis];
                line.step[axis] = plane.column_step[axis];
            }
            sample_line(&line, interpolation, linear, plane.columns, samples);
            if (plane.depth == 1) continue;
            if (deep == 0) {
                for (size_t i = 0; i < columns; ++i) {
                    sums[i] = projection == CDICOM_MEAN ? 0.0f : NAN;
                    counts[i] = 0.0f;
                }
            }
            project(projection, samples, sums, counts, columns);
        }
        if (plane.depth > 1 && projection == CDICOM_MEAN) {
            // Nothing over nothing is not a number.
            for (size_t i = 0; i < columns; ++i) sums[i] /= counts[i];
        }
        uint8_t *to = target + (size_t)row * columns * target_step * bytes;
        store_row(volume.number, plane.depth == 1 ? samples : sums, outside, to, target_step, columns);
    }
    return CDICOM_OK;
}
