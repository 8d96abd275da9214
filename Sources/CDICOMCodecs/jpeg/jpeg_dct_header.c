#include "jpeg_dct_encode.h"

static uint8_t *put_word(uint8_t *to, uint32_t word) {
    *to++ = (uint8_t)(word >> 8);
    *to++ = (uint8_t)word;
    return to;
}

static uint8_t *put_marker(uint8_t *to, uint32_t marker, uint32_t length) {
    *to++ = 0xFF;
    *to++ = (uint8_t)marker;
    return put_word(to, length);
}

static uint8_t *put_table(uint8_t *to, const cdicom_huffman_specification *table, uint32_t destination) {
    to = put_marker(to, 0xC4, 2 + 17 + table->total);
    *to++ = (uint8_t)destination;
    memcpy(to, table->counts, 16);
    memcpy(to + 16, table->symbols, table->total);
    return to + 16 + table->total;
}

static uint8_t *put_steps(uint8_t *to, const uint16_t steps[64], uint32_t destination) {
    bool is_wide = false;
    for (uint32_t k = 0; k < 64; k++) is_wide |= steps[k] > 255;
    to = put_marker(to, 0xDB, 2 + 1 + (is_wide ? 128 : 64));
    *to++ = (uint8_t)((uint32_t)is_wide << 4 | destination);
    for (uint32_t k = 0; k < 64; k++) {
        if (is_wide) to = put_word(to, steps[k]);
        else *to++ = (uint8_t)steps[k];
    }
    return to;
}

size_t cdicom_dct_write_header(const cdicom_dct_encoder *encoder, uint8_t *target) {
    static const uint8_t jfif[14] = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0};
    const cdicom_jpeg_dct_parameters *parameters = encoder->parameters;
    const uint32_t components = encoder->components;
    uint8_t *to = target;
    *to++ = 0xFF;
    *to++ = CDICOM_JPEG_SOI;
    if (parameters->writes_jfif) {
        to = put_marker(to, 0xE0, 2 + sizeof jfif);
        memcpy(to, jfif, sizeof jfif);
        to += sizeof jfif;
    }
    if (parameters->writes_adobe) {
        const uint8_t adobe[12] = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, components == 3 && !parameters->is_rgb};
        to = put_marker(to, 0xEE, 2 + sizeof adobe);
        memcpy(to, adobe, sizeof adobe);
        to += sizeof adobe;
    }
    for (uint32_t table = 0; table < encoder->tables; table++) to = put_steps(to, encoder->steps[table], table);
    to = put_marker(to, parameters->precision == 8 && !parameters->is_extended ? 0xC0 : 0xC1, 8 + 3 * components);
    *to++ = parameters->precision;
    to = put_word(to, encoder->layout.rows);
    to = put_word(to, encoder->layout.columns);
    *to++ = (uint8_t)components;
    for (uint32_t i = 0; i < components; i++) {
        *to++ = parameters->is_rgb && components == 3 ? (uint8_t)"RGB"[i] : (uint8_t)(i + 1);
        *to++ = (uint8_t)(encoder->blocks[i].horizontal << 4 | encoder->blocks[i].vertical);
        *to++ = (uint8_t)encoder->blocks[i].table;
    }
    for (uint32_t table = 0; table < encoder->tables; table++) {
        to = put_table(to, &encoder->dc_tables[table], table);
        to = put_table(to, &encoder->ac_tables[table], 0x10 | table);
    }
    if (parameters->restart_interval > 0) to = put_word(put_marker(to, 0xDD, 4), parameters->restart_interval);
    to = put_marker(to, CDICOM_JPEG_SOS, 6 + 2 * components);
    *to++ = (uint8_t)components;
    for (uint32_t i = 0; i < components; i++) {
        *to++ = parameters->is_rgb && components == 3 ? (uint8_t)"RGB"[i] : (uint8_t)(i + 1);
        *to++ = (uint8_t)(encoder->blocks[i].table * 0x11);
    }
    *to++ = 0;
    *to++ = 63;
    *to++ = 0;
    return (size_t)(to - target);
}
