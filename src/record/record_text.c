/* Texts: spans with exact places, and the characters they may hold. */
#include "record/record_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "form/form.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

enum { IDEOGRAPHIC_SPACE = 0x3000 };

/* ---- spans ------------------------------------------------------------ */

/* Bytes an escape takes in a quoted scalar as written; 0: no escape. */
static size_t escape_length(const struct node *node, const char *raw)
{
    if (node->style == NODE_SINGLE_QUOTED)
        return *raw == '\'' ? 2 : 0;
    if (node->style != NODE_DOUBLE_QUOTED || *raw != '\\')
        return 0;
    switch (raw[1]) {
    case 'x':
        return 4;
    case 'u':
        return 6;
    case 'U':
        return 10;
    default:
        return 2;
    }
}

static void add_span(struct record_reader *reader, struct text *text,
                     const struct node *node, size_t start, size_t end,
                     struct position at)
{
    if (start < end)
        text_add(reader->arena, text,
                 (struct span){ .utf8 = node->value + start,
                                .len = end - start,
                                .origin = SPAN_SOURCE,
                                .at = at });
}

/* The same walk over value and raw text at once, one code point a step. */
static struct text split_at_escapes(struct record_reader *reader,
                                    const struct node *node, size_t start,
                                    size_t end)
{
    struct text text = { 0 };
    struct position at = node_position_at(node, 0);
    struct position from = at;
    size_t begin = start;
    size_t raw = 0;
    size_t n;

    for (size_t i = 0; i < end && raw < node->raw_len; i += n) {
        size_t escape = escape_length(node, node->raw + raw);

        if (i == start)
            from = at;
        utf8_decode(node->value + i, node->len - i, &n);
        raw += escape ? escape : n;
        at.column += escape ? (int)escape : 1;
        if (escape && i >= start) {
            add_span(reader, &text, node, begin, i + n, from);
            begin = i + n;
            from = at;
        }
    }
    add_span(reader, &text, node, begin, end, from);
    return text;
}

struct text record_make_text(struct record_reader *reader,
                             const struct node *node, size_t start, size_t end)
{
    struct text text = { 0 };

    if (node->raw_len != node->len)
        return split_at_escapes(reader, node, start, end);
    add_span(reader, &text, node, start, end, node_position_at(node, start));
    return text;
}

/* ---- characters ------------------------------------------------------- */

static bool is_blank(uint32_t c)
{
    return unicode_is_space(c) || c == '\t' || c == 0xA0 || c == 0x202F;
}

/*
 * The line with the value trimmed: no blanks at the end, nor at byte `start`,
 * before which a marker may stand.
 */
static const char *trim(struct record_reader *reader, const struct node *node,
                        size_t start)
{
    size_t from = node->len;
    size_t to = start;
    size_t n;

    for (size_t i = start; i < node->len; i += n)
        if (!is_blank(utf8_decode(node->value + i, node->len - i, &n))) {
            from = from < i ? from : i;
            to = i + n;
        }
    if (from >= to)
        return NULL;
    return record_mend_line(reader, node,
                            arena_printf(reader->arena, "%.*s%.*s", (int)start,
                                         node->value, (int)(to - from),
                                         node->value + from));
}

/* A run of blanks [at, end) of `count` characters, `wide` of them U+3000. */
static void weigh_blanks(struct record_reader *reader, const struct node *node,
                         size_t start, size_t at, size_t end, int count,
                         int wide)
{
    struct diag *diag;

    if (at == start || end == node->len) {
        diag = diag_add(reader->diags, DIAG_ERROR, "source-space",
                        node_position_at(node, at),
                        at == start ? _("a text begins with a space")
                                    : _("a text ends with a space"));
        diag->expected = _("words only; the form makes indents and gaps");
        diag->instead = trim(reader, node, start);
    } else if (wide >= 2 || count >= 3) {
        diag = diag_add(reader->diags, DIAG_WARNING, "source-space",
                        node_position_at(node, at),
                        _("%d spaces in a row look like layout"), count);
        diag->expected = _("one space between words");
    } else {
        return;
    }
    diag->width = count;
}

static void check_blanks(struct record_reader *reader, const struct node *node,
                         size_t start)
{
    size_t at = 0;
    int count = 0;
    int wide = 0;
    size_t n;

    for (size_t i = start; i < node->len; i += n) {
        uint32_t c = utf8_decode(node->value + i, node->len - i, &n);

        if (is_blank(c)) {
            at = count ? at : i;
            count++;
            wide += c == IDEOGRAPHIC_SPACE;
            if (i + n < node->len)
                continue;
            i += n;
            n = 0;
        }
        if (count)
            weigh_blanks(reader, node, start, at, i, count, wide);
        count = wide = 0;
        if (!n)
            return;
    }
}

/* Shown by nothing and typed by accident; joiners belong to scripts. */
static bool is_invisible(uint32_t c)
{
    return unicode_is_ignorable(c) && !unicode_is_variation_selector(c) &&
           c != 0x200C && c != 0x200D;
}

