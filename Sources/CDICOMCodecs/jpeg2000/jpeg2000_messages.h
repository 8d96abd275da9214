#ifndef CDICOM_JPEG2000_MESSAGES_H
#define CDICOM_JPEG2000_MESSAGES_H

#include <openjpeg.h>
#include <stdbool.h>

/// The first error that OpenJPEG tells is the cause; what follows are its consequences. It has no error codes: its words are all there is
/// to tell "cannot" from "broken".
typedef struct cdicom_jpeg2000_message {
    char text[120];
    bool is_unsupported;
    bool is_memory;
} cdicom_jpeg2000_message;

/// Sets the handlers of a codec, so that errors go to `message` and nothing goes to the terminal.
void cdicom_jpeg2000_listen(opj_codec_t *codec, cdicom_jpeg2000_message *message);

#endif
