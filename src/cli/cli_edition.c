/*
 * Editions: the departments of a year. Their vocabulary is the form in
 * templates/edition; what a key is for is told by its `use`, never by its
 * words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "record/record.h"
#include "yaml/node.h"

const char edition_file[] = "edition.yaml";
const char edition_form[] = "edition";

const struct form *load_edition_form(struct session *session)
{
    const char *own = session->options->templates;
    const struct form **form = &session->edition_form;
    char *folder =
        own ? arena_printf(session->shared, "%s/%s", own, edition_form) : NULL;
    char *fields;

    if (*form)
        return *form;
    if (folder)
        fields = arena_printf(session->shared, "%s/fields.yaml", folder);
    if (!folder || !disk_may_read(fields))
        folder = arena_printf(session->shared, "%s/%s",
                              session->places.templates, edition_form);
    fields = arena_printf(session->shared, "%s/fields.yaml", folder);
    *form = session->options->book
                ? form_load(session->shared, folder, &session->diags)
                : form_load_fields(session->shared, fields, &session->diags);
    return *form;
}

static struct record *read_edition(struct session *session, const char *path)
{
    struct node_options strict = { .allow_flow = false };
    struct source *source = source_load(session->arena, path, NODE_FILE_LIMIT);
    const struct form *form;
    struct node *root;

    if (!source)
        return NULL;
    form = load_edition_form(session);
    root = node_read(session->arena, source, &strict, &session->diags);
    if (!form || !root)
        return NULL;
    return record_read(session->arena, root, form, NULL, &session->diags);
}

static const struct value *present(const struct record *edition,
                                   const char *use)
{
    const struct value *value = record_lookup_use(edition, use);

    return value && value->present ? value : NULL;
}

static const char *words_of(struct session *session,
                            const struct record *edition, const char *use)
{
    const struct value *value = present(edition, use);

    return value ? text_join(session->arena, &value->text) : NULL;
}

static char *iso_date(struct session *session, const struct value *date)
{
    return arena_printf(session->arena, "%04d-%02d-%02d", date->year,
                        date->month, date->day);
}

static void list_closings(struct session *session, const struct record *edition,
                          struct data_edition *data)
{
    const struct value *list = present(edition, "stages");
    size_t count = list ? list->records.count : 0;

    data->closings =
        arena_calloc(session->arena, count + 1, sizeof *data->closings);
    for (size_t i = 0; i < count; i++) {
        const struct record *record = list->records.items[i];
        const struct form_field *stage =
            form_lookup_use(record->fields, "stage");
        const struct form_field *date =
            form_lookup_use(record->fields, "closing-date");
        const struct value *day =
            date ? record_lookup(record, date->key) : NULL;

        if (stage && day && day->year)
            data->closings[data->closing_count++] = (struct data_closing){
                text_join(session->arena,
                          &record_lookup(record, stage->key)->text),
                iso_date(session, day)
            };
    }
}

static struct data_edition *make_data(struct session *session,
                                      const struct record *edition,
                                      const struct value *day)
{
    struct data_edition *data = arena_alloc(session->arena, sizeof *data);
    const struct value *year = present(edition, "year");

    data->city = words_of(session, edition, "city");
    data->area = words_of(session, edition, "area");
    if (day && day->year)
        data->date = iso_date(session, day);
    data->year_typed = words_of(session, edition, "year");
    data->year = year ? year->year : 0;
    list_closings(session, edition, data);
    return data;
}

/* ---- stages ---------------------------------------------------------------
 */

static void add_stage(struct session *session, const struct record *edition,
                      const struct value *name, const struct value *day,
                      struct edition_stages *stages)
{
    struct value *kept = NULL;

    if (day) { /* a book prints the edition with another day */
        kept = arena_alloc(session->arena, sizeof *kept);
        *kept = *day;
    }
    *LIST_ADD(session->arena, stages) = (struct edition_stage){
        .name = text_join(session->arena, &name->text),
        .at = name->at,
        .day = kept,
        .data = make_data(session, edition, day),
    };
}

