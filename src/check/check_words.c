/* Words and signs one by one: slips, spelling, repeats, commas, tone. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

/* ---- machine-dependent characters -------------------------------------- */

/* Does the form itself print circled numbers, which texts then refer to? */
static bool has_circles(const struct form_fields *fields)
{
    for (size_t i = 0; fields && i < fields->count; i++)
        if (fields->items[i].numbering == FORM_NUMBER_CIRCLED ||
            has_circles(fields->items[i].fields))
            return true;
    return false;
}

static bool is_circled(uint32_t c)
{
    return c >= 0x2460 && c <= 0x24FF;
}

/* A counter with a sign that is not for figures: 3 + sign + place. */
static void check_counter(struct check *check, const struct check_text *text,
                          size_t at)
{
    struct check_spot spot = { text, at, at + 1 };
    struct check_spot of = { text, at + 1, at + 2 };

    if (!at || unicode_digit(text->c[at - 1]) < 0 || at + 1 >= text->count ||
        !check_holds(check->words->counter_signs, text->c[at]) ||
        !check_holds(check->words->counter_of, text->c[at + 1]))
        return;
    spot.to++;
    check_similar(
        check,
        check_report(check, CHECK_COUNTER, spot, _("\"%s\" behind figures")),
        "%s%s", check->words->counter_write, check_slice(check, of));
}

void check_characters(struct check *check, const struct check_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        struct check_spot spot = { text, i, i + 1 };
        const char *slice;
        const char *plain;

        check_counter(check, text, i);
        if (!unicode_is_machine_dependent(text->c[i]) ||
            (is_circled(text->c[i]) &&
             has_circles(&check->record->form->fields)))
            continue;
        slice = check_slice(check, spot);
        plain = unicode_normalize(check->arena, slice, strlen(slice));
        check_similar(check,
                      check_report(check, CHECK_CHARACTER, spot,
                                   _("\"%s\" is a machine-dependent "
                                     "character")),
                      is_circled(text->c[i]) ? "(%s)" : "%s", plain);
    }
}

/* ---- slips and spelling ------------------------------------------------- */

static bool follows(const struct check_text *text, size_t at,
                    const struct form_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (check_match(text, at, words->items[i]))
            return true;
    return false;
}

static bool precedes(const struct check_text *text, size_t at,
                     const struct form_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (check_match_before(text, at, words->items[i]))
            return true;
    return false;
}

static bool is_slip(const struct check_text *text, size_t from, size_t to,
                    const struct form_slip *slip)
{
    if (slip->before_digit && unicode_digit(text->c[to]) < 0)
        return false;
    if (slip->after_digit && (!from || unicode_digit(text->c[from - 1]) < 0))
        return false;
    if (slip->before.count && !follows(text, to, &slip->before))
        return false;
    if (slip->after.count && !precedes(text, from, &slip->after))
        return false;
    return !follows(text, to, &slip->unless_before) &&
           !precedes(text, from, &slip->unless_after);
}

static void find_slips(struct check *check, const struct check_text *text,
                       const struct form_slips *slips, enum check_rule rule,
                       const char *message)
{
    for (size_t i = 0; i < slips->count; i++)
        for (size_t at = 0; at < text->count; at++) {
            const struct form_slip *slip = &slips->items[i];
            size_t len = check_match(text, at, slip->find);
            struct check_spot spot = { text, at, at + len };

            if (len && is_slip(text, at, at + len, slip))
                check_similar(check, check_report(check, rule, spot, message),
                              "%s", slip->write);
        }
}

void check_slips(struct check *check, const struct check_text *text)
{
    find_slips(check, text, &check->words->slips, CHECK_SLIP,
               _("\"%s\" is probably a slip"));
    find_slips(check, text, &check->words->spelling, CHECK_SPELLING,
               _("\"%s\" is written otherwise in official documents"));
    for (size_t i = 0; i < text->count; i++)
        if (check_holds(check->words->repeat, text->c[i]) &&
            (!i || !check_is_kanji(text->c[i - 1])))
            check_report(check, CHECK_SLIP,
                         (struct check_spot){ text, i, i + 1 },
                         _("\"%s\" has no kanji before it to repeat"));
}

