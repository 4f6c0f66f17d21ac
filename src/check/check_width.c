/* Characters of the wrong width: katakana, letters, signs. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

/* A half-width sound mark, which joins the kana before it. */
static bool is_sound_mark(uint32_t c)
{
    return c == 0xFF9E || c == 0xFF9F;
}

/* The stretch in full width; NULL where a mark has nothing to join. */
static const char *widen(struct check *check, struct check_spot spot)
{
    const char *slice = check_slice(check, spot);
    const char *wide = unicode_normalize(check->arena, slice, strlen(slice));
    size_t len = strlen(wide);
    size_t n;

    for (size_t i = 0; i < len; i += n)
        if (unicode_is_mark(utf8_decode(wide + i, len - i, &n)))
            return NULL;
    return wide;
}

void check_kana_width(struct check *check, const struct check_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct check_spot spot = { text, i, i };
        const char *wide;
        struct diag *diag;

        while (spot.to < text->count &&
               unicode_is_halfwidth_kana(text->c[spot.to]))
            spot.to++;
        if (spot.to == i)
            continue;
        if (is_sound_mark(text->c[i]) && i &&
            (check_is_katakana(text->c[i - 1]) ||
             check_is_hiragana(text->c[i - 1])))
            spot.from--;
        wide = widen(check, spot);
        diag = check_report(check, CHECK_KANA_WIDTH, spot,
                            _("\"%s\" has half-width katakana"));
        if (wide)
            check_replace(check, diag, spot, wide);
        i = spot.to;
    }
}

/* Japanese, or a full-width sign of it. */
static bool is_wide(uint32_t c)
{
    return check_is_japanese(c) || (c >= 0x3001 && c <= 0x301B) ||
           (c >= 0xFF01 && c <= 0xFF5E);
}

void check_sign_width(struct check *check, const struct check_text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        uint32_t c = text->c[i];
        uint32_t next = text->c[i + 1];
        struct check_spot spot = { text, i, i + 1 };
        char wide[5] = "";

        if (c >= 0x7F || !strchr(",:;!?~.", (char)c) ||
            !is_wide(text->c[i - 1]) || unicode_digit(text->c[i - 1]) >= 0 ||
            check_is_wide_latin(text->c[i - 1]))
            continue;
        if (next && !is_wide(next) && unicode_digit(next) < 0)
            continue;
        utf8_encode(c - '!' + 0xFF01, wide);
        check_similar(check,
                      check_report(check, CHECK_SIGN_WIDTH, spot,
                                   _("\"%s\" is half-width within Japanese")),
                      "%s",
                      c == ','   ? check->words->comma
                      : c == '.' ? check->words->stop
                                 : wide);
    }
}

/* A word whose own letters are of two widths. */
void check_letter_mix(struct check *check, const struct check_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct check_spot spot = { text, i, i };
        size_t wide = 0;
        const char *slice;

        while (check_is_latin(text->c[spot.to]) ||
               check_is_wide_latin(text->c[spot.to]))
            wide += check_is_wide_latin(text->c[spot.to++]);
        if (spot.to == i)
            continue;
        i = spot.to;
        if (!wide || (wide == spot.to - spot.from && wide == 1))
            continue;
        if (wide == spot.to - spot.from && text->field->type == FORM_CHOICE)
            continue;
        slice = check_slice(check, spot);
        check_similar(
            check,
            check_report(check, CHECK_LETTER_WIDTH, spot,
                         wide == spot.to - spot.from
                             ? _("\"%s\" is a word in full-width letters")
                             : _("\"%s\" mixes letters of two widths")),
            "%s", unicode_normalize(check->arena, slice, strlen(slice)));
    }
}
