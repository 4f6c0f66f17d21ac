/* Values as data files write them, worked out from the record once more. */
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "prove/inside.h"
#include "record/record.h"
#include "unicode/unicode.h"

char *value_words(struct arena *arena, const struct text *text)
{
    return text ? text_join(arena, text) : arena_strdup(arena, "");
}

char *value_year(struct arena *arena, const struct value *value)
{
    return arena_printf(arena, "%d", value->year);
}

char *value_date(struct arena *arena, const struct value *value)
{
    return arena_printf(arena, "%04d-%02d-%02d", value->year, value->month,
                        value->day);
}

char *value_number(struct arena *arena, const struct value *value)
{
    long long unit = 1;
    long long number = value->number;
    long long whole;

    for (int i = 0; i < value->decimals; i++)
        unit *= 10;
    whole = number < 0 ? -(number / unit) : number / unit;
    number = number < 0 ? -(number % unit) : number % unit;
    if (!value->decimals)
        return arena_printf(arena, "%lld", (long long)value->number);
    return arena_printf(arena, "%s%lld.%0*lld", value->number < 0 ? "-" : "",
                        whole, value->decimals, number);
}

const char *value_meaning(const struct value *value)
{
    return value->field->choices[value->choice].word;
}

/* ---- readings ------------------------------------------------------------ */

static void append_note(struct bytes *out, const char *sign, const char *note)
{
    bytes_append_char(out, PROVE_READING);
    bytes_append_string(out, sign);
    bytes_append_string(out, note);
    bytes_append_char(out, PROVE_READING);
}

static char *take(struct arena *arena, struct bytes *bytes)
{
    char *string = arena_copy(
        arena, bytes->len ? (const char *)bytes->data : "", bytes->len);

    bytes_free(bytes);
    return string;
}

char *value_annotated(struct arena *arena, const struct text *text)
{
    struct bytes out = { 0 };

    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (span->ruby || span->lang)
            bytes_append_char(&out, PROVE_BASE);
        bytes_append(&out, span->utf8, span->len);
        if (span->ruby)
            append_note(&out, "", span->ruby);
        else if (span->lang)
            append_note(&out, ":", span->lang);
    }
    return take(arena, &out);
}

/* The length of a sign of the notation at `at`, or 0. */
static size_t sign_at(const char *at, const char *sign)
{
    size_t len = strlen(sign);

    return strncmp(at, sign, len) ? 0 : len;
}

static size_t any_sign_at(const char *at)
{
    size_t len = sign_at(at, unicode_ruby_bar);

    len = len ? len : sign_at(at, unicode_ruby_open);
    return len ? len : sign_at(at, unicode_ruby_close);
}

char *value_read_notation(struct arena *arena, const char *notation)
{
    struct bytes out = { 0 };
    size_t sign;

    while (*notation) {
        sign = any_sign_at(notation);
        if (sign && !strncmp(notation, notation + sign, sign)) {
            bytes_append(&out, notation, sign); /* doubled: itself */
            notation += 2 * sign;
        } else if (sign_at(notation, unicode_ruby_bar)) {
            bytes_append_char(&out, PROVE_BASE);
            notation += sign;
        } else if (sign) {
            bytes_append_char(&out, PROVE_READING);
            notation += sign;
        } else {
            bytes_append_char(&out, *notation++);
        }
    }
    return take(arena, &out);
}

char *value_without_languages(struct arena *arena, const char *annotated)
{
    struct bytes out = { 0 };

    while (*annotated) {
        size_t len = strcspn(annotated, "\t\v");
        const char *note = annotated + len;
        size_t note_len = *note ? strcspn(note + 1, "\t") : 0;

        bytes_append(&out, annotated, len);
        annotated = note + (*note == PROVE_BASE);
        if (*note != PROVE_READING)
            continue;
        if (note[1] != ':')
            bytes_append(&out, note, note_len + 1 + !!note[1 + note_len]);
        annotated = note + 1 + note_len;
        annotated += *annotated == '\t';
    }
    return take(arena, &out);
}
