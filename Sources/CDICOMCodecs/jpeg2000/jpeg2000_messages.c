#include "jpeg2000_messages.h"
#include <string.h>
#include <strings.h>

static bool contains(const char *text, const char *word) {
    const size_t length = strlen(word);
    for (; *text; text++)
        if (strncasecmp(text, word, length) == 0) return true;
    return false;
}

static void on_error(const char *text, void *context) {
    cdicom_jpeg2000_message *message = context;
    // OpenJPEG has no error codes: its words are all there is to tell "cannot" from "broken".
    message->is_unsupported |= contains(text, "not support") || contains(text, "unsupported") || contains(text, "code-block style");
    if (message->text[0]) return;
    message->is_memory = contains(text, "memory");
    size_t length = strlen(text);
    if (length >= sizeof message->text) length = sizeof message->text - 1;
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' ')) length--;
    memcpy(message->text, text, length);
    message->text[length] = 0;
}

static void on_other(const char *text, void *context) { (void)text, (void)context; }

void cdicom_jpeg2000_listen(opj_codec_t *codec, cdicom_jpeg2000_message *message) {
    opj_set_error_handler(codec, on_error, message);
    opj_set_warning_handler(codec, on_other, NULL);
    opj_set_info_handler(codec, on_other, NULL);
}
