#include "../cells.h"
#include "../dispatch.h"
#include "cdicom_resample.h"

// A square of pixels at a time: a turn by a quarter reads down the columns of the source, whose cache lines must still be there for the
// next row of the target.
enum { SQUARE = 32 };

#define COPY_SQUARE(bytes)                                                                                          \
    for (size_t r = row; r < last_row; ++r) {                                                                       \
        const int64_t first = walk.first + (int64_t)r * walk.row_step;                                              \
        uint8_t *to = target + r * columns * (size_t)(bytes);                                                       \
        for (size_t c = column; c < last_column; ++c) {                                                             \
            const int64_t pixel = first + (int64_t)c * walk.column_step;                                            \
            memcpy(to + c * (size_t)(bytes), source + pixel * (bytes), (size_t)(bytes));                            \
        }                                                                                                           \
    }                                                                                                               \
    break;

static void copy_square(int64_t bytes, cdicom_walk walk, size_t columns, size_t column, size_t last_column, size_t row, size_t last_row,
                        const uint8_t *source, uint8_t *target) {
    switch (bytes) {
    case 1: COPY_SQUARE(1)
    case 2: COPY_SQUARE(2)
    case 3: COPY_SQUARE(3)
    case 4: COPY_SQUARE(4)
    case 6: COPY_SQUARE(6)
    default: COPY_SQUARE(bytes)
    }
}

// Whether all pixels of the walk are among `pixels`: the corners are its extremes.
static bool stays_inside(cdicom_walk walk, size_t columns, size_t rows, size_t pixels) {
    int64_t across, down, corner;
    if (columns > INT32_MAX || rows > INT32_MAX || pixels > INT64_MAX) return false;
    if (__builtin_mul_overflow(walk.column_step, (int64_t)columns - 1, &across)) return false;
    if (__builtin_mul_overflow(walk.row_step, (int64_t)rows - 1, &down)) return false;
    const int64_t ways[4][2] = {{0, 0}, {across, 0}, {0, down}, {across, down}};
    for (int i = 0; i < 4; ++i) {
        if (__builtin_add_overflow(walk.first, ways[i][0], &corner) || __builtin_add_overflow(corner, ways[i][1], &corner)) return false;
        if (corner < 0 || corner >= (int64_t)pixels) return false;
    }
    return true;
}

cdicom_status cdicom_walk_pixels(uint32_t pixel_bytes, cdicom_walk walk, size_t columns, size_t rows, const uint8_t *source,
                               size_t source_bytes, uint8_t *target, size_t target_bytes) {
    size_t row_bytes, bytes;
    if (pixel_bytes == 0 || pixel_bytes > 64 || columns == 0 || rows == 0) return CDICOM_BAD_ARGUMENT;
    if (!stays_inside(walk, columns, rows, source_bytes / pixel_bytes)) return CDICOM_BAD_ARGUMENT;
    if (__builtin_mul_overflow(columns, (size_t)pixel_bytes, &row_bytes) || __builtin_mul_overflow(row_bytes, rows, &bytes)) {
        return CDICOM_TARGET_TOO_SMALL;
    }
    if (bytes > target_bytes) return CDICOM_TARGET_TOO_SMALL;
    if (walk.column_step == 1) {
        for (size_t row = 0; row < rows; ++row) {
            memcpy(target + row * row_bytes, source + (walk.first + (int64_t)row * walk.row_step) * (int64_t)pixel_bytes, row_bytes);
        }
        return CDICOM_OK;
    }
    for (size_t row = 0; row < rows; row += SQUARE) {
        const size_t last_row = rows - row < SQUARE ? rows : row + SQUARE;
        for (size_t column = 0; column < columns; column += SQUARE) {
            const size_t last_column = columns - column < SQUARE ? columns : column + SQUARE;
            copy_square(pixel_bytes, walk, columns, column, last_column, row, last_row, source, target);
        }
    }
    return CDICOM_OK;
}

static bool holds(size_t bytes, size_t stride, size_t row_bytes, size_t rows) {
    size_t last, end;
    return !__builtin_mul_overflow(stride, rows - 1, &last) && !__builtin_add_overflow(last, row_bytes, &end) && end <= bytes;
}

cdicom_status cdicom_copy_rows(const uint8_t *source, size_t source_bytes, size_t source_stride, uint8_t *target, size_t target_bytes,
                               size_t target_stride, size_t row_bytes, size_t rows) {
    if (rows == 0 || row_bytes == 0) return CDICOM_OK;
    if (!holds(source_bytes, source_stride, row_bytes, rows) || !holds(target_bytes, target_stride, row_bytes, rows)) {
        return CDICOM_TARGET_TOO_SMALL;
    }
    for (size_t row = 0; row < rows; ++row) memcpy(target + row * target_stride, source + row * source_stride, row_bytes);
    return CDICOM_OK;
}