/* Those listed in the edition; its own day is that of the stage it is at. */
static const struct edition_stages *list_stages(struct session *session,
                                                const struct record *edition)
{
    struct edition_stages *stages = arena_alloc(session->arena, sizeof *stages);
    const struct value *list = present(edition, "stages");
    const struct value *now = present(edition, "stage");
    const char *name = now ? text_join(session->arena, &now->text) : NULL;
    size_t at = list ? list->records.count : 0;

    stages->undated = make_data(session, edition, NULL);
    for (size_t i = 0; list && i < list->records.count; i++) {
        const struct record *record = list->records.items[i];
        const struct value *stage = record_find_use(record, "stage");
        const struct value *day = record_find_use(record, "date");
        bool same;

        if (!stage || !stage->present) /* reported already */
            continue;
        same = name && !strcmp(name, text_join(session->arena, &stage->text));
        at = same ? stages->count : at;
        if (!day || !day->present)
            day = same ? present(edition, "date") : NULL;
        add_stage(session, edition, stage, day, stages);
    }
    if (now && at >= stages->count) {
        at = stages->count;
        add_stage(session, edition, now, present(edition, "date"), stages);
    }
    stages->now = now ? &stages->items[at] : NULL;
    return stages;
}

/* The one of these that a form's stage is named by; NULL when none is. */
static const struct edition_stage *
match_stage(const struct edition_stages *stages, const struct form *form,
            const struct form_stage *stage)
{
    for (size_t i = 0; form && stage && i < stages->count; i++)
        if (form_lookup_stage(form, stages->items[i].name) == stage)
            return &stages->items[i];
    return NULL;
}

/* Its day is the document's. */
static void date_document(struct session *session,
                          const struct edition_stage *stage,
                          struct document *document)
{
    const struct value *day = stage ? stage->day : NULL;

    document->at = stage;
    document->edition = stage ? stage->data : document->stages->undated;
    if (day && day->year)
        document->date = arena_printf(session->arena, "D:%04d%02d%02d",
                                      day->year, day->month, day->day);
}

void settle_stage(struct session *session, struct document *document)
{
    if (document->stages)
        date_document(
            session,
            match_stage(document->stages, document->form, document->stage),
            document);
}

/* What every document takes over from its edition; `stage`: of those listed,
 * or NULL for the one that is asked for or the edition is at. */
static void take_over(struct session *session,
                      const struct edition_stages *stages,
                      const struct edition_stage *stage,
                      struct document *document)
{
    stage = stage ? stage : stages->now;
    document->stages = stages;
    document->edition = stages->undated;
    document->stage_name = session->options->stage;
    if (stage && !document->stage_name) {
        document->stage_name = stage->name;
        document->stage_at = stage->at;
    }
}

/* A source in the folder that the edition does not name is not printed. */
static void warn_unlisted(struct session *session, const char *folder,
                          const struct value *order)
{
    struct disk_listing listing = disk_list(folder);
    const char *name;

    while ((name = disk_list_next(&listing))) {
        const char *dot = strrchr(name, '.');
        bool listed = false;
        char *stem;

        if (!dot || strcmp(dot, ".yaml") || name[0] == '.' ||
            !strcmp(name, edition_file))
            continue;
        stem = arena_copy(session->arena, name, (size_t)(dot - name));
        for (size_t i = 0; i < order->string_count; i++)
            listed |=
                !strcmp(stem, text_join(session->arena, &order->strings[i]));
        if (!listed)
            diag_add(&session->diags, DIAG_WARNING, "edition-unlisted",
                     order->at, _("%s is in the folder, but not listed"), stem);
    }
}

static void add_department(struct session *session, const char *folder,
                           const struct edition_stages *stages,
                           const struct edition_stage *stage,
                           const struct text *name)
{
    char *stem = text_join(session->arena, name);
    char *path = arena_printf(session->arena, "%s/%s.yaml", folder, stem);
    struct document document = { .path = path, .stem = stem, .folder = folder };

    /* Outputs are named by it: they would land beside their folder. */
    if (strchr(stem, '/')) {
        diag_add(&session->diags, DIAG_ERROR, "edition-file", name->items[0].at,
                 _("\"%s\" is no file name of a department"), stem)
            ->expected = _("the name of a file in this folder, without .yaml");
        return;
    }
    if (!disk_may_read(path)) {
        diag_add(&session->diags, DIAG_ERROR, "edition-file", name->items[0].at,
                 _("there is no file %s"), path);
        return;
    }
    take_over(session, stages, stage, &document);
    *LIST_ADD(session->arena, &session->documents) = document;
}

