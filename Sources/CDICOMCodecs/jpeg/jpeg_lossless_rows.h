#ifndef CDICOM_JPEG_LOSSLESS_ROWS_H
#define CDICOM_JPEG_LOSSLESS_ROWS_H

#include "../kernels/dispatch.h"
#include "jpeg_lossless_tables.h"

/// A stretch of a row. Samples are interleaved by pixel, `components` apart; those left of the stretch stand in front of `out`, and those
/// above them in front of `above`.
typedef struct cdicom_lossless_stretch {
    const cdicom_lossless_table *const *tables; ///< one for each component
    const uint16_t *above;
    uint16_t *out;
    size_t count; ///< samples, a multiple of the components
    uint32_t components;
} cdicom_lossless_stretch;

/// Decodes one stretch; returns CDICOM_LOSSLESS_BAD among other bits when it met bits that are no code. The feed has provided for it.
typedef uint32_t cdicom_lossless_decode_stretch(cdicom_bits *bits, const cdicom_lossless_stretch *stretch);

/// Two stretches of equal length and composition, from two codestreams. Bit 0 and bit 1 say which of them met bits that are no code.
typedef uint32_t cdicom_lossless_decode_stretches(cdicom_bits bits[2], const cdicom_lossless_stretch stretches[2]);

/// The loops, by selection value. Neither vectors nor the bit instructions of later processors make them faster: what they wait for is the
/// way from one code to the next.
typedef struct cdicom_lossless_functions {
    cdicom_lossless_decode_stretch *singles[8], *triples[8], *pairs[8], *component_pairs[8];
    cdicom_lossless_decode_stretches *twin_singles[8], *twin_pairs[8], *twin_component_pairs[8];
} cdicom_lossless_functions;

extern const cdicom_lossless_functions cdicom_lossless_rows;

/// T.81 table H.1. Sums and halved differences in 32 bits, the result modulo 2^16.
CDICOM_BODY uint32_t cdicom_lossless_predict(uint32_t selection, uint32_t left, uint32_t above, uint32_t diagonal) {
    switch (selection) {
    case 1: return left;
    case 2: return above;
    case 3: return diagonal;
    case 4: return left + above - diagonal;
    case 5: return left + (uint32_t)((int32_t)(above - diagonal) >> 1);
    case 6: return above + (uint32_t)((int32_t)(left - diagonal) >> 1);
    default: return (left + above) >> 1;
    }
}

CDICOM_BODY uint32_t cdicom_lossless_verdict(uint32_t bad0, uint32_t bad1) {
    return (bad0 & CDICOM_LOSSLESS_BAD ? 1u : 0u) | (bad1 & CDICOM_LOSSLESS_BAD ? 2u : 0u);
}

/// Where a loop of pairs stands.
typedef struct cdicom_lossless_place {
    cdicom_bits bits;
    const uint16_t *above;
    uint16_t *out;
    uint32_t left; ///< of one component: the last sample, which thus stays in a register
} cdicom_lossless_place;

/// One or two differences, of samples that follow each other. The second sample is written also when it is not there: the next look-up
/// writes over it.
CDICOM_BODY void cdicom_lossless_pair(cdicom_lossless_place *at, const cdicom_lossless_table *table, uint32_t selection,
                                      ptrdiff_t distance, uint32_t *bad) {
    const uint32_t entry = table->pair[at->bits.window >> (64 - CDICOM_LOSSLESS_PAIR_BITS)];
    const uint16_t *above = at->above;
    uint16_t *out = at->out;
    const uint32_t left = distance == 1 ? at->left : out[-distance];
    const uint32_t prediction = cdicom_lossless_predict(selection, left, above[0], above[-distance]);
    if (CDICOM_RARELY(entry & CDICOM_LOSSLESS_RARE)) {
        at->left = out[0] = (uint16_t)(prediction + cdicom_lossless_rare(&at->bits, table, bad));
        at->out += 1;
        at->above += 1;
        return;
    }
    at->bits.window <<= entry & 63;
    at->bits.have -= entry & 0xFF;
    const uint32_t step = 1 + (entry >> 8 & 1);
    const uint32_t first = (uint16_t)(prediction + (uint32_t)((int32_t)entry >> 20));
    out[0] = (uint16_t)first;
    const uint32_t middle = distance == 1 ? first : out[1 - distance];
    const uint32_t second = (uint16_t)(cdicom_lossless_predict(selection, middle, above[1], above[1 - distance])
                                       + (uint32_t)((int32_t)(entry << 12) >> 21));
    out[1] = (uint16_t)second;
    // With selection value 1 a second sample that is not there repeats the first one.
    at->left = selection == 1 || CDICOM_UNPREDICTABLE(step > 1) ? second : first;
    at->out += step;
    at->above += step;
}

