/*
 * Editions: the departments of a year. Their vocabulary is the form in
 * templates/edition; what a key is for is told by its `use`, never by its
 * words.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/message.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "record/record.h"
#include "yaml/node.h"

static const char edition_file[] = "edition.yaml";
const char edition_form[] = "edition";

const struct form *load_edition_form(struct session *session)
{
    const char *own = session->options->templates;
    const struct form **form = &session->edition_form;
    char *folder =
        own ? arena_printf(session->arena, "%s/%s", own, edition_form) : NULL;
    char *fields;

    if (*form)
        return *form;
    if (folder)
        fields = arena_printf(session->arena, "%s/fields.yaml", folder);
    if (!folder || access(fields, R_OK))
        folder = arena_printf(session->arena, "%s/%s",
                              session->places.templates, edition_form);
    fields = arena_printf(session->arena, "%s/fields.yaml", folder);
    *form = session->options->book
                ? form_load(session->arena, folder, &session->diags)
                : form_load_fields(session->arena, fields, &session->diags);
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
    const struct value *list = present(edition, "closings");
    size_t count = list ? list->records.count : 0;

    data->closings =
        arena_calloc(session->arena, count + 1, sizeof *data->closings);
    for (size_t i = 0; i < count; i++) {
        const struct record *record = list->records.items[i];
        const struct form_field *stage =
            form_lookup_use(record->fields, "closing-stage");
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

static const struct data_edition *make_data(struct session *session,
                                            const struct record *edition)
{
    struct data_edition *data = arena_alloc(session->arena, sizeof *data);
    const struct value *date = present(edition, "date");
    const struct value *year = present(edition, "year");

    data->city = words_of(session, edition, "city");
    data->area = words_of(session, edition, "area");
    if (date && date->year)
        data->date = iso_date(session, date);
    data->year_typed = words_of(session, edition, "year");
    data->year = year ? year->year : 0;
    list_closings(session, edition, data);
    return data;
}

/* What every document takes over from its edition. */
static void take_over(struct session *session, const struct record *edition,
                      const struct data_edition *data,
                      struct document *document)
{
    const struct value *stage = present(edition, "stage");
    const struct value *date = present(edition, "date");

    document->stage_name = session->options->stage;
    if (stage && !document->stage_name) {
        document->stage_name = text_join(session->arena, &stage->text);
        document->stage_at = stage->at;
    }
    if (date && date->year)
        document->date = arena_printf(session->arena, "D:%04d%02d%02d",
                                      date->year, date->month, date->day);
    document->edition = data;
}

/* A source in the folder that the edition does not name is not printed. */
static void warn_unlisted(struct session *session, const char *folder,
                          const struct value *order)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        const char *dot = strrchr(entry->d_name, '.');
        bool listed = false;
        char *stem;

        if (!dot || strcmp(dot, ".yaml") || entry->d_name[0] == '.' ||
            !strcmp(entry->d_name, edition_file))
            continue;
        stem = arena_copy(session->arena, entry->d_name,
                          (size_t)(dot - entry->d_name));
        for (size_t i = 0; i < order->string_count; i++)
            listed |=
                !strcmp(stem, text_join(session->arena, &order->strings[i]));
        if (!listed)
            diag_add(&session->diags, DIAG_WARNING, "edition-unlisted",
                     order->at, _("%s is in the folder, but not listed"), stem);
    }
    if (dir)
        closedir(dir);
}

static void add_department(struct session *session, const char *folder,
                           const struct record *edition,
                           const struct data_edition *data,
                           const struct text *name)
{
    char *stem = text_join(session->arena, name);
    char *path = arena_printf(session->arena, "%s/%s.yaml", folder, stem);
    struct document document = { .path = path, .stem = stem, .folder = folder };

    if (access(path, R_OK)) {
        diag_add(&session->diags, DIAG_ERROR, "edition-file", name->items[0].at,
                 _("there is no file %s"), path);
        return;
    }
    take_over(session, edition, data, &document);
    *LIST_ADD(session->arena, &session->documents) = document;
}

/* The edition as a document of its own: the pages in front of a book. */
static void add_book(struct session *session, const char *path,
                     struct record *edition, const struct data_edition *data,
                     size_t first)
{
    struct book book = {
        .own = { .path = path,
                 .form = edition->form,
                 .record = edition,
                 .stage = form_lookup_stage(edition->form, NULL) },
        .first = first,
        .count = session->documents.count - first,
    };

    take_over(session, edition, data, &book.own);
    book.own.stem = book.own.stage->id;
    *LIST_ADD(session->arena, &session->books) = book;
}

static char *without_slash(struct session *session, const char *folder)
{
    size_t len = strlen(folder);

    while (len > 1 && folder[len - 1] == '/')
        len--;
    return arena_copy(session->arena, folder, len);
}

void load_edition(struct session *session, const char *folder)
{
    char *base = without_slash(session, folder);
    char *path = arena_printf(session->arena, "%s/%s", base, edition_file);
    struct record *edition = read_edition(session, path);
    size_t first = session->documents.count;
    const struct data_edition *data;
    const struct value *order;

    if (!edition) {
        if (access(path, R_OK))
            diag_add(&session->diags, DIAG_ERROR, "edition-file",
                     (struct position){ 0 },
                     _("%s: a folder needs an edition.yaml"), folder);
        return;
    }
    order = present(edition, "order");
    if (!order)
        return;
    data = make_data(session, edition);
    for (size_t i = 0; i < order->string_count; i++)
        if (order->strings[i].count)
            add_department(session, base, edition, data, &order->strings[i]);
    warn_unlisted(session, base, order);
    if (session->options->book)
        add_book(session, path, edition, data, first);
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
    if (!strcmp(document->path, "-") || access(path, R_OK) ||
        !strcmp(document->stem, "edition"))
        return;
    edition = read_edition(session, path);
    if (edition)
        take_over(session, edition, make_data(session, edition), document);
    session->diags = diags; /* the edition's own faults are not asked for */
}
