#include "jpeg_huffman.h"
#include <string.h>

enum { LONGEST = 16 };

cdicom_huffman_verdict cdicom_huffman_read(cdicom_huffman_specification *specification, const uint8_t *bytes, size_t count, size_t *used) {
    *used = 0;
    specification->is_defined = false;
    if (count < LONGEST) return CDICOM_HUFFMAN_CUT_SHORT;
    uint32_t total = 0, space = 0;  // `space`: codes of 16 bits that begin with one of the codes
    for (uint32_t i = 0; i < LONGEST; i++) {
        total += bytes[i];
        space += (uint32_t)bytes[i] << (LONGEST - 1 - i);
    }
    if (total > 256) return CDICOM_HUFFMAN_TOO_MANY;
    if (count - LONGEST < total) return CDICOM_HUFFMAN_CUT_SHORT;
    memcpy(specification->counts, bytes, LONGEST);
    memcpy(specification->symbols, bytes + LONGEST, total);
    specification->total = (uint16_t)total;
    specification->is_defined = true;
    *used = LONGEST + total;
    return space > 1u << LONGEST ? CDICOM_HUFFMAN_OVERFULL : CDICOM_HUFFMAN_GOOD;
}

uint32_t cdicom_huffman_codes(const cdicom_huffman_specification *specification, cdicom_huffman_code codes[256]) {
    uint32_t code = 0, next = 0, given = 0;
    for (uint32_t length = 1; length <= LONGEST; length++, code <<= 1) {
        for (uint32_t i = 0; i < specification->counts[length - 1] && next < specification->total; i++, next++, code++) {
            if (code >> length != 0) return given;
            codes[given++] = (cdicom_huffman_code){(uint16_t)code, (uint8_t)length, specification->symbols[next]};
        }
    }
    return given;
}

// Package-merge (Larmore and Hirschberg 1990). A level holds, in order of weight, the symbols and the pairs of the level below; the length
// of a symbol's code is the number of levels in whose chosen front part it stands. One symbol more than there are, of weight 0, takes the
// code of ones only: it stands first everywhere, thus has the longest code, and the last of those is given to it.
void cdicom_huffman_optimise(cdicom_huffman_specification *specification, const uint32_t frequencies[256]) {
    uint64_t weights[257];
    uint8_t symbols[257];
    uint32_t leaves = 1;
    weights[0] = 0;
    for (uint32_t symbol = 0; symbol < 256; symbol++) {
        if (frequencies[symbol] == 0) continue;
        uint32_t place = leaves++;
        // Equal weights stay in the order of the symbols, so that the tables of a picture are always the same.
        for (; place > 1 && weights[place - 1] > frequencies[symbol]; place--) {
            weights[place] = weights[place - 1];
            symbols[place] = symbols[place - 1];
        }
        weights[place] = frequencies[symbol];
        symbols[place] = (uint8_t)symbol;
    }
    memset(specification, 0, sizeof *specification);
    specification->is_defined = true;
    if (leaves == 1) {
        specification->counts[0] = 1;
        specification->total = 1;
        return;
    }

    uint64_t pairs[257];
    uint8_t is_leaf[LONGEST][2 * 257];
    uint32_t pair_count = 0;
    for (uint32_t level = 0; level < LONGEST; level++) {
        uint64_t merged[2 * 257];
        uint32_t leaf = 0, pair = 0, count = 0;
        while (leaf < leaves || pair < pair_count) {
            const bool takes_leaf = pair == pair_count || (leaf < leaves && weights[leaf] <= pairs[pair]);
            is_leaf[level][count] = takes_leaf;
            merged[count++] = takes_leaf ? weights[leaf++] : pairs[pair++];
        }
        pair_count = count / 2;
        for (uint32_t i = 0; i < pair_count; i++) pairs[i] = merged[2 * i] + merged[2 * i + 1];
    }
    uint8_t lengths[257] = {0};
    uint32_t chosen = 2 * leaves - 2;
    for (uint32_t level = LONGEST; level-- > 0 && chosen > 0;) {
        uint32_t chosen_leaves = 0;
        for (uint32_t i = 0; i < chosen; i++) chosen_leaves += is_leaf[level][i];
        for (uint32_t leaf = 0; leaf < chosen_leaves; leaf++) lengths[leaf]++;
        chosen = 2 * (chosen - chosen_leaves);
    }
    for (uint32_t leaf = leaves; leaf-- > 1;) {
        specification->counts[lengths[leaf] - 1]++;
        specification->symbols[specification->total++] = symbols[leaf];
    }
}
