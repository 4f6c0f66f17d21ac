/* Numbers: widths of digits, commas, groups of three. */
#include "base/arena.h"
#include "base/message.h"
#include "check/inside.h"

static bool is_digit(const struct check_text *text, size_t at)
{
    return at < text->count && unicode_digit(text->c[at]) >= 0;
}

/* Behind the run of digits at `at`. */
static size_t end_of_digits(const struct check_text *text, size_t at)
{
    while (is_digit(text, at))
        at++;
    return at;
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0xFF0C;
}

static bool is_point(uint32_t c)
{
    return c == '.' || c == 0xFF0E;
}

/* ---- signs within a number ---------------------------------------------- */

/* The comma at `at`, between digits. `run`: digits before it. */
static void weigh_comma(struct check *check, const struct check_text *text,
                        size_t at, size_t run, bool grouped)
{
    struct check_spot spot = { text, at, at + 1 };
    size_t behind = end_of_digits(text, at + 1) - at - 1;
    bool right = behind == 3 && (grouped ? run == 3 : run <= 3);

    if (right && text->c[at] != ',')
        check_replace(check,
                      check_report(check, CHECK_NUMBER_COMMA, spot,
                                   _("a full-width comma stands in a number")),
                      spot, ",");
    if (!right)
        check_similar(check,
                      check_report(check, CHECK_NUMBER_GROUP, spot,
                                   _("this comma is not before a group of "
                                     "three digits")),
                      "%s", check->words->comma);
}

/* A part of a word of letters, such as a product's name. */
static bool is_in_word(const struct check_text *text, struct check_spot spot)
{
    uint32_t before = spot.from ? text->c[spot.from - 1] : 0;
    uint32_t next = text->c[spot.to];

    return check_is_latin(before) || check_is_latin(next) ||
           check_is_wide_latin(before) || check_is_wide_latin(next);
}

/* Five digits and more without a comma, or four of an amount. */
static void weigh_length(struct check *check, struct check_spot spot)
{
    const struct check_text *text = spot.text;
    size_t len = spot.to - spot.from;
    uint32_t before = spot.from ? text->c[spot.from - 1] : 0;
    uint32_t next = text->c[spot.to];
    bool amount = check_holds(check->words->amounts, next) && next;
    const char *slice = check_slice(check, spot);
    char *out = arena_calloc(check->diags->arena, 5 * len + 1, 1);
    size_t used = 0;
    struct diag *diag;

    if (len < 4 || (len == 4 && !amount) ||
        unicode_digit(text->c[spot.from]) == 0 || is_in_word(text, spot) ||
        is_comma(before) || is_point(before) || before == '-' || next == '-' ||
        check_holds(check->words->codes, before) ||
        check_holds(check->words->codes, next))
        return;
    diag = check_report(check, CHECK_NUMBER_GROUP, spot,
                        _("the number \"%s\" has no commas"));
    for (size_t i = 0; i < len; i++) {
        size_t from = text->at[spot.from + i] - text->at[spot.from];
        size_t to = text->at[spot.from + i + 1] - text->at[spot.from];

        if (i && (len - i) % 3 == 0)
            out[used++] = ',';
        while (from < to)
            out[used++] = slice[from++];
    }
    check_similar(check, diag, "%s", out);
}

void check_number_signs(struct check *check, const struct check_text *text)
{
    for (size_t i = 0; i < text->count; i++) {
        size_t end;
        size_t start = i;
        bool grouped = false;

        if (!is_digit(text, i))
            continue;
        end = end_of_digits(text, i);
        weigh_length(check, (struct check_spot){ text, i, end });
        while (end < text->count && is_digit(text, end + 1)) {
            struct check_spot spot = { text, end, end + 1 };

            if (is_comma(text->c[end]))
                weigh_comma(check, text, end, end - start, grouped);
            else if (text->c[end] == 0xFF0E)
                check_replace(
                    check,
                    check_report(check, CHECK_NUMBER_COMMA, spot,
                                 _("a full-width point stands in a number")),
                    spot, ".");
            else if (text->c[end] != '.')
                break;
            grouped = is_comma(text->c[end]);
            start = end + 1;
            end = end_of_digits(text, start);
        }
        i = end;
    }
}

/* ---- widths ---------------------------------------------------------------
 */

static bool is_wide(uint32_t c)
{
    return c > 0x7F;
}

/* Adds the number at `spot` to those of its length and width. */
static void sort_number(struct check *check, struct check_spot spot,
                        struct check_spots single[2],
                        struct check_spots several[2])
{
    const struct check_text *text = spot.text;
    size_t wide = 0;
    size_t digits = 0;

    for (size_t i = spot.from; i < spot.to; i++)
        if (is_digit(text, i)) {
            digits++;
            wide += is_wide(text->c[i]);
        }
    if (wide && wide < digits)
        check_report(check, CHECK_DIGIT_WIDTH, spot,
                     _("\"%s\" mixes digits of two widths"));
    else if (digits && !is_in_word(text, spot))
        *LIST_ADD(check->arena, &(digits > 1 ? several : single)[wide > 0]) =
            spot;
}

void check_digit_width(struct check *check)
{
    struct check_spots single[2] = { 0 };
    struct check_spots several[2] = { 0 };

    for (size_t t = 0; t < check->texts.count; t++) {
        const struct check_text *text = &check->texts.items[t];

        for (size_t i = 0; i < text->count; i++) {
            struct check_spot spot = { text, i, end_of_digits(text, i) };

            while (spot.to > i && is_digit(text, spot.to + 1) &&
                   (is_comma(text->c[spot.to]) || is_point(text->c[spot.to])))
                spot.to = end_of_digits(text, spot.to + 1);
            if (spot.to > i)
                sort_number(check, spot, single, several);
            i = spot.to > i ? spot.to - 1 : i;
        }
    }
    check_minority(check, CHECK_DIGIT_WIDTH, single,
                   _("\"%s\": most single digits here are of the other width"),
                   _("single digits are half- and full-width in this "
                     "document"));
    check_minority(check, CHECK_DIGIT_WIDTH, several,
                   _("\"%s\": most numbers here are of the other width"),
                   _("numbers of several digits are half- and full-width in "
                     "this document"));
}
