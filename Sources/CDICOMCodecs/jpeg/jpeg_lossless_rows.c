#include "jpeg_lossless_rows.h"

#define FUNCTIONS(n)                                                                                                    \
    static uint32_t singles##n(cdicom_bits *bits, const cdicom_lossless_stretch *stretch) {                            \
        return stretch->components == 1 ? cdicom_lossless_singles(bits, stretch, n, 1)                                 \
                                        : cdicom_lossless_singles(bits, stretch, n, stretch->components);              \
    }                                                                                                                   \
    static uint32_t triples##n(cdicom_bits *bits, const cdicom_lossless_stretch *stretch) {                            \
        return cdicom_lossless_singles(bits, stretch, n, 3);                                                           \
    }                                                                                                                   \
    static uint32_t pairs##n(cdicom_bits *bits, const cdicom_lossless_stretch *stretch) {                              \
        return cdicom_lossless_pairs(bits, stretch, n, 1);                                                             \
    }                                                                                                                   \
    static uint32_t component_pairs##n(cdicom_bits *bits, const cdicom_lossless_stretch *stretch) {                    \
        return cdicom_lossless_pairs(bits, stretch, n, stretch->components);                                           \
    }                                                                                                                   \
    static uint32_t twin_singles##n(cdicom_bits bits[2], const cdicom_lossless_stretch stretches[2]) {                 \
        return cdicom_lossless_twin_singles(bits, stretches, n);                                                       \
    }                                                                                                                   \
    static uint32_t twin_pairs##n(cdicom_bits bits[2], const cdicom_lossless_stretch stretches[2]) {                   \
        return cdicom_lossless_twin_pairs(bits, stretches, n, 1);                                                      \
    }                                                                                                                   \
    static uint32_t twin_component_pairs##n(cdicom_bits bits[2], const cdicom_lossless_stretch stretches[2]) {         \
        return cdicom_lossless_twin_pairs(bits, stretches, n, stretches[0].components);                                \
    }
FUNCTIONS(1)
FUNCTIONS(2)
FUNCTIONS(3)
FUNCTIONS(4)
FUNCTIONS(5)
FUNCTIONS(6)
FUNCTIONS(7)

#define BY_SELECTION(kind) {NULL, kind##1, kind##2, kind##3, kind##4, kind##5, kind##6, kind##7}

const cdicom_lossless_functions cdicom_lossless_rows = {
    .singles = BY_SELECTION(singles),           .triples = BY_SELECTION(triples),
    .pairs = BY_SELECTION(pairs),               .component_pairs = BY_SELECTION(component_pairs),
    .twin_singles = BY_SELECTION(twin_singles), .twin_pairs = BY_SELECTION(twin_pairs),
    .twin_component_pairs = BY_SELECTION(twin_component_pairs),
};
