/*
 * Comparison: two sources of one form, and all that `diff` makes of them.
 *
 * An input holds a part "source" and either a part "new" or a part "edits",
 * which makes the new source of the old one: edits keep more of an input a
 * source than a second one does. A part "args" holds letters:
 *
 *     a    what is the same is shown, too
 *     p    the two have different paths
 *     s    only what the form's first stage reads is compared
 *     v    the sheet is proven, without its marks
 *     0-3  the stage of templates/taisho; 0 without
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "compare/compare.h"
#include "compare/line_text.h"
#include "form/form.h"
#include "fuzz/edit.h"
#include "fuzz/fuzz.h"
#include "fuzz/marks.h"
#include "record/record.h"
#include "yaml/node.h"

static struct fuzz_part make_new(struct arena *arena,
                                 const struct fuzz_parts *parts,
                                 struct fuzz_part old)
{
    struct fuzz_part new = fuzz_lookup(parts, "new");

    if (!new.name)
        new = fuzz_edit(arena, old, fuzz_lookup(parts, "edits"));
    if (getenv("FUZZ_SHOW"))
        fwrite(new.data, 1, new.len, stderr);
    return new;
}

/* ---- segments ------------------------------------------------------------ */

/* What is shared and gone is the old text, what is shared and new the new. */
static void hold_line(struct arena *arena, const struct compare_line *line)
{
    const char *old = line_text(arena, line, true);
    const char *new = line_text(arena, line, false);
    size_t old_at = 0;
    size_t new_at = 0;

    for (size_t i = 0; i < line->segments.count; i++) {
        const struct compare_segment *one = &line->segments.items[i];
        bool had = one->change != SPAN_ADDED;
        bool has = one->change != SPAN_REMOVED;

        if (had != (one->old_len > 0) || has != (one->new_len > 0))
            fuzz_fail("segment", "its lengths do not fit its change");
        if ((had && one->old_at != old_at) || (has && one->new_at != new_at))
            fuzz_fail("segment", "does not begin where the last one ends");
        if (had && has &&
            (one->old_len != one->new_len ||
             memcmp(old + old_at, new + new_at, one->old_len) != 0))
            fuzz_fail("segment", "what is the same is not");
        old_at += one->old_len;
        new_at += one->new_len;
    }
    if (line->segments.count &&
        (old_at != strlen(old) || new_at != strlen(new)))
        fuzz_fail("segments", "are not all of the text");
    if (!line->segments.count && line->old_count && line->new_count &&
        strcmp(old, new) != 0)
        fuzz_fail("segments", "none, and the texts differ");
}

static size_t count_texts(const struct value *value)
{
    if (value->field->type == FORM_NAME || !value->present)
        return 0;
    return value->entries.count + value->string_count +
           (text_length(&value->text) > 0);
}

/* Lines of a part have each text of either side once. */
static void hold_part(struct arena *arena, const struct compare_node *node,
                      const struct compare_part *part)
{
    const struct record *records[] = { node->old, node->new };
    size_t counts[2] = { 0 };

    for (size_t i = 0; i < part->line_count; i++) {
        const struct compare_line *line = &part->lines[i];

        hold_line(arena, line);
        if (line->gone)
            continue;
        counts[0] += line->old_count;
        counts[1] += line->new_count;
    }
    for (int side = 0; side < 2; side++) {
        const struct value *value =
            records[side] && !strchr(part->path, '.')
                ? record_lookup(records[side], part->field->key)
                : NULL;

        if (value && !part->node_count && count_texts(value) != counts[side])
            fuzz_fail(part->path, "a text is there twice, or is not");
    }
}

static void hold_node(struct arena *arena, const struct compare_node *node)
{
    if (node->gone)
        return;
    for (size_t i = 0; i < node->part_count; i++) {
        hold_part(arena, node, &node->parts[i]);
        for (size_t k = 0; k < node->parts[i].node_count; k++)
            hold_node(arena, node->parts[i].nodes[k]);
    }
}

/* ---- JSON ---------------------------------------------------------------- */

static void append_side(struct bytes *out, json_t *segments, const char *other)
{
    size_t i;
    json_t *one;

    json_array_foreach(
        segments, i,
        one) if (strcmp(json_string_value(json_object_get(one, "change")),
                        other) != 0)
        bytes_append_string(out,
                            json_string_value(json_object_get(one, "text")));
}

