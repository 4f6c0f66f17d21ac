/* From a path to documents, and from a document to its layout. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "data/data.h"
#include "font/font.h"
#include "form/form.h"
#include "layout/layout.h"
#include "record/record.h"
#include "sheet/sheet.h"
#include "yaml/node.h"

const char comparison_form[] = "taisho";

struct position whole_file(struct session *session, const char *path)
{
    return (struct position){ .source = source_from_string(session->arena, path,
                                                           "", 0) };
}

/* ---- forms --------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct names {
    const char **items;
    size_t count;
    size_t capacity;
};

/* A form that no source is of: editions', comparisons'. */
static bool is_own_form(const char *folder)
{
    return !strcmp(folder, edition_form) || !strcmp(folder, comparison_form);
}

/* Folders below `path` that hold `file`, in the order of their names. */
static struct names list_folders(struct session *session, const char *path,
                                 const char *file)
{
    struct names names = { 0 };
    struct disk_listing listing = disk_list(path);
    const char *name;

    while ((name = disk_list_next(&listing))) {
        char *folder = arena_printf(session->arena, "%s/%s", path, name);
        char *held = arena_printf(session->arena, "%s/%s", folder, file);

        if (name[0] != '.' && !is_own_form(name) && disk_may_read(held))
            *LIST_ADD(session->arena, &names) = folder;
    }
    if (names.count)
        qsort(names.items, names.count, sizeof *names.items, compare_names);
    return names;
}

static void load_forms_in(struct session *session, const char *path)
{
    struct names names = list_folders(session, path, "fields.yaml");

    for (size_t i = 0; i < names.count; i++) {
        struct form *form = form_load(
            session->shared, arena_strdup(session->shared, names.items[i]),
            &session->diags);

        if (form && !form->gathers) /* no source is of such a form */
            *LIST_ADD(session->shared, &session->forms) = form;
        else if (!form)
            session->forms.broken = true;
    }
}

const struct forms *find_forms(struct session *session)
{
    if (!session->forms.count) {
        if (session->options->templates)
            load_forms_in(session, session->options->templates);
        load_forms_in(session, session->places.templates);
    }
    return &session->forms;
}

const char *form_name_key(const struct form *form)
{
    for (size_t i = 0; i < form->fields.count; i++)
        if (form->fields.items[i].type == FORM_NAME)
            return form->fields.items[i].key;
    return NULL;
}

const struct form *find_form_named(struct session *session, const char *name)
{
    const struct forms *forms = find_forms(session);

    for (size_t i = 0; i < forms->count; i++)
        if (!strcmp(forms->items[i]->name, name) ||
            !strcmp(forms->items[i]->id, name))
            return forms->items[i];
    return NULL;
}

/* The form that has most of the keys at the top of a source. */
static const struct form *guess_form(struct session *session,
                                     const struct node *root)
{
    const struct form *best = session->forms.items[0];
    size_t most = 0;

    for (size_t i = 0; i < session->forms.count; i++) {
        const struct form *form = session->forms.items[i];
        size_t known = 0;

        for (size_t k = 0; root->kind == NODE_MAPPING && k < root->count; k++)
            known += form_lookup_field(&form->fields,
                                       root->pairs[k].key->value) != NULL;
        if (known > most) {
            best = form;
            most = known;
        }
    }
    return best;
}

const struct form *find_form(struct session *session, const struct node *root,
                             const char *path)
{
    const struct node *name = NULL;
    struct names names = { 0 };
    const char *word;
    struct diag *diag;

    find_forms(session);
    for (size_t i = 0; i < session->forms.count; i++) {
        struct form *form = session->forms.items[i];
        const struct node *node = record_form_name(root, form);

        if (node && node->kind == NODE_SCALAR &&
            !strcmp(node->value, form->name))
            return form;
        name = node ? node : name;
        *LIST_ADD(session->arena, &names) = form->name;
    }
    if (!name && session->forms.count)
        return guess_form(session, root); /* its check says what is missing */
    if (session->forms.broken)
        return NULL; /* it may well be the one that has mistakes */
    word = name && name->kind == NODE_SCALAR ? name->value : "";
    diag = diag_add(&session->diags, DIAG_ERROR, "source-form",
                    name ? name->at : whole_file(session, path),
                    _("no form is called \"%s\""), word);
    if (*word)
        diag->similar = diag_nearest(word, names.items, names.count);
    diag->expected = names.count ? names.items[0] : NULL;
    for (size_t i = 1; i < names.count; i++)
        diag->expected = arena_printf(session->arena, "%s, %s", diag->expected,
                                      names.items[i]);
    return NULL;
}