CDICOM_BODY uint32_t cdicom_lossless_sample(cdicom_bits *bits, const cdicom_lossless_table *table, uint32_t selection, ptrdiff_t distance,
                                            const uint16_t *above, uint16_t *out) {
    uint32_t bad = 0;
    const uint32_t difference = cdicom_lossless_single(bits, table, &bad);
    *out = (uint16_t)(cdicom_lossless_predict(selection, out[-distance], above[0], above[-distance]) + difference);
    return bad;
}

/// One difference a look-up; `components` may be a constant.
CDICOM_BODY uint32_t cdicom_lossless_singles(cdicom_bits *state, const cdicom_lossless_stretch *stretch, uint32_t selection,
                                             uint32_t components) {
    const uint16_t *above = stretch->above;
    uint16_t *out = stretch->out, *const end = out + stretch->count;
    cdicom_bits bits = *state;
    uint32_t bad = 0;
    if (components == 1) {
        const cdicom_lossless_table *table = stretch->tables[0];
        uint32_t left = out[-1], diagonal = above[-1];
        while (end - out >= CDICOM_LOSSLESS_CODES) {
            cdicom_bits_refill(&bits);
            CDICOM_UNROLL
            for (int i = 0; i < CDICOM_LOSSLESS_CODES; i++) {
                const uint32_t difference = cdicom_lossless_single(&bits, table, &bad);
                const uint32_t up = above[i];
                left = (uint16_t)(cdicom_lossless_predict(selection, left, up, diagonal) + difference);
                diagonal = up;
                out[i] = (uint16_t)left;
            }
            out += CDICOM_LOSSLESS_CODES;
            above += CDICOM_LOSSLESS_CODES;
        }
        for (; out < end; out++, above++) {
            cdicom_bits_refill(&bits);
            bad |= cdicom_lossless_sample(&bits, table, selection, 1, above, out);
        }
    } else {
        const cdicom_lossless_table *const *tables = stretch->tables;
        for (; out < end; out += components, above += components) {
            cdicom_bits_refill(&bits);
            for (uint32_t i = 0; i < components; i++) {
                if (i == CDICOM_LOSSLESS_CODES) cdicom_bits_refill(&bits);
                bad |= cdicom_lossless_sample(&bits, tables[i], selection, components, above + i, out + i);
            }
        }
    }
    *state = bits;
    return bad;
}

CDICOM_BODY cdicom_lossless_place cdicom_lossless_place_at(const cdicom_bits *bits, const cdicom_lossless_stretch *stretch) {
    return (cdicom_lossless_place){*bits, stretch->above, stretch->out, stretch->out[-1]};
}

/// Up to two differences a look-up; all components have one table.
CDICOM_BODY uint32_t cdicom_lossless_pairs(cdicom_bits *bits, const cdicom_lossless_stretch *stretch, uint32_t selection,
                                           uint32_t components) {
    const cdicom_lossless_table *table = stretch->tables[0];
    uint16_t *const end = stretch->out + stretch->count;
    const ptrdiff_t distance = components;
    cdicom_lossless_place at = cdicom_lossless_place_at(bits, stretch);
    uint32_t bad = 0;
    while (end - at.out >= 2 * CDICOM_LOSSLESS_PAIRS) {
        cdicom_bits_refill(&at.bits);
        CDICOM_UNROLL
        for (int i = 0; i < CDICOM_LOSSLESS_PAIRS; i++) cdicom_lossless_pair(&at, table, selection, distance, &bad);
    }
    for (; at.out < end; at.out++, at.above++) {
        cdicom_bits_refill(&at.bits);
        bad |= cdicom_lossless_sample(&at.bits, table, selection, distance, at.above, at.out);
    }
    *bits = at.bits;
    return bad;
}

/// What is left of a stretch.
CDICOM_BODY cdicom_lossless_stretch cdicom_lossless_rest(const cdicom_lossless_stretch *stretch, const uint16_t *above, uint16_t *out) {
    return (cdicom_lossless_stretch){stretch->tables, above, out, (size_t)(stretch->out + stretch->count - out), stretch->components};
}