/* The stage of a book: of its parts, which were not read yet. */
static const struct edition_stage *
book_stage(struct session *session, const struct record *edition,
           const struct edition_stages *stages,
           const struct edition_stage *stage)
{
    const char *asked = session->options->stage;
    const char *name = words_of(session, edition, "form");
    const struct form *form;

    if (stage || !asked || !name)
        return stage ? stage : stages->now;
    form = find_form_named(session, name);
    return form ? match_stage(stages, form, form_lookup_stage(form, asked))
                : NULL;
}

/* The edition as a document of its own: a book's, or what a summary is made
 * of. */
static void add_book(struct session *session, const char *path,
                     struct record *edition,
                     const struct edition_stages *stages,
                     const struct edition_stage *stage, size_t first)
{
    struct book book = {
        .own = { .path = path,
                 .form = edition->form,
                 .record = edition,
                 .stage = form_lookup_stage(edition->form, NULL) },
        .first = first,
        .count = session->documents.count - first,
    };

    take_over(session, stages, stage, &book.own);
    date_document(session, book_stage(session, edition, stages, stage),
                  &book.own);
    book.own.stem = book.own.stage ? book.own.stage->id : edition_form;
    *LIST_ADD(session->arena, &session->books) = book;
}

static char *without_slash(struct session *session, const char *folder)
{
    size_t len = strlen(folder);

    while (len > 1 && folder[len - 1] == '/')
        len--;
    return arena_copy(session->arena, folder, len);
}

/* The departments at one stage, and the book of them. */
static void add_stage_documents(struct session *session, const char *folder,
                                const char *path, struct record *edition,
                                const struct edition_stages *stages,
                                const struct edition_stage *stage)
{
    const struct value *order = present(edition, "order");
    size_t first = session->documents.count;

    for (size_t i = 0; i < order->string_count; i++)
        if (order->strings[i].count)
            add_department(session, folder, stages, stage, &order->strings[i]);
    if (session->options->book || session->options->summary ||
        session->options->site)
        add_book(session, path, edition, stages, stage, first);
}

void load_edition(struct session *session, const char *folder)
{
    char *base = without_slash(session, folder);
    char *path = arena_printf(session->arena, "%s/%s", base, edition_file);
    struct record *edition = read_edition(session, path);
    const struct edition_stages *stages;

    if (!edition) {
        if (!disk_may_read(path))
            diag_add(&session->diags, DIAG_ERROR, "edition-file",
                     (struct position){ 0 },
                     _("%s: a folder needs an edition.yaml"), folder);
        return;
    }
    if (!present(edition, "order"))
        return;
    stages = list_stages(session, edition);
    if (!session->options->all_stages)
        add_stage_documents(session, base, path, edition, stages, NULL);
    for (size_t i = 0; session->options->all_stages && i < stages->count; i++)
        add_stage_documents(session, base, path, edition, stages,
                            &stages->items[i]);
    warn_unlisted(session, base, present(edition, "order"));
}

void load_beside(struct session *session, struct document *document)
{
    const char *slash = strrchr(document->path, '/');
    size_t len = slash ? (size_t)(slash - document->path) : 1;
    char *folder =
        arena_copy(session->arena, slash ? document->path : ".", len);
    char *path = arena_printf(session->arena, "%s/%s", folder, edition_file);
    struct diags diags = session->diags;
    struct record *edition;

    document->stage_name = session->options->stage;
    if (!strcmp(document->path, "-") || !disk_may_read(path) ||
        !strcmp(document->stem, "edition"))
        return;
    edition = read_edition(session, path);
    if (edition)
        take_over(session, list_stages(session, edition), NULL, document);
    session->diags = diags; /* the edition's own faults are not asked for */
}
