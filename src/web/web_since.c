/*
 * What changed since the stage before: for each department how many of its
 * records were filled in, and which marks are others than they were.
 *
 * A source holds all stages of its year, so both are read from one record. A
 * stage's own fields are those that no stage before it reads. A record that
 * has own fields and no list below it with some is one that is filled in or
 * missing; marks are compared at every record, own with own.
 */
#include <string.h>

#include "base/arena.h"
#include "form/form.h"
#include "form/web.h"
#include "record/record.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"
#include "web/inside.h"

/* A mark that is another one than before. */
struct change {
    const struct record *record;
    const struct value *before;
    const struct value *now;
};

struct changes {
    struct change *items;
    size_t count;
    size_t capacity;
};

/* A document between two stages. */
struct since {
    struct arena *arena;
    const char *before; /* ids of the stages */
    const char *now;
    struct changes changes;
    size_t same;
    size_t fresh; /* marks where there was none */
    size_t filled;
    size_t missing;
};

static void put(struct page *page, const char *markup)
{
    html_put(&page->html, markup);
}

/* ---- what a form asks for -------------------------------------------------
 */

/* True when a record of these fields has own ones of that stage; `marks`:
 * among them a mark; `below`: in lists of it. */
static bool has_own(const struct form_fields *fields, const char *stage,
                    bool marks, bool below)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const struct form_field *field = &fields->items[i];
        bool list = field->type == FORM_RECORDS;

        if (!list && !below && !field->fields && form_begins(field, stage) &&
            (!marks || web_is_mark(field)))
            return true;
        if (field->fields && (!list || below) &&
            (has_own(field->fields, stage, marks, list ? false : below) ||
             (list && has_own(field->fields, stage, marks, true))))
            return true;
    }
    return false;
}

static bool has_marks(const struct web_part *part, const char *stage)
{
    const struct form_fields *fields = &part->form->fields;

    return has_own(fields, stage, true, false) ||
           has_own(fields, stage, true, true);
}

/* The nearest stage before the part's that is made as well, or NULL. */
static const struct form_stage *find_before(const struct web_part *part)
{
    const struct form_stage *before = NULL;

    for (size_t i = 0; i < part->form->stage_count; i++) {
        const struct form_stage *stage = &part->form->stages[i];

        if (stage == part->stage)
            return before;
        if (web_find_stage(part, stage))
            before = stage;
    }
    return NULL;
}

/* ---- what a record says ---------------------------------------------------
 */

/* The own mark of a record at a stage, through its groups, or NULL. */
static const struct value *find_mark(const struct record *record,
                                     const char *stage)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct value *inner = NULL;

        if (value->field->type == FORM_GROUP && value->records.count)
            inner = find_mark(value->records.items[0], stage);
        if (inner)
            return inner;
        if (value->present && web_is_mark(value->field) &&
            form_begins(value->field, stage))
            return value;
    }
    return NULL;
}

/* True when some own field of the record has a value. */
static bool is_filled(const struct record *record, const char *stage)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (value->field->type == FORM_GROUP && value->records.count &&
            is_filled(value->records.items[0], stage))
            return true;
        if (value->present && !value->field->fields &&
            form_begins(value->field, stage))
            return true;
    }
    return false;
}

static void compare_marks(struct since *since, const struct record *record)
{
    const struct value *before = find_mark(record, since->before);
    const struct value *now = find_mark(record, since->now);

    if (!now)
        return;
    if (!before)
        since->fresh++;
    else if (!strcmp(before->field->choices[before->choice].value,
                     now->field->choices[now->choice].value))
        since->same++;
    else
        *LIST_ADD(since->arena, &since->changes) =
            (struct change){ record, before, now };
}

static void compare_record(struct since *since, const struct record *record);

static void compare_lists(struct since *since, const struct record *record)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        for (size_t r = 0; r < value->records.count; r++)
            if (value->field->type == FORM_RECORDS)
                compare_record(since, value->records.items[r]);
            else
                compare_lists(since, value->records.items[r]);
    }
}

static void compare_record(struct since *since, const struct record *record)
{
    compare_marks(since, record);
    if (has_own(record->fields, since->now, false, false) &&
        !has_own(record->fields, since->now, false, true)) {
        if (is_filled(record, since->now))
            since->filled++;
        else
            since->missing++;
    }
    compare_lists(since, record);
}

/* ---- the table ------------------------------------------------------------
 */

static void put_header(struct page *page, const char *words)
{
    put(page, "<th scope=\"col\">");
    html_string(&page->html, words);
    put(page, "</th>");
}

static void put_number(struct page *page, const char *column, size_t number)
{
    put(page, "<td class=\"chosho-n\" data-column=\"");
    html_value(&page->html, column, strlen(column));
    put(page, "\">");
    html_int(&page->html, (int64_t)number);
    put(page, "</td>");
}