/* ---- repeats --------------------------------------------------------------
 */

enum { REPEAT_LEAST = 2, REPEAT_MOST = 16, ONE = 0x4E00 };

/* Letters only, enough of them to be no mimetic word or figure of speech. */
static bool is_repeatable(const struct check_text *text, size_t at, size_t len)
{
    size_t kanji = 0;

    for (size_t i = at; i < at + len; i++) {
        if (!check_is_japanese(text->c[i]))
            return false;
        kanji += check_is_kanji(text->c[i]) && text->c[i] != 0x3005;
    }
    return text->c[at] != ONE && (len > REPEAT_LEAST || kanji == len);
}

static size_t find_repeat(const struct check_text *text, size_t at)
{
    for (size_t len = REPEAT_LEAST;
         len <= REPEAT_MOST && at + 2 * len <= text->count; len++)
        if (!memcmp(text->c + at, text->c + at + len, len * sizeof *text->c) &&
            is_repeatable(text, at, len))
            return len;
    return 0;
}

void check_repeats(struct check *check, const struct check_text *text)
{
    const char *marks = check->words->doubled;

    for (size_t i = 0; i < text->count; i++) {
        size_t len = find_repeat(text, i);
        struct check_spot spot = { text, i + len, i + 2 * len };

        if (len) {
            check_report(check, CHECK_REPEAT, spot,
                         _("\"%s\" stands here twice in a row"));
            i += 2 * len - 1;
        } else if (text->c[i + 1] && check_holds(marks, text->c[i]) &&
                   check_holds(marks, text->c[i + 1])) {
            check_report(check, CHECK_REPEAT,
                         (struct check_spot){ text, i, i + 2 },
                         _("two marks in a row: \"%s\""));
            i++;
        }
    }
}

/* ---- commas ---------------------------------------------------------------
 */

void check_commas(struct check *check)
{
    struct check_spots commas[2] = { 0 };
    struct check_spots stops[2] = { 0 };

    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];

        for (size_t i = 0; i < text->count; i++) {
            struct check_spot spot = { text, i, i + 1 };
            uint32_t c = text->c[i];
            bool number = i && unicode_digit(text->c[i - 1]) >= 0 &&
                          unicode_digit(text->c[i + 1]) >= 0;

            if (c == 0x3001 || (c == 0xFF0C && !number))
                *LIST_ADD(check->arena, &commas[c == 0x3001]) = spot;
            if (c == 0x3002 || (c == 0xFF0E && !number))
                *LIST_ADD(check->arena, &stops[c == 0x3002]) = spot;
        }
    }
    check_minority(check, CHECK_COMMA, commas,
                   _("\"%s\": most commas here are of the other kind"),
                   _("this document has two kinds of commas"));
    check_minority(check, CHECK_COMMA, stops,
                   _("\"%s\": most full stops here are of the other kind"),
                   _("this document has two kinds of full stops"));
}

/* ---- tone -----------------------------------------------------------------
 */

/* Adds the sentence that ends before `end` to the polite or plain ones. */
static void add_sentence(struct check *check, const struct check_text *text,
                         size_t end, struct check_spots tones[2])
{
    const struct form_words *polite = &check->words->polite;

    if (!end || !check_is_hiragana(text->c[end - 1]))
        return;
    for (size_t i = 0; i < polite->count; i++) {
        size_t len = check_match_before(text, end, polite->items[i]);

        if (len) {
            *LIST_ADD(check->arena, &tones[0]) =
                (struct check_spot){ text, end - len, end };
            return;
        }
    }
    if (text->c[end] == 0x3002)
        *LIST_ADD(check->arena, &tones[1]) =
            (struct check_spot){ text, end - 1, end };
}

void check_tone(struct check *check)
{
    struct check_spots tones[2] = { 0 };

    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];

        for (size_t i = 0; i < text->count; i++)
            if (text->c[i] == 0x3002 || i + 1 == text->count)
                add_sentence(check, text, i + (text->c[i] != 0x3002), tones);
    }
    check_minority(check, CHECK_TONE, tones,
                   _("\"%s\": most sentences here have the other tone"),
                   _("polite and plain sentences stand in this document"));
}
