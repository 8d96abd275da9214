#include "reformat_linear.h"

void cdicom_linear_scalar(const cdicom_line *line, int64_t first, int64_t last, float *target) {
    for (int64_t i = first; i < last; ++i) {
        int64_t place[3];
        for (int axis = 0; axis < 3; ++axis) place[axis] = line->start[axis] + i * line->step[axis];
        target[i] = cdicom_linear_at(line->volume, place);
    }
}
