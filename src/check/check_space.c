/* Spaces that are none of the words'. */
#include <string.h>

#include "base/arena.h"
#include "base/message.h"
#include "check/inside.h"

enum { WIDE = 0x3000 };

static bool is_blank(uint32_t c)
{
    return unicode_is_space(c) || c == 0xA0 || c == 0x202F;
}

/* Would the two sides be one word without the spaces between them? */
static bool is_in_word(struct check *check, struct check_spot spot)
{
    const struct check_text *text = spot.text;
    size_t before = text->at[spot.from];
    size_t after = text->at[spot.to];
    char *joined = arena_printf(check->arena, "%.*s%s", (int)before, text->utf8,
                                text->utf8 + after);

    return unicode_is_inside_word(joined, strlen(joined), before);
}

/* A letter alone between spaces and signs: "(x y)" of two letters. */
static bool is_alone(const struct check_text *text, size_t at)
{
    return check_is_kanji(text->c[at]) &&
           (!at || !check_is_japanese(text->c[at - 1])) &&
           !check_is_japanese(text->c[at + 1]);
}

static const char *judge(struct check *check, struct check_spot spot)
{
    const struct check_text *text = spot.text;
    uint32_t before = text->c[spot.from - 1];
    uint32_t next = text->c[spot.to];

    if (check_is_japanese(before) && check_is_japanese(next)) {
        if (is_in_word(check, spot) ||
            (is_alone(text, spot.from - 1) && is_alone(text, spot.to)))
            return _("a space inside a word");
        if (text->c[spot.from] == WIDE)
            return NULL;
        return _("a half-width space between Japanese words");
    }
    if (before == 0x3001 || next == 0x3001 || next == 0x3002 ||
        unicode_bracket(before) == UNICODE_BRACKET_OPEN ||
        unicode_bracket(next) == UNICODE_BRACKET_CLOSE)
        return _("a space beside a sign that has its own");
    return NULL;
}

/* Runs of spaces inside a text; those at its ends are errors elsewhere. */
void check_spaces(struct check *check, const struct check_text *text)
{
    for (size_t i = 1; i < text->count; i++) {
        struct check_spot spot = { text, i, i };
        const char *message;
        size_t wide = 0;

        while (is_blank(text->c[spot.to]))
            wide += text->c[spot.to++] == WIDE;
        if (spot.to == i || spot.to == text->count)
            continue;
        i = spot.to;
        message = spot.to - spot.from == 1 ? judge(check, spot) : NULL;
        if (message)
            check_report(check, CHECK_SPACE, spot, message);
        else if (spot.to - spot.from == 2 && wide < 2)
            check_replace(check,
                          check_report(check, CHECK_SPACE, spot,
                                       _("two spaces in a row")),
                          spot, wide ? "\xE3\x80\x80" : " ");
    }
}
