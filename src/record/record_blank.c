/*
 * A blank source: all keys of a form, in its order, with comments.
 *
 * Required fields have something behind them, since a source without them
 * is wrong; all others are empty, which is the same as not written. A list
 * of records has one record when it must be there, else its keys stand in
 * comments.
 */
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "form/form.h"
#include "record/new.h"
#include "unicode/unicode.h"

struct blank {
    struct arena *arena;
    const struct form *form;
    const char *year; /* the words of the fiscal year, or NULL */
    struct bytes *out;
    bool quiet; /* what is written stands in comments */
};

/* The start of a line: "# " in front where it is a comment. */
static void begin_line(struct blank *blank, int indent)
{
    bytes_printf(blank->out, "%*s", indent, "");
    if (blank->quiet)
        bytes_append_string(blank->out, "# ");
}

static void put_comment(struct blank *blank, int indent, const char *words)
{
    bytes_printf(blank->out, "%*s# %s\n", indent, "", words);
}

/* ---- what is said of a field ----------------------------------------------
 */

static const char *describe_stages(struct blank *blank,
                                   const struct form_field *field)
{
    const char *out = "";

    for (size_t i = 0; i < field->stage_count; i++)
        out = arena_printf(
            blank->arena, "%s%s%s", out, i ? ", " : "",
            form_lookup_stage(blank->form, field->stages[i])->name);
    return out;
}

static void put_choices(struct blank *blank, const struct form_field *field,
                        int indent)
{
    for (size_t i = 0; i < field->choice_count; i++) {
        const struct form_choice *choice = &field->choices[i];

        put_comment(blank, indent,
                    arena_printf(blank->arena, "  %s%s%s", choice->value,
                                 choice->word ? "  " : "",
                                 choice->word ? choice->word : ""));
    }
}

static void put_markers(struct blank *blank, const struct form_field *field,
                        int indent)
{
    const char *out = "";

    for (size_t i = 0; field->markers && i < field->markers->count; i++)
        out = arena_printf(blank->arena, "%s  %s", out,
                           field->markers->items[i].pattern);
    put_comment(blank, indent,
                _("A list of lines, each \"- words\" below the key."));
    if (*out)
        put_comment(blank, indent,
                    arena_printf(blank->arena,
                                 _("A line may begin with (N: a number):%s"),
                                 out));
}

static void put_kind(struct blank *blank, const struct form_field *field,
                     int indent)
{
    if (field->type == FORM_CHOICE) {
        put_comment(blank, indent, _("One of these:"));
        put_choices(blank, field, indent);
    } else if (field->type == FORM_ENTRIES || field->type == FORM_STRINGS) {
        put_markers(blank, field, indent);
    } else if (field->type == FORM_NUMBER) {
        put_comment(blank, indent, _("A number without its unit."));
    } else if (field->type == FORM_DATE) {
        put_comment(blank, indent, _("A date, such as 2020-10-01."));
    }
}

/* What it is, who needs it, what may stand there. */
static void put_about(struct blank *blank, const struct form_field *field,
                      int indent, bool staged)
{
    bool list = field->type == FORM_RECORDS; /* its data is a number */
    const char *about = field->description ? field->description
                        : list             ? NULL
                                           : field->data.about;

    if (about)
        put_comment(blank, indent, about);
    if (field->stage_count && !staged)
        put_comment(blank, indent,
                    arena_printf(blank->arena, _("Of these stages: %s"),
                                 describe_stages(blank, field)));
    if (field->need == FORM_REQUIRED && field->type != FORM_NAME)
        put_comment(blank, indent, _("This must be there."));
    put_kind(blank, field, indent);
    if (field->example)
        put_comment(
            blank, indent,
            arena_printf(blank->arena, _("Such as: %s"), field->example));
}

/* ---- values ---------------------------------------------------------------
 */

/* Something that the field takes; words are left for the author to find. */
static const char *show_value(const struct blank *blank,
                              const struct form_field *field)
{
    bool words = field->type == FORM_TEXT || field->type == FORM_ENTRIES ||
                 field->type == FORM_STRINGS;

    if (field->type == FORM_FISCAL_YEAR && blank->year && field->use)
        return blank->year;
    if (field->example && !words)
        return field->example;
    switch (field->type) {
    case FORM_NAME:
        return blank->form->name;
    case FORM_CHOICE:
        return field->choice_count ? field->choices[0].value : "...";
    case FORM_NUMBER:
        return "0";
    case FORM_DATE:
        return "2020-10-01";
    case FORM_FISCAL_YEAR:
        return unicode_sample_fiscal_year;
    default:
        return "...";
    }
}

static void put_fields(struct blank *blank, const struct form_fields *fields,
                       int indent, bool listed, bool staged);

/* A list of records: one of them, or one in comments. */
static void put_records(struct blank *blank, const struct form_field *field,
                        int indent, bool staged)
{
    bool quiet = blank->quiet;

    blank->quiet |= field->need != FORM_REQUIRED;
    put_fields(blank, field->fields, indent + 2, true, staged);
    blank->quiet = quiet;
}

static void put_field(struct blank *blank, const struct form_field *field,
                      int indent, bool staged)
{
    bool list = field->type == FORM_ENTRIES || field->type == FORM_STRINGS;
    bool filled = field->need == FORM_REQUIRED || field->type == FORM_NAME;

    staged |= field->stage_count > 0;
    bytes_printf(blank->out, "%s:", field->key);
    if (field->type == FORM_RECORDS || field->type == FORM_GROUP) {
        bytes_append_char(blank->out, '\n');
        if (field->type == FORM_RECORDS)
            put_records(blank, field, indent, staged);
        else
            put_fields(blank, field->fields, indent + 2, false, staged);
    } else if (filled && list) {
        bytes_append_char(blank->out, '\n');
        begin_line(blank, indent + 2);
        bytes_printf(blank->out, "- %s\n", show_value(blank, field));
    } else if (filled) {
        bytes_printf(blank->out, " %s\n", show_value(blank, field));
    } else {
        bytes_append_char(blank->out, '\n');
    }
}

/* `listed`: the first key stands behind the dash of its record. */
static void put_fields(struct blank *blank, const struct form_fields *fields,
                       int indent, bool listed, bool staged)
{
    for (size_t i = 0; i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        int at = listed ? indent + 2 : indent;

        if (!listed && !indent && i)
            bytes_append_char(blank->out, '\n');
        put_about(blank, field, listed && !i ? indent : at, staged);
        begin_line(blank, listed && !i ? indent : at);
        if (listed && !i)
            bytes_append_string(blank->out, "- ");
        put_field(blank, field, at, staged);
    }
}

void record_write_blank(struct arena *arena, const struct form *form,
                        const char *year, struct bytes *out)
{
    struct blank blank = {
        .arena = arena, .form = form, .year = year, .out = out
    };

    put_comment(&blank, 0, form->name);
    put_comment(&blank, 0,
                _("A key with nothing behind it is the same as no key. Lines "
                  "that begin with # are comments."));
    put_fields(&blank, &form->fields, 0, false, false);
}
