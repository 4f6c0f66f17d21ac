/* Fields that hold one value, and lists of plain words. */
#include "record/record_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "form/form.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

/* A mistake that concerns a whole scalar. */
static struct diag *report_scalar(struct record_reader *reader,
                                  const struct node *node, const char *rule,
                                  const char *message)
{
    struct diag *diag = diag_add(reader->diags, DIAG_ERROR, rule, node->at,
                                 _(message), node->value);

    diag->width = (int)utf8_count(node->value, node->len);
    return diag;
}

/* ---- choices ---------------------------------------------------------- */

static const char *list_choices(struct record_reader *reader,
                                const struct form_field *field)
{
    const char *out = "";

    for (size_t i = 0; i < field->choice_count; i++) {
        const struct form_choice *choice = &field->choices[i];
        const char *comma = i ? ", " : "";

        out = choice->word ? arena_printf(reader->arena, "%s%s%s (%s)", out,
                                          comma, choice->value, choice->word)
                           : arena_printf(reader->arena, "%s%s%s", out, comma,
                                          choice->value);
    }
    return out;
}

/* The first code point that is no variation selector, which `*text` passes. */
static uint32_t next_sign(const char **text)
{
    uint32_t c;
    size_t n;

    do {
        c = utf8_decode(*text, strlen(*text), &n);
        *text += **text ? n : 0;
    } while (unicode_is_variation_selector(c));
    return c;
}

static bool looks_like(const char *left, const char *right)
{
    while (*left && *right)
        if (!unicode_looks_like(next_sign(&left), next_sign(&right)))
            return false;
    return !next_sign(&left) && !next_sign(&right);
}

static struct diag *report_signs(struct record_reader *reader,
                                 const struct node *node, const char *choice,
                                 uint32_t typed, uint32_t meant)
{
    struct diag *diag =
        diag_add(reader->diags, DIAG_ERROR, "source-choice", node->at,
                 _("\"%s\" (U+%04X) only looks like the choice \"%s\" "
                   "(U+%04X)"),
                 node->value, (unsigned)typed, choice, (unsigned)meant);

    diag->width = (int)utf8_count(node->value, node->len);
    return diag;
}

/*
 * Reports a value that looks like a choice. Code points tell the two apart
 * where the eye cannot.
 */
static void report_look_alike(struct record_reader *reader,
                              const struct node *node, const char *choice)
{
    const char *left = node->value;
    const char *right = choice;
    uint32_t typed = 0;
    uint32_t meant = 0;
    struct diag *diag;

    while (*left && *right && typed == meant) {
        typed = next_sign(&left);
        meant = next_sign(&right);
    }
    if (typed != meant)
        diag = report_signs(reader, node, choice, typed, meant);
    else
        diag = report_scalar(reader, node, "source-choice",
                             N_("\"%s\" is none of the choices"));
    diag->similar = choice;
    diag->instead = record_mend_line(reader, node, choice);
}

static void read_choice(struct record_reader *reader, const struct node *node,
                        struct value *value)
{
    const struct form_field *field = value->field;
    const char **values =
        arena_calloc(reader->arena, field->choice_count + 1, sizeof *values);
    struct diag *diag;

    for (size_t i = 0; i < field->choice_count; i++) {
        values[i] = field->choices[i].value;
        if (!strcmp(values[i], node->value)) {
            value->choice = (int)i;
            return;
        }
        /* What the sign means is an easy slip for the sign itself. */
        if (field->choices[i].word &&
            !strcmp(field->choices[i].word, node->value)) {
            diag = report_scalar(reader, node, "source-choice",
                                 N_("\"%s\" is the meaning of a choice, not "
                                    "the choice"));
            diag->instead = record_mend_line(reader, node, values[i]);
            return;
        }
    }
    for (size_t i = 0; i < field->choice_count; i++)
        if (looks_like(node->value, values[i])) {
            report_look_alike(reader, node, values[i]);
            return;
        }
    diag = report_scalar(reader, node, "source-choice",
                         N_("\"%s\" is none of the choices"));
    diag->expected = arena_printf(reader->arena, _("one of: %s"),
                                  list_choices(reader, field));
    diag->similar = diag_nearest(node->value, values, field->choice_count);
}

/* ---- numbers ---------------------------------------------------------- */

/* Fifteen digits fit an int64_t and a spreadsheet's numbers alike. */
enum { NUMBER_DIGITS = 15 };

static bool is_minus(uint32_t c)
{
    /* hyphen-minus, minus, full-width hyphen-minus, and the white and
       black triangles of Japanese bookkeeping */
    return c == '-' || c == 0x2212 || c == 0xFF0D || c == 0x25B3 || c == 0x25B2;
}

static bool is_point(uint32_t c)
{
    return c == '.' || c == 0xFF0E;
}

static bool is_comma(uint32_t c)
{
    return c == ',' || c == 0xFF0C;
}

/*
 * A number as people type it: minus, digits (half or full width) that may
 * be grouped in threes, a point and decimals.
 */
static bool parse_number(const char *text, int64_t *number, int *decimals)
{
    size_t len = strlen(text);
    bool negative = false;
    bool point = false;
    bool grouped = false;
    int digits = 0;
    int run = 0; /* digits since the beginning, a comma or the point */
    size_t n;

    *number = 0;
    for (size_t i = 0; i < len; i += n) {
        uint32_t c = utf8_decode(text + i, len - i, &n);
        int digit = unicode_digit(c);

        if (!i && is_minus(c)) {
            negative = true;
        } else if (digit >= 0 && digits < NUMBER_DIGITS) {
            *number = *number * 10 + digit;
            digits++;
            run++;
        } else if (is_point(c) && !point && run && (!grouped || run == 3)) {
            point = true;
            run = 0;
        } else if (is_comma(c) && !point && run &&
                   (grouped ? run == 3 : run <= 3)) {
            grouped = true;
            run = 0;
        } else {
            return false;
        }
    }
    *decimals = point ? run : 0;
    if (negative)
        *number = -*number;
    return run && (point || !grouped || run == 3);
}

