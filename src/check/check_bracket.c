/* Brackets: of one shape, opened and closed. */
#include "base/arena.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

enum { DEPTH = 32 };

/* The same kind of bracket, whatever its width and side. */
static uint32_t kind_of(uint32_t c)
{
    uint32_t folded = unicode_fold_width(c);

    return unicode_bracket(folded) == UNICODE_BRACKET_CLOSE
               ? unicode_bracket_partner(folded)
               : folded;
}

/* Only a number: "(1" as a marker typed by hand, which record_read() judges. */
static bool is_marker(const struct check_text *text, size_t open, size_t close)
{
    if (open)
        return false;
    for (size_t i = open + 1; i < close; i++)
        if (unicode_digit(text->c[i]) < 0)
            return false;
    return close > open + 1;
}

/* A list's "1)" or "a)": nothing before it but that one sign. */
static bool is_list_sign(const struct check *check,
                         const struct check_text *text, size_t at)
{
    return at && at <= 3 && (unicode_fold_width(text->c[at]) == ')') &&
           (unicode_digit(text->c[at - 1]) >= 0 ||
            check_is_latin(text->c[at - 1]) ||
            check_is_katakana(text->c[at - 1]) ||
            check_holds(check->words->list, text->c[at - 1]));
}

/* The bracket at `at`, written as full-width. */
static void widen(struct check *check, const struct check_text *text, size_t at)
{
    struct check_spot spot = { text, at, at + 1 };
    uint32_t c = text->c[at];
    char wide[5] = "";

    utf8_encode(c == 0xFF62 || c == 0xFF63 ? unicode_fold_width(c)
                                           : c - '!' + 0xFF01,
                wide);
    check_replace(check,
                  check_report(check, CHECK_BRACKET_WIDTH, spot,
                               _("\"%s\" is half-width, the other bracket of "
                                 "its pair is full-width")),
                  spot, wide);
}

/* Where its partner is: 0 unknown, else index + 1. */
static size_t *find_partners(struct check *check, const struct check_text *text)
{
    size_t *partner =
        arena_calloc(check->arena, text->count + 1, sizeof *partner);
    size_t stack[DEPTH];
    size_t depth = 0;

    for (size_t i = 0; i < text->count; i++) {
        enum unicode_bracket side = unicode_bracket(text->c[i]);
        size_t back = depth;

        if (side == UNICODE_BRACKET_OPEN && depth < DEPTH)
            stack[depth++] = i;
        if (side != UNICODE_BRACKET_CLOSE)
            continue;
        while (back && kind_of(text->c[stack[back - 1]]) != kind_of(text->c[i]))
            back--;
        if (!back)
            continue;
        depth = back - 1;
        partner[i] = stack[depth] + 1;
        partner[stack[depth]] = i + 1;
    }
    return partner;
}

void check_brackets(struct check *check, const struct check_text *text)
{
    size_t *partner = find_partners(check, text);

    for (size_t i = 0; i < text->count; i++) {
        enum unicode_bracket side = unicode_bracket(text->c[i]);
        struct check_spot spot = { text, i, i + 1 };
        size_t close = partner[i] - 1;

        if (!side || (!partner[i] && is_list_sign(check, text, i)))
            continue;
        if (!partner[i])
            check_report(check, CHECK_BRACKET_OPEN, spot,
                         side == UNICODE_BRACKET_OPEN
                             ? _("the bracket \"%s\" is not closed")
                             : _("the bracket \"%s\" was not opened"));
        else if (side == UNICODE_BRACKET_OPEN && !is_marker(text, i, close) &&
                 unicode_bracket_partner(text->c[i]) != text->c[close])
            widen(check, text,
                  unicode_fold_width(text->c[i]) != text->c[i] ||
                          text->c[i] > 0x7F
                      ? close
                      : i);
    }
}

void check_bracket_kind(struct check *check)
{
    struct check_spots ways[2] = { 0 };

    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];
        size_t *partner = find_partners(check, text);

        for (size_t i = 0; i < text->count; i++) {
            size_t close = partner[i] - 1;
            bool wide = text->c[i] > 0x7F;

            if (partner[i] && unicode_fold_width(text->c[i]) == '(' &&
                unicode_bracket_partner(text->c[i]) == text->c[close] &&
                !is_marker(text, i, close))
                *LIST_ADD(check->arena, &ways[wide]) =
                    (struct check_spot){ text, i, close + 1 };
        }
    }
    check_minority(check, CHECK_BRACKET_WIDTH, ways,
                   _("\"%s\": most brackets here are of the other width"),
                   _("brackets are half- and full-width in this document"));
}