/* ---- documents ----------------------------------------------------------- */

static const char *stem_of(struct session *session, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');

    if (!strcmp(path, "-"))
        return "stdin";
    return arena_copy(session->arena, name,
                      dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

/* A form that is to be checked. Editions, summaries and comparisons have no
 * open data. */
static void load_form(struct session *session, const char *path)
{
    const struct form *form = form_load(session->arena, path, &session->diags);

    for (size_t i = 0; form && !form->gathers && i < form->stage_count; i++)
        form_report_unshown(form, &form->stages[i], &session->diags);
    if (form && disk_may_read(session->places.fonts) && load_fonts(session))
        for (size_t i = 0; i < form->stage_count; i++)
            layout_report_stacks(&form->stages[i], session->fonts,
                                 &session->diags);
    if (form && (form->gathers || form_lookup_use(&form->fields, "order") ||
                 form_lookup_use(&form->fields, "documents")))
        return;
    for (size_t i = 0; form && i < form->stage_count; i++)
        find_model(session, form, &form->stages[i]);
}

/* A folder is a form, an edition, or holds editions. */
static void load_folder(struct session *session, const char *path)
{
    struct arena *arena = session->arena;
    struct names editions;

    if (disk_may_read(arena_printf(arena, "%s/fields.yaml", path))) {
        load_form(session, path);
        return;
    }
    editions = list_folders(session, path, "edition.yaml");
    if (!editions.count ||
        disk_may_read(arena_printf(arena, "%s/edition.yaml", path))) {
        load_edition(session, path);
        return;
    }
    for (size_t i = 0; i < editions.count; i++)
        load_edition(session, editions.items[i]);
}

static bool is_folder(const char *path)
{
    struct stat info;

    if (!strcmp(path, "-"))
        return false;
    return disk_stat(path, &info) && S_ISDIR(info.st_mode);
}

void load_path(struct session *session, const char *path)
{
    struct document document = { .path = path };

    if (is_folder(path)) {
        load_folder(session, path);
        return;
    }
    document.stem = stem_of(session, path);
    if (!strcmp(document.stem, "edition")) {
        const char *slash = strrchr(path, '/');

        load_edition(session, slash ? arena_copy(session->arena, path,
                                                 (size_t)(slash - path) + 1)
                                    : ".");
        return;
    }
    if (session->options->book || session->options->summary) {
        diag_add(&session->diags, DIAG_ERROR, "edition-file",
                 whole_file(session, path),
                 session->options->book
                     ? _("a book is made of an edition, not of a source")
                     : _("a summary is made of an edition, not of a source"))
            ->expected = _("a folder with an edition.yaml");
        return;
    }
    load_beside(session, &document);
    *LIST_ADD(session->arena, &session->documents) = document;
}

static struct arena *arena_of(struct session *session,
                              const struct document *document)
{
    return document->arena ? document->arena : session->arena;
}

struct source *load_source(struct session *session, const char *path)
{
    struct source *source = source_load(session->arena, path, NODE_FILE_LIMIT);

    if (source)
        return source;
    if (errno == EFBIG)
        diag_add(&session->diags, DIAG_ERROR, "yaml-size",
                 whole_file(session, path), _("the file is larger than %d MB"),
                 NODE_FILE_LIMIT / 1024 / 1024);
    else
        diag_add(&session->diags, DIAG_ERROR, "file", whole_file(session, path),
                 _("cannot be read: %s"), message_errno(errno));
    return NULL;
}

const struct form *load_named_form(struct session *session, const char *name)
{
    struct arena *arena = session->arena;
    struct node_options strict = { .allow_flow = false };
    char *fields = arena_printf(arena, "%s/fields.yaml", name);
    const struct form *form;
    struct source *source;
    struct node *root;

    if (disk_may_read(fields))
        return form_load(arena, name, &session->diags);
    if (!strcmp(name, edition_form))
        return form_load(
            arena,
            arena_printf(arena, "%s/%s", session->places.templates, name),
            &session->diags);
    form = find_form_named(session, name);
    if (form)
        return form;
    source = load_source(session, name);
    root = source ? node_read(arena, source, &strict, &session->diags) : NULL;
    return root ? find_form(session, root, name) : NULL;
}

void report_stage(struct session *session, struct position at,
                  const struct form *form, const char *name)
{
    struct arena *arena = session->arena;
    const char **names = arena_calloc(arena, form->stage_count, sizeof *names);
    struct diag *diag = diag_add(&session->diags, DIAG_ERROR, "stage", at,
                                 _("the form %s has no stage \"%s\""),
                                 form->name, name ? name : "");
    const char *list = "";

    for (size_t i = 0; i < form->stage_count; i++) {
        names[i] = form->stages[i].name;
        list = arena_printf(arena, "%s%s%s (%s)", list, i ? ", " : "",
                            form->stages[i].name, form->stages[i].id);
    }
    diag->expected = list;
    diag->similar = name ? diag_nearest(name, names, form->stage_count) : NULL;
}

/* The stage by option or edition; an error when the form has no such one. */
static const struct form_stage *find_stage(struct session *session,
                                           const struct document *document)
{
    const struct form_stage *stage =
        form_lookup_stage(document->form, document->stage_name);

    if (!stage)
        report_stage(session,
                     document->stage_at.source
                         ? document->stage_at
                         : whole_file(session, document->path),
                     document->form, document->stage_name);
    return stage;
}

/* An edition's sheets are all of its year. */
static void check_year(struct session *session, const struct document *document)
{
    const struct value *year = record_lookup_use(document->record, "year");
    const struct data_edition *edition = document->edition;

    if (!edition || !edition->year || !year || !year->present || !year->year ||
        year->year == edition->year)
        return;
    diag_add(&session->diags, DIAG_ERROR, "edition-year", year->at,
             _("this is another year than the edition's (%s)"),
             edition->year_typed);
}

void load_record(struct session *session, struct document *document)
{
    struct node_options strict = { .allow_flow = false };
    struct source *source = load_source(session, document->path);
    size_t errors = session->diags.errors;
    size_t from = session->diags.count;
    struct node *root;

    if (!source)
        return;
    document->source = source;
    root = node_read(arena_of(session, document), source, &strict,
                     &session->diags);
    if (!root)
        return;
    document->form = find_form(session, root, document->path);
    if (!document->form)
        return;
    document->stage = find_stage(session, document);
    document->stage_folder = document->stage ? document->stage->id : NULL;
    settle_stage(session, document);
    document->record =
        record_read(arena_of(session, document), root, document->form,
                    document->stage_folder, &session->diags);
    if (document->record)
        check_year(session, document);
    proofread(session, document, document->record, from,
              session->diags.errors == errors);
    if (session->diags.errors != errors)
        document->record = NULL;
}

/* The invariants held; a fault here is a mistake of ours, not of the input. */
static bool check_layout(struct session *session,
                         const struct document *document)
{
    struct bytes faults = { 0 };
    size_t count = layout_check(document->layout, document->sheet, &faults);

    if (count)
        diag_add(&session->diags, DIAG_ERROR, "layout-check",
                 whole_file(session, document->path),
                 _("the sheet would not be true to the source; this is a "
                   "fault of the program, not of the source:\n%.*s"),
                 (int)faults.len, (const char *)faults.data);
    bytes_free(&faults);
    return !count;
}

bool load_fonts(struct session *session)
{
    struct arena *arena = session->diags.arena;

    session->diags.arena = session->shared; /* faces are opened later on */
    if (!session->fonts)
        session->fonts = font_set_load(session->places.fonts, &session->diags);
    session->diags.arena = arena;
    if (!session->fonts)
        session->system_failed = true;
    return session->fonts;
}

void load_sheet(struct session *session, struct document *document)
{
    if (document->record && document->stage)
        document->sheet = sheet_bind_book(arena_of(session, document),
                                          document->record, document->stage,
                                          document->entries, &session->diags);
}

void load_layout(struct session *session, struct document *document)
{
    size_t errors = session->diags.errors;
    size_t seen;

    if (!document->record || !document->stage || !load_fonts(session))
        return;
    load_sheet(session, document);
    if (session->diags.errors != errors)
        return;
    seen = session->diags.count;
    document->layout = layout_make(arena_of(session, document), document->sheet,
                                   session->fonts, &session->diags);
    for (; seen < session->diags.count; seen++)
        if (!session->diags.items[seen].at.source)
            session->diags.items[seen].at = whole_file(session, document->path);
    if (document->layout && !check_layout(session, document))
        document->layout = NULL;
    if (document->layout)
        report_fallbacks(session, document);
}