static void hold_change(json_t *change, const char *side, const char *other)
{
    json_t *text = json_object_get(json_object_get(change, side), "text");
    struct bytes all = { 0 };

    append_side(&all, json_object_get(change, "segments"), other);
    bytes_append(&all, "", 1);
    if (strcmp(text ? json_string_value(text) : "", (char *)all.data) != 0)
        fuzz_fail("JSON: the segments are not the text", (char *)all.data);
    bytes_free(&all);
}

static void hold_json(struct arena *arena, const struct comparison *comparison)
{
    struct bytes out = { 0 };
    json_error_t error;
    json_t *root;
    json_t *document;
    json_t *change;
    size_t i;
    size_t k;

    compare_write_json(arena, comparison, &out);
    root = json_loadb((const char *)out.data, out.len, JSON_REJECT_DUPLICATES,
                      &error);
    if (!root)
        fuzz_fail("JSON", error.text);
    json_array_foreach(json_object_get(root, "documents"), i, document)
        json_array_foreach(json_object_get(document, "changes"), k,
                           change) if (json_object_get(change, "segments"))
    {
        hold_change(change, "old", "added");
        hold_change(change, "new", "removed");
    }
    json_decref(root);
    bytes_free(&out);
}

/* ---- the terminal -------------------------------------------------------- */

static void hold_term(struct arena *arena, const struct comparison *comparison)
{
    struct bytes out = { 0 };

    compare_write_term(arena, comparison, false, &out);
    for (size_t i = 0; i < out.len; i++)
        if (out.data[i] < ' ' && out.data[i] != '\n' && out.data[i] != '\t')
            fuzz_fail("terminal", "a control character");
    compare_write_term(arena, comparison, true, &out);
    bytes_free(&out);
}

/* ---- sheets -------------------------------------------------------------- */

/* The author's words of a text, with readings; but those of a change. */
static void append_words(struct bytes *out, const struct text *text,
                         enum span_change but)
{
    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (span->origin != SPAN_SOURCE ||
            (but != SPAN_SAME && span->change == but))
            continue;
        bytes_append(out, span->utf8, span->len);
        if (span->ruby)
            bytes_printf(out, "<%s>", span->ruby);
    }
}

static void append_value(struct bytes *out, const struct value *value,
                         enum span_change but)
{
    if (value->field->type == FORM_NAME || !value->present)
        return;
    for (size_t i = 0; i < value->entries.count; i++) {
        append_words(out, &value->entries.items[i].marker, but);
        append_words(out, &value->entries.items[i].text, but);
    }
    for (size_t i = 0; i < value->string_count; i++)
        append_words(out, &value->strings[i], but);
    append_words(out, &value->text, but);
}

/* Everything a record says, in the form's order; `use`: one kind of field. */
static void append_record(struct bytes *out, const struct record *record,
                          const char *stage, const char *use,
                          enum span_change but)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct form_field *field = value->field;

        if (stage && !form_concerns(field, stage))
            continue;
        if (!use || (field->use && !strcmp(field->use, use)))
            append_value(out, value, but);
        for (size_t k = 0; k < value->records.count; k++)
            append_record(out, value->records.items[k], stage, use, but);
    }
}

static void hold_column(const struct record *sheet, const char *use,
                        enum span_change but, const struct record *source,
                        const char *stage)
{
    struct bytes shown = { 0 };
    struct bytes said = { 0 };

    append_record(&shown, sheet, NULL, use, but);
    if (source)
        append_record(&said, source, stage, NULL, SPAN_SAME);
    bytes_append(&shown, "", 1);
    bytes_append(&said, "", 1);
    if (strcmp((char *)shown.data, (char *)said.data) != 0) {
        if (getenv("FUZZ_SHOW"))
            fprintf(stderr, "said:  %s\nshown: %s\n", said.data, shown.data);
        fuzz_fail("a column is not its text", use);
    }
    bytes_free(&shown);
    bytes_free(&said);
}

static const struct form *load_taisho(void)
{
    static struct diags diags;
    static const struct form *form;

    if (form)
        return form;
    diags = diags_make(arena_new());
    form = form_load(diags.arena, "templates/taisho", &diags);
    if (!form)
        exit(3);
    return form;
}

struct wish {
    bool all;
    bool apart;
    size_t stage;
    const char *only; /* a stage of the sources' form; NULL: all */
    bool pdf;
    bool proven; /* the sheet without its marks; else with them */
};