/* Nothing that a mark could join. */
static bool is_no_base(uint32_t c)
{
    return !c || is_blank(c) || unicode_is_ruby_sign(c);
}

static const char *judge_character(uint32_t c, uint32_t before)
{
    if (unicode_is_plain(c))
        return NULL;
    if (unicode_is_private_use(c))
        return N_("U+%04X is a private-use character: other machines "
                  "show another sign or none");
    if (unicode_is_control(c))
        return N_("U+%04X is a character that cannot be printed");
    if (is_invisible(c))
        return N_("U+%04X is an invisible character");
    if (unicode_is_mark(c) && is_no_base(before))
        return N_("U+%04X is a mark that joins the character before it, and "
                  "there is none");
    return NULL;
}

static const char *expected_character(uint32_t c)
{
    if (unicode_is_private_use(c))
        return _("a character that Unicode has, with a variation selector "
                 "where its shape matters");
    if (unicode_is_mark(c))
        return _("the mark behind the character it belongs to");
    return _("the text without it");
}

/* What `chosho new` leaves for the author to write. */
static void check_placeholder(struct record_reader *reader,
                              const struct node *node)
{
    struct diag *diag;

    if (strcmp(node->value, "...") != 0)
        return;
    diag = diag_add(reader->diags, DIAG_WARNING, "source-placeholder",
                    node_position_at(node, 0),
                    _("\"...\" stands here as in a blank source, and would be "
                      "printed"));
    diag->width = 3;
    diag->expected = _("the words themselves");
}

void record_check_characters(struct record_reader *reader,
                             const struct node *node, size_t start)
{
    uint32_t before = 0;
    size_t n;

    check_placeholder(reader, node);
    check_blanks(reader, node, start);
    record_note_signs(reader, node, start);
    for (size_t i = start; i < node->len; i += n) {
        uint32_t c = utf8_decode(node->value + i, node->len - i, &n);
        const char *message = judge_character(c, before);
        struct diag *diag;

        before = c;
        if (!message)
            continue;
        diag = diag_add(reader->diags, DIAG_ERROR, "source-character",
                        node_position_at(node, i), _(message), (unsigned)c);
        diag->expected = expected_character(c);
        diag->similar = unicode_spacing_mark(c);
    }
}

/* ---- numbers the form makes ------------------------------------------- */

/* Bytes of a circled number a text begins with, or 0. */
static size_t match_circled(const struct record_reader *reader,
                            const char *text)
{
    for (size_t i = 0; i < RECORD_CIRCLED_LIMIT; i++) {
        const char *sign = reader->circled[i];

        if (sign && !strncmp(text, sign, strlen(sign)))
            return strlen(sign);
    }
    return 0;
}

/*
 * Bytes of "3.", "3 " and the like, half or full width, where 3 is
 * the record's own number. Words that begin with a number ("2 schools")
 * are told apart by what follows: "3." before a digit is a decimal.
 */
static size_t match_own_number(const char *text, size_t number)
{
    size_t len = strlen(text);
    size_t value = 0;
    size_t at = 0;
    size_t n = 0;
    uint32_t c = 0;
    bool space;

    for (; at < len; at += n) {
        int digit;

        c = utf8_decode(text + at, len - at, &n);
        digit = unicode_digit(c);
        if (digit < 0 || value > 9999)
            break;
        value = value * 10 + (size_t)digit;
    }
    space = is_blank(c);
    if (!at || at == len || value != number ||
        (!space && c != '.' && c != 0xFF0E && c != ')' && c != 0xFF09))
        return 0;
    at += n;
    if (!space && at < len &&
        unicode_digit(utf8_decode(text + at, len - at, &n)) >= 0)
        return 0;
    return at;
}

static void report_generated(struct record_reader *reader,
                             const struct node *node, size_t len)
{
    const char *rest = node->value + len;
    struct diag *diag =
        diag_add(reader->diags, DIAG_ERROR, "source-generated-number",
                 node_position_at(node, 0),
                 _("the number is typed by hand, but the form makes it"));

    while (*rest == ' ')
        rest++;
    if (!strncmp(rest, "\xE3\x80\x80", 3)) /* U+3000 */
        rest += 3;
    diag->width = (int)utf8_count(node->value, len);
    diag->expected = _("the words alone; numbers follow the order of the list");
    diag->instead = *rest ? record_mend_line(reader, node, rest) : NULL;
}

void record_check_generated(struct record_reader *reader,
                            const struct record *record,
                            const struct node *node, bool title)
{
    for (const struct record *r = record; r; r = r->parent) {
        enum form_numbering numbering =
            r->number ? r->list->numbering : FORM_NUMBER_NONE;
        size_t len = 0;

        if (numbering == FORM_NUMBER_CIRCLED ||
            (numbering && title && r == record))
            len = match_circled(reader, node->value);
        if (!len && numbering && title && r == record)
            len = match_own_number(node->value, r->number);
        if (len) {
            report_generated(reader, node, len);
            return;
        }
    }
}
