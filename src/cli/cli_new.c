/*
 * `chosho new`: sources to go on with. A blank one of a form, or the next
 * year's of an edition. What is there already is never written over.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "base/source.h"
#include "cli/inside.h"
#include "form/form.h"
#include "record/new.h"
#include "record/record.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

/* False, with an error, when there is a file of that name. */
static bool is_free(struct session *session, const char *path)
{
    if (access(path, F_OK))
        return true;
    diag_add(&session->diags, DIAG_ERROR, "new-exists",
             whole_file(session, path), _("there is such a file already"))
        ->expected = _("another name by -o, or the file moved away");
    return false;
}

/* Adds a file that must be new; frees the bytes. */
static int add_new(struct session *session, struct outfile *out,
                   const char *path, struct bytes *bytes)
{
    int error = is_free(session, path)
                    ? outfile_add(out, path, bytes->data, bytes->len)
                    : 0;

    *LIST_ADD(session->arena, &session->outputs) =
        (struct written){ path, bytes->len };
    bytes_free(bytes);
    return error;
}

static void end_new(struct session *session, struct outfile *out, int error)
{
    if (!end_outputs(session, out, error) || !isatty(STDERR_FILENO))
        return;
    for (size_t i = 0; i < session->outputs.count; i++)
        fprintf(stderr, "%s\n", session->outputs.items[i].path);
}

/* ---- a form's blank source ------------------------------------------------
 */

static void report_form(struct session *session, const char *name)
{
    struct arena *arena = session->arena;
    const struct forms *forms = &session->forms;
    const char **names = arena_calloc(arena, forms->count + 1, sizeof *names);
    struct diag *diag =
        diag_add(&session->diags, DIAG_ERROR, "source-form",
                 (struct position){ 0 }, _("no form is called \"%s\""), name);

    for (size_t i = 0; i < forms->count; i++) {
        names[i] = forms->items[i]->name;
        diag->expected =
            arena_printf(arena, "%s%s%s", diag->expected ? diag->expected : "",
                         diag->expected ? ", " : "", names[i]);
    }
    diag->similar = diag_nearest(name, names, forms->count);
}

static const struct node *read_tree(struct diags *diags, struct arena *arena,
                                    const struct source *source)
{
    struct node_options strict = { .allow_flow = false };

    return source ? node_read(arena, source, &strict, diags) : NULL;
}

/*
 * The year of the edition a new source will stand beside; NULL when there is
 * none. What is wrong with that edition is for `check` to say.
 */
static const char *find_year(struct session *session, const char *path)
{
    struct arena *arena = session->arena;
    struct diags quiet = diags_make(arena);
    const char *slash = strrchr(path, '/');
    char *name =
        arena_printf(arena, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path,
                     edition_file);
    const struct source *source =
        access(name, R_OK) ? NULL : source_load(arena, name, NODE_FILE_LIMIT);
    const struct form *form = source ? load_edition_form(session) : NULL;
    const struct node *root;
    const struct record *edition;
    const struct value *year;

    root = form ? read_tree(&quiet, arena, source) : NULL;
    edition = root ? record_read(arena, root, form, NULL, &quiet) : NULL;
    year = edition ? record_lookup_use(edition, "year") : NULL;
    return year && year->present ? text_join(arena, &year->text) : NULL;
}

static void make_blank(struct session *session, const char *name)
{
    const struct form *form = find_form_named(session, name);
    const char *path = session->options->out;
    struct bytes bytes = { 0 };
    struct outfile *out;

    if (!form) {
        if (!session->forms.broken)
            report_form(session, name);
        return;
    }
    if (path && !strcmp(path, "-"))
        path = NULL;
    record_write_blank(session->arena, form,
                       path ? find_year(session, path) : NULL, &bytes);
    if (!path) {
        print_bytes(&bytes);
        return;
    }
    out = outfile_begin();
    end_new(session, out, add_new(session, out, path, &bytes));
}

/* ---- the next year --------------------------------------------------------
 */