static void put_row(struct page *page, const struct web_document *document,
                    const struct since *since, bool marks)
{
    const struct form_web_words *words = page->options->words;

    put(page, "<tr><th scope=\"row\">");
    html_string(&page->html, web_document_name(page, document));
    put(page, "</th>");
    put_number(page, words->filled, since->filled);
    put_number(page, words->missing, since->missing);
    if (marks) {
        put_number(page, words->changed, since->changes.count);
        put_number(page, words->same, since->same);
        put_number(page, words->fresh, since->fresh);
    }
    put(page, "</tr>\n");
}

static void put_table(struct page *page, const struct since *items, bool marks,
                      const struct form_stage *before)
{
    const struct form_web_words *words = page->options->words;

    put(page, "<table class=\"chosho-table chosho-sums "
              "chosho-since\">\n<caption><h2>");
    web_put_pattern(page, words->since, before->name, NULL);
    put(page, "</h2></caption>\n<thead><tr>");
    put_header(page, words->document);
    put_header(page, words->filled);
    put_header(page, words->missing);
    if (marks) {
        put_header(page, words->changed);
        put_header(page, words->same);
        put_header(page, words->fresh);
    }
    put(page, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < page->part->count; i++)
        put_row(page, &page->part->items[i], &items[i], marks);
    put(page, "</tbody>\n</table>\n");
}

/* ---- the marks that changed -----------------------------------------------
 */

/* The heading a record has on its sheet, or NULL. */
static const struct sheet_heading *
find_heading(const struct sheet_headings *headings, const char *address)
{
    size_t len = strlen(address);

    for (size_t i = 0; i < headings->count; i++) {
        const char *at = headings->items[i].address;

        if (!strncmp(at, address, len) && at[len] == '/' &&
            !strchr(at + len + 1, '/'))
            return &headings->items[i];
    }
    return NULL;
}

static void put_mark(struct page *page, const struct value *mark)
{
    const struct form_choice *choice = &mark->field->choices[mark->choice];

    web_put_choice(page, choice->value, strlen(choice->value), choice->word);
}

/* The numbers of the records around, outermost first. */
static void put_numbers(struct page *page,
                        const struct sheet_headings *headings,
                        const struct record *record)
{
    const struct sheet_heading *heading;

    if (!record->parent)
        return;
    put_numbers(page, headings, record->parent);
    heading = find_heading(headings, record_address(page->arena, record));
    if (heading)
        html_string(&page->html, text_join(page->arena, &heading->number));
}

static void put_change(struct page *page, const struct web_document *document,
                       const struct sheet_headings *headings,
                       const struct change *change)
{
    const char *address = record_address(page->arena, change->record);
    const struct sheet_heading *heading = find_heading(headings, address);

    put(page, "<li>");
    put(page, "<span class=\"chosho-number\">");
    put_numbers(page, headings, change->record);
    put(page, "</span> ");
    if (heading) {
        put(page, "<a href=\"");
        html_url(&page->html, document->id);
        put(page, ".html");
        html_fragment(&page->html, heading->address);
        put(page, "\">");
        html_string(&page->html, text_join(page->arena, &heading->title));
        put(page, "</a> ");
    }
    put(page, "<span class=\"chosho-change\">");
    put_mark(page, change->before);
    put(page, " <span aria-hidden=\"true\">");
    html_string(&page->html, page->options->words->arrow);
    put(page, "</span><span class=\"chosho-spoken\">");
    html_string(&page->html, page->options->words->becomes);
    put(page, "</span> ");
    put_mark(page, change->now);
    put(page, "</span></li>\n");
}

static void put_changes(struct page *page, const struct web_document *document,
                        const struct since *since)
{
    struct sheet_headings headings =
        sheet_list_headings(page->arena, document->outline->sheet);

    if (!since->changes.count)
        return;
    put(page, "<section class=\"chosho-document\">\n<h3>");
    html_string(&page->html, web_document_name(page, document));
    put(page, "</h3>\n<ul class=\"chosho-changes\">\n");
    for (size_t i = 0; i < since->changes.count; i++)
        put_change(page, document, &headings, &since->changes.items[i]);
    put(page, "</ul>\n</section>\n");
}

void web_put_since(struct page *page)
{
    const struct web_part *part = page->part;
    const struct form_stage *before = find_before(part);
    struct since *items =
        arena_calloc(page->arena, part->count + 1, sizeof *items);
    bool marks = before && has_marks(part, before->id);

    if (!before)
        return;
    for (size_t i = 0; i < part->count; i++) {
        items[i] = (struct since){ .arena = page->arena,
                                   .before = before->id,
                                   .now = part->stage->id };
        compare_record(&items[i], part->items[i].record);
    }
    put_table(page, items, marks, before);
    for (size_t i = 0; i < part->count; i++)
        put_changes(page, &part->items[i], &items[i]);
}