static void hold_outputs(struct fuzz_run *run, const struct wish *wish,
                         const struct form_stage *stage, struct record *record)
{
    struct bytes page = { 0 };

    if (wish->proven) {
        fuzz_clear_changes(record);
        fuzz_outputs(run, stage, record, fuzz_fonts(), wish->pdf);
        return;
    }
    fuzz_marked_outputs(run, stage, record, wish->pdf, &page);
    bytes_append(&page, "", 1);
    if (page.len > 1 && wish->stage < 3) {
        fuzz_hold_marks(record, &page, SPAN_REMOVED);
        fuzz_hold_marks(record, &page, SPAN_ADDED);
    }
    bytes_free(&page);
}

static void hold_sheet(struct fuzz_run *run, const struct wish *wish,
                       const struct comparison *comparison,
                       const struct record *old, const struct record *new)
{
    static const enum compare_style styles[] = {
        COMPARE_COLUMNS, COMPARE_COLUMNS, COMPARE_MARKED, COMPARE_CLEAN
    };
    const struct form *form = load_taisho();
    const struct form_stage *stage = &form->stages[wish->stage];
    struct compare_options options = { .style = styles[wish->stage],
                                       .all = wish->all,
                                       .title = "title" };
    const char *missing = NULL;
    struct record *record;

    if (!wish->proven) /* it wants every text in a cell */
        options.old_label = options.new_label = "label";
    record =
        compare_make_record(run->arena, comparison, form, &options, &missing);
    if (!record)
        fuzz_fail("no record", missing);
    if (options.style == COMPARE_CLEAN) {
        hold_column(record, "clean-text", SPAN_SAME, new, wish->only);
    } else if (wish->all && options.style == COMPARE_COLUMNS) {
        hold_column(record, "old-text", SPAN_SAME, old, wish->only);
        hold_column(record, "new-text", SPAN_SAME, new, wish->only);
    } else if (wish->all) {
        hold_column(record, "both-texts", SPAN_REMOVED, new, wish->only);
    }
    hold_outputs(run, wish, stage, record);
}

/* ---- one input ----------------------------------------------------------- */

static struct wish read_wish(struct fuzz_part args, const struct form *form)
{
    struct wish wish = { 0 };

    for (size_t i = 0; i < args.len; i++) {
        char letter = args.data[i];

        wish.all |= letter == 'a';
        wish.apart |= letter == 'p';
        wish.proven |= letter == 'v';
        if (letter == 's')
            wish.only = form->stages[0].id;
        if (letter >= '0' && letter <= '3')
            wish.stage = (size_t)(letter - '0');
    }
    return wish;
}

static const struct form *form_of(struct fuzz_run *run, struct fuzz_part part)
{
    struct node_options strict = { .allow_flow = false };
    struct diags diags = diags_make(run->arena);
    struct source *source =
        source_from_string(run->arena, "source.yaml", part.data, part.len);
    struct node *root = node_read(run->arena, source, &strict, &diags);

    return root ? fuzz_find_form(root) : NULL;
}

static void compare(struct fuzz_run *run, const struct wish *wish,
                    const struct record *old, const struct record *new)
{
    struct compare_source left = { "a.yaml", "a.yaml", old };
    struct compare_source right = { wish->apart ? "b.yaml" : "a.yaml", "b.yaml",
                                    new };
    struct comparison *comparison =
        compare_sides(run->arena, &left, 1, &left, 1, wish->only);

    if (!compare_is_same(comparison))
        fuzz_fail("a source", "differs from itself");
    comparison = compare_sides(run->arena, &left, 1, &right, 1, wish->only);
    comparison->old_name = "HEAD~1";
    comparison->new_name = "HEAD";
    for (size_t i = 0; i < comparison->count; i++)
        hold_node(run->arena, comparison->items[i].root);
    hold_json(run->arena, comparison);
    hold_term(run->arena, comparison);
    hold_sheet(run, wish, comparison, old, new);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct fuzz_run run = { .arena = arena_new() };
    struct fuzz_parts parts = fuzz_split(run.arena, data, len);
    struct fuzz_part source = fuzz_lookup(&parts, "source");
    const struct form *form = form_of(&run, source);
    struct record *old = NULL;
    struct record *new = NULL;

    run.diags = diags_make(run.arena);
    if (form) {
        struct fuzz_part edited = make_new(run.arena, &parts, source);

        old = fuzz_read(&run, source.data, source.len, form, &form->stages[0]);
        if (old)
            new = fuzz_read(&run, edited.data, edited.len, form,
                            &form->stages[0]);
    }
    if (new) {
        struct wish wish = read_wish(fuzz_lookup(&parts, "args"), form);

        run.diags = diags_make(run.arena);
        wish.pdf = fuzz_chosen(data, len, 8);
        compare(&run, &wish, old, new);
    }
    fuzz_tell(&run);
    arena_free(run.arena);
    return 0;
}