/// Two codestreams in step, up to two differences a look-up; what is left when one of them is at the end of its stretch, each alone.
CDICOM_BODY uint32_t cdicom_lossless_twin_pairs(cdicom_bits bits[2], const cdicom_lossless_stretch stretches[2], uint32_t selection,
                                                uint32_t components) {
    const cdicom_lossless_table *table0 = stretches[0].tables[0], *table1 = stretches[1].tables[0];
    uint16_t *const end0 = stretches[0].out + stretches[0].count, *const end1 = stretches[1].out + stretches[1].count;
    cdicom_lossless_place at0 = cdicom_lossless_place_at(&bits[0], &stretches[0]), at1 = cdicom_lossless_place_at(&bits[1], &stretches[1]);
    uint32_t bad0 = 0, bad1 = 0;
    while (end0 - at0.out >= 2 * CDICOM_LOSSLESS_PAIRS && end1 - at1.out >= 2 * CDICOM_LOSSLESS_PAIRS) {
        cdicom_bits_refill(&at0.bits);
        cdicom_bits_refill(&at1.bits);
        CDICOM_UNROLL
        for (int i = 0; i < CDICOM_LOSSLESS_PAIRS; i++) {
            cdicom_lossless_pair(&at0, table0, selection, components, &bad0);
            cdicom_lossless_pair(&at1, table1, selection, components, &bad1);
        }
    }
    bits[0] = at0.bits;
    bits[1] = at1.bits;
    const cdicom_lossless_stretch rest0 = cdicom_lossless_rest(&stretches[0], at0.above, at0.out);
    const cdicom_lossless_stretch rest1 = cdicom_lossless_rest(&stretches[1], at1.above, at1.out);
    bad0 |= cdicom_lossless_pairs(&bits[0], &rest0, selection, components);
    bad1 |= cdicom_lossless_pairs(&bits[1], &rest1, selection, components);
    return cdicom_lossless_verdict(bad0, bad1);
}

/// The same by single differences, of one component.
CDICOM_BODY uint32_t cdicom_lossless_twin_singles(cdicom_bits bits[2], const cdicom_lossless_stretch stretches[2], uint32_t selection) {
    const cdicom_lossless_table *table0 = stretches[0].tables[0], *table1 = stretches[1].tables[0];
    const uint16_t *above0 = stretches[0].above, *above1 = stretches[1].above;
    uint16_t *out0 = stretches[0].out, *out1 = stretches[1].out, *const end0 = out0 + stretches[0].count;
    uint32_t left0 = out0[-1], left1 = out1[-1], bad0 = 0, bad1 = 0;
    cdicom_bits bits0 = bits[0], bits1 = bits[1];
    while (end0 - out0 >= CDICOM_LOSSLESS_CODES) {
        cdicom_bits_refill(&bits0);
        cdicom_bits_refill(&bits1);
        CDICOM_UNROLL
        for (int i = 0; i < CDICOM_LOSSLESS_CODES; i++) {
            const uint32_t difference0 = cdicom_lossless_single(&bits0, table0, &bad0);
            const uint32_t difference1 = cdicom_lossless_single(&bits1, table1, &bad1);
            left0 = (uint16_t)(cdicom_lossless_predict(selection, left0, above0[i], above0[i - 1]) + difference0);
            left1 = (uint16_t)(cdicom_lossless_predict(selection, left1, above1[i], above1[i - 1]) + difference1);
            out0[i] = (uint16_t)left0;
            out1[i] = (uint16_t)left1;
        }
        out0 += CDICOM_LOSSLESS_CODES, above0 += CDICOM_LOSSLESS_CODES;
        out1 += CDICOM_LOSSLESS_CODES, above1 += CDICOM_LOSSLESS_CODES;
    }
    bits[0] = bits0;
    bits[1] = bits1;
    const cdicom_lossless_stretch rest0 = cdicom_lossless_rest(&stretches[0], above0, out0);
    const cdicom_lossless_stretch rest1 = cdicom_lossless_rest(&stretches[1], above1, out1);
    bad0 |= cdicom_lossless_singles(&bits[0], &rest0, selection, 1);
    bad1 |= cdicom_lossless_singles(&bits[1], &rest1, selection, 1);
    return cdicom_lossless_verdict(bad0, bad1);
}

#endif
