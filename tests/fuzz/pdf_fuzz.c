/*
 * The PDF reader of `prove`. An input is a file whose cross references and
 * stream lengths need not be right: they are put right here, else nearly
 * every change would only be found to be damage.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/source.h"
#include "fuzz/fuzz.h"
#include "fuzz/truth.h"
#include "prove/prove.h"

enum { OBJECTS = 2000, DIGITS = 7 };

struct mender {
    struct bytes out;
    long offsets[OBJECTS]; /* 0: there is no such object */
    size_t length_at;      /* of the digits of the last /Length; 0: none */
};

static const char *find(const char *at, const char *end, const char *word)
{
    return memmem(at, (size_t)(end - at), word, strlen(word));
}

static bool starts(const char *at, const char *end, const char *word)
{
    return (size_t)(end - at) >= strlen(word) &&
           !memcmp(at, word, strlen(word));
}

/* "N 0 obj" at the start of a line. */
static void note_object(struct mender *mender, const char *at, const char *end)
{
    long number = 0;

    while (at < end && isdigit((unsigned char)*at) && number < OBJECTS)
        number = 10 * number + (*at++ - '0');
    if (number > 0 && number < OBJECTS && starts(at, end, " 0 obj"))
        mender->offsets[number] = (long)mender->out.len;
}

/* The length of the stream that was read, where seven digits wait for it. */
static void set_length(struct mender *mender, size_t len)
{
    char digits[DIGITS + 1];

    if (!mender->length_at || len > 9999999)
        return;
    snprintf(digits, sizeof digits, "%0*u", DIGITS, (unsigned)len);
    memcpy(mender->out.data + mender->length_at, digits, DIGITS);
    mender->length_at = 0;
}

static void note_length(struct mender *mender, const char *at, const char *end)
{
    static const char key[] = "/Length ";
    const char *digits = at + strlen(key);

    if (!starts(at, end, key) || end - digits < DIGITS)
        return;
    for (size_t i = 0; i < DIGITS; i++)
        if (!isdigit((unsigned char)digits[i]))
            return;
    mender->length_at = mender->out.len + strlen(key);
}

static void copy_body(struct mender *mender, const char *at, const char *end)
{
    static const char stream[] = "stream\n";

    for (; at < end; at++) {
        if (*at == '\n')
            note_object(mender, at + 1, end);
        if (*at == '/')
            note_length(mender, at, end);
        bytes_append_char(&mender->out, *at);
        if (*at == '\n' && starts(at + 1, end, stream)) {
            const char *data = at + 1 + strlen(stream);
            const char *stop = find(data, end, "\nendstream");

            if (!stop)
                continue;
            bytes_append_string(&mender->out, stream);
            set_length(mender, (size_t)(stop - data));
            bytes_append(&mender->out, data, (size_t)(stop - data));
            at = stop - 1;
        }
    }
}

static void append_references(struct mender *mender)
{
    size_t start = mender->out.len + 1;

    bytes_printf(&mender->out, "\nxref\n0 %d\n0000000000 65535 f \n", OBJECTS);
    for (size_t i = 1; i < OBJECTS; i++)
        if (mender->offsets[i])
            bytes_printf(&mender->out, "%010ld 00000 n \n",
                         mender->offsets[i] + 1);
        else
            bytes_append_string(&mender->out, "0000000000 65535 f \n");
    bytes_printf(&mender->out,
                 "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%zu\n"
                 "%%%%EOF\n",
                 OBJECTS, start);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct fuzz_run run = { .arena = arena_new() };
    struct mender mender = { .length_at = 0 };

    run.diags = diags_make(run.arena);
    copy_body(&mender, (const char *)data, (const char *)data + len);
    append_references(&mender);
    prove_pdf(fuzz_truth(&run),
              source_from_string(run.arena, "kohyo.pdf",
                                 (const char *)mender.out.data, mender.out.len),
              &run.diags);
    fuzz_tell(&run);
    bytes_free(&mender.out);
    arena_free(run.arena);
    return 0;
}
