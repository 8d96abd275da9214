#ifndef CDICOM_VALUES_H
#define CDICOM_VALUES_H

#include <stdbool.h>

#include "cdicom_samples.h"

/// What the samples of a frame are.
typedef enum cdicom_sample_kind {
    CDICOM_INTEGERS, ///< in cells
    CDICOM_BINARY32, ///< IEEE 754, little endian
    CDICOM_BINARY64,
} cdicom_sample_kind;

/// What values are written as.
typedef enum cdicom_value_kind {
    CDICOM_VALUE_INT16,
    CDICOM_VALUE_INT32,
    CDICOM_VALUE_FLOAT,
    CDICOM_VALUE_DOUBLE,
} cdicom_value_kind;

/// `v * slope + intercept` in double precision, two roundings, and for float one more. A v outside `low` … `high` becomes NaN.
typedef struct cdicom_line {
    double slope, intercept;
    double low, high;
} cdicom_line;

/// Samples through a line to float or double. `cell` plays a part for integers only; its cells may have 1, 2, 4 or 8 bytes. `target` is aligned
/// for its kind and has `count` values.
cdicom_status cdicom_line_values(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, cdicom_line line, const uint8_t *source,
                                 void *target, cdicom_value_kind kind, size_t count);

/// Integers through a line of integers to int16 or int32, modulo their width: the caller knows that nothing overflows. Cells of 1, 2 or 4 bytes.
cdicom_status cdicom_integer_values(cdicom_level level, cdicom_cell cell, int32_t slope, int32_t intercept, const uint8_t *source,
                                    void *target, cdicom_value_kind kind, size_t count);

/// Integers in cells of 1, 2 or 4 bytes through a table whose first entry stands for `first`. Values outside take the nearest entry, or become
/// NaN where `clamps` is false; entries are cut to the target's kind, and NaN is 0 in integers.
cdicom_status cdicom_table_values(cdicom_level level, cdicom_cell cell, int64_t first, const double *table, size_t table_count, bool clamps,
                                  const uint8_t *source, void *target, cdicom_value_kind kind, size_t count);

/// How often each stored value is there, for cells of 1 or 2 bytes: `counts` has one number for each bit pattern of a stored value, index as
/// in `cdicom_look_up`, and is added to. At most 2^32 - 1 samples.
cdicom_status cdicom_histogram(cdicom_level level, cdicom_cell cell, const uint8_t *source, size_t count, uint32_t *counts,
                               size_t counts_count);

/// How many samples lie in each of `counts_count` parts of equal width of the range from `low` to `high`, for cells of 4 bytes and floats. Those
/// outside, those from `excluded_low` to `excluded_high`, and NaN do not count.
cdicom_status cdicom_histogram_range(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, double low, double high,
                                     double excluded_low, double excluded_high, const uint8_t *source, size_t count, uint32_t *counts,
                                     size_t counts_count);

/// Smallest and largest finite value of cells of 4 or 8 bytes or floats, without those from `excluded_low` to `excluded_high`; smallest above
/// largest where none is left.
cdicom_status cdicom_extremes_range(cdicom_level level, cdicom_sample_kind samples, cdicom_cell cell, double excluded_low,
                                    double excluded_high, const uint8_t *source, size_t count, double *smallest, double *largest);

#endif