/* A year that is carried over. */
struct turning {
    struct session *session;
    struct outfile *out;
    const char *from; /* folders */
    const char *to;
    struct record_carry carry;
};

/* One file of the folder; nothing is written of one with mistakes. */
static int turn_file(struct turning *turning, const char *name,
                     const struct source *source, const struct node *root,
                     const struct form *form)
{
    struct session *session = turning->session;
    size_t errors = session->diags.errors;
    struct bytes bytes = { 0 };

    record_read(session->arena, root, form, NULL, &session->diags);
    if (session->diags.errors != errors)
        return 0;
    record_carry_over(session->arena, source, root, form, &turning->carry,
                      &bytes);
    return add_new(session, turning->out,
                   arena_printf(session->arena, "%s/%s", turning->to, name),
                   &bytes);
}

static int turn_department(struct turning *turning, const char *stem)
{
    struct session *session = turning->session;
    char *name = arena_printf(session->arena, "%s.yaml", stem);
    char *path = arena_printf(session->arena, "%s/%s", turning->from, name);
    struct source *source = load_source(session, path);
    const struct node *root =
        read_tree(&session->diags, session->arena, source);
    const struct form *form = root ? find_form(session, root, path) : NULL;

    return form ? turn_file(turning, name, source, root, form) : 0;
}

/* The stage a year begins with, as the edition would name it. */
static const char *first_stage(struct session *session,
                               const struct record *edition)
{
    const struct value *list = record_lookup_use(edition, "stages");
    const struct value *name = record_lookup_use(edition, "form");
    const struct form *form;

    if (list && list->present && list->records.count) {
        const struct value *stage =
            record_find_use(list->records.items[0], "stage");

        return stage ? text_join(session->arena, &stage->text) : NULL;
    }
    form =
        name && name->present
            ? find_form_named(session, text_join(session->arena, &name->text))
            : NULL;
    return form ? form->stages[0].name : NULL;
}

/* Where the next year's sources go: beside these, named by the year. */
static const char *next_folder(struct session *session, const char *from,
                               int year)
{
    const char *slash;
    size_t len = strlen(from);

    if (session->options->out)
        return session->options->out;
    while (len > 1 && from[len - 1] == '/')
        len--;
    from = arena_copy(session->arena, from, len);
    slash = strrchr(from, '/');
    return arena_printf(session->arena, "%.*s%s",
                        slash ? (int)(slash - from) + 1 : 0, from,
                        unicode_year_folder(session->arena, year + 1));
}

static void turn_year(struct turning *turning, const struct source *source,
                      const struct node *root, const struct form *form,
                      const struct record *edition)
{
    struct session *session = turning->session;
    const struct value *year = record_lookup_use(edition, "year");
    const struct value *order = record_lookup_use(edition, "order");
    int error;

    if (!year || !year->present || !order || session->diags.errors)
        return;
    turning->carry = (struct record_carry){
        .year = unicode_next_fiscal_year(
            session->arena, text_join(session->arena, &year->text)),
        .stage = first_stage(session, edition),
    };
    turning->to = next_folder(session, turning->from, year->year);
    turning->out = outfile_begin();
    error = turn_file(turning, edition_file, source, root, form);
    for (size_t i = 0; i < order->string_count && !error; i++)
        error = turn_department(turning,
                                text_join(session->arena, &order->strings[i]));
    end_new(session, turning->out, error);
}

static void make_year(struct session *session, const char *from)
{
    struct turning turning = { .session = session, .from = from };
    char *path = arena_printf(session->arena, "%s/%s", from, edition_file);
    struct source *source = load_source(session, path);
    const struct node *root =
        read_tree(&session->diags, session->arena, source);
    const struct form *form = root ? load_edition_form(session) : NULL;
    const struct record *edition =
        form ? record_read(session->arena, root, form, NULL, &session->diags)
             : NULL;

    if (edition)
        turn_year(&turning, source, root, form, edition);
}

void command_new(struct session *session)
{
    if (session->options->from)
        make_year(session, session->options->from);
    else
        make_blank(session, session->options->paths[0]);
}