static void read_number(struct record_reader *reader, const struct node *node,
                        struct value *value)
{
    int allowed = value->field->decimals;
    bool good = parse_number(node->value, &value->number, &value->decimals);

    if (good && value->decimals <= allowed)
        return;
    report_scalar(reader, node, "source-number",
                  good ? N_("\"%s\" has too many decimals")
                       : N_("\"%s\" is not a number"))
        ->expected =
        allowed ? arena_printf(reader->arena,
                               _("a number such as 1,234 or 12.5, without its "
                                 "unit (decimals: %d at most)"),
                               allowed)
                : _("a whole number such as 12 or 1,234, without its unit");
}

/* ---- years and dates -------------------------------------------------- */

static void report_year(struct record_reader *reader, const struct node *node,
                        const struct form_field *field, const char *rule,
                        enum unicode_year_error error, const char *suggestion)
{
    static const char *const messages[] = {
        [UNICODE_YEAR_SYNTAX] = N_("\"%s\" is not a fiscal year"),
        [UNICODE_YEAR_ZERO] = N_("\"%s\": no era has a year 0"),
        [UNICODE_YEAR_PAST_ERA] = N_("\"%s\": the era ended before that year"),
    };
    bool date = field->type == FORM_DATE;
    struct diag *diag =
        report_scalar(reader, node, rule,
                      date && error == UNICODE_YEAR_SYNTAX
                          ? N_("\"%s\" is not a date, or there is no such day")
                          : messages[error]);

    if (suggestion)
        diag->instead = record_mend_line(reader, node, suggestion);
    else if (date)
        diag->expected = _("era or four-digit year, month and day, or "
                           "2020-10-01");
    else
        diag->expected = _("an era and its year, or four digits, and the "
                           "word for fiscal year");
}

static void read_year(struct record_reader *reader, const struct node *node,
                      struct value *value)
{
    const char *suggestion = NULL;
    enum unicode_year_error error = unicode_parse_fiscal_year(
        reader->arena, node->value, &value->year, &suggestion);

    if (error)
        report_year(reader, node, value->field, "source-year", error,
                    suggestion);
}

static void read_date(struct record_reader *reader, const struct node *node,
                      struct value *value)
{
    const char *suggestion = NULL;
    enum unicode_year_error error =
        unicode_parse_date(reader->arena, node->value, &value->year,
                           &value->month, &value->day, &suggestion);

    if (error)
        report_year(reader, node, value->field, "source-date", error,
                    suggestion);
}

/* ---- the name of the form --------------------------------------------- */

static void read_form_name(struct record_reader *reader,
                           const struct node *node)
{
    struct diag *diag;

    if (!strcmp(node->value, reader->form->name))
        return;
    diag = diag_add(reader->diags, DIAG_ERROR, "source-form", node->at,
                    _("\"%s\" is not the name of this form (%s)"), node->value,
                    reader->form->name);
    diag->width = (int)utf8_count(node->value, node->len);
    diag->instead = record_mend_line(reader, node, reader->form->name);
}

/* ---- the doors -------------------------------------------------------- */

/* The text a record's number stands before: its first field of words. */
static bool is_title(const struct record *record, const struct value *value)
{
    for (size_t i = 0; i < record->fields->count; i++)
        if (record->fields->items[i].type == FORM_TEXT)
            return &record->fields->items[i] == value->field;
    return false;
}

void record_read_scalar(struct record_reader *reader,
                        const struct record *record, const struct node *node,
                        struct value *value)
{
    if (node->kind != NODE_SCALAR) {
        record_report_type(reader, node, value->field);
        return;
    }
    value->text = record_make_text(reader, node, 0, node->len);
    if (value->field->ruby)
        value->text = record_split_ruby(reader, value->text);
    record_check_characters(reader, node, 0);
    switch (value->field->type) {
    case FORM_CHOICE:
        read_choice(reader, node, value);
        break;
    case FORM_NUMBER:
        read_number(reader, node, value);
        break;
    case FORM_FISCAL_YEAR:
        read_year(reader, node, value);
        break;
    case FORM_DATE:
        read_date(reader, node, value);
        break;
    case FORM_NAME:
        read_form_name(reader, node);
        break;
    default:
        record_check_generated(reader, record, node, is_title(record, value));
        break;
    }
}

void record_read_strings(struct record_reader *reader, const struct node *node,
                         struct value *value)
{
    if (node->kind != NODE_SEQUENCE) {
        record_report_type(reader, node, value->field);
        return;
    }
    value->strings =
        arena_calloc(reader->arena, node->count + 1, sizeof *value->strings);
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];

        if (item->kind != NODE_SCALAR || node_is_empty(item)) {
            record_report_type(reader, item, value->field);
            continue;
        }
        record_check_characters(reader, item, 0);
        for (size_t k = 0; k < i; k++)
            if (node->items[k]->kind == NODE_SCALAR &&
                !strcmp(node->items[k]->value, item->value)) {
                report_scalar(reader, item, "source-repeated",
                              N_("\"%s\" stands here twice"));
                break;
            }
        value->strings[value->string_count++] =
            record_make_text(reader, item, 0, item->len);
    }
}
