/*
 * `chosho prove`: the files that build wrote against their sources. What was
 * not built is not asked for, unless --format names it; but something must be
 * there.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/disk.h"
#include "base/message.h"
#include "cli/inside.h"
#include "form/form.h"
#include "prove/prove.h"
#include "record/record.h"
#include "sheet/sheet.h"

/* What a document's line says. */
struct proven {
    const struct document *document;
    struct prove_truth *truth;
    const char *formats; /* of those that are proven */
    char digest[PROVE_DIGEST];
    bool failed;
    bool bare; /* it has no file of its own that is there or wrong */
};

/* Documents of one edition, stage and form. */
struct proven_part {
    const struct document *first;
    const char *folder;
    struct prove_truths truths;
    const char *files; /* of those that are proven */
    bool failed;
};

struct proving {
    struct session *session;
    struct arena *arena;
    const struct form_web_words *words;
    struct proven *items;     /* by document */
    struct prove_pages pages; /* those of all documents */
    bool any;                 /* some file was there */
    struct {
        const char **items; /* paths of the files that were looked at */
        size_t count;
        size_t capacity;
    } known;
};

/* A file that was made to harm may grow without end when it is unpacked. */
static void limit_memory(void)
{
    struct rlimit limit = { .rlim_cur = (rlim_t)1 << 30,
                            .rlim_max = (rlim_t)1 << 30 };

    if (!MEMORY_SANITIZED) /* whose shadow is larger than any limit */
        setrlimit(RLIMIT_AS, &limit);
}

/* ---- files --------------------------------------------------------------- */

/* A file, or NULL where there is none: an error if it is `asked` for. */
static const struct source *load(struct proving *proving, const char *path,
                                 bool asked)
{
    struct source *file = source_load(proving->arena, path, PROVE_FILE_LIMIT);
    struct position at = { 0 };

    if (file) {
        proving->any = true;
        *LIST_ADD(proving->arena, &proving->known) =
            arena_strdup(proving->arena, path);
        return file;
    }
    if (errno == ENOENT && !asked)
        return NULL;
    at.source = source_from_string(proving->arena, path, "", 0);
    if (errno == EFBIG)
        diag_add(&proving->session->diags, DIAG_ERROR, "prove-file", at,
                 _("the file is larger than %d MB"),
                 PROVE_FILE_LIMIT / 1024 / 1024);
    else
        diag_add(&proving->session->diags, DIAG_ERROR, "prove-file", at,
                 _("cannot be read: %s"), message_errno(errno));
    return NULL;
}

enum { TABLE_LIMIT = 32 };

struct table_files {
    const struct source *items[TABLE_LIMIT];
    const char *names; /* of all of them */
    size_t count;      /* of those that are there */
    bool complete;
};

/* The tables' files: all of them, if one is there or they are asked for. */
static struct table_files load_tables(struct proving *proving,
                                      const struct prove_truth *truth,
                                      const char *prefix, bool asked)
{
    struct table_files files = { .names = "", .complete = true };
    size_t errors = proving->session->diags.errors;

    for (int round = 0; round < 2; round++) {
        const char *id;

        for (size_t i = 0; i < TABLE_LIMIT; i++) {
            id = prove_table_id(proving->arena, truth, i);
            if (!id)
                break;
            if (files.items[i])
                continue;
            files.items[i] = load(
                proving, arena_printf(proving->arena, "%s%s.csv", prefix, id),
                asked || round);
            files.count += files.items[i] != NULL;
            if (!round)
                files.names =
                    arena_printf(proving->arena, "%s%s.csv ", files.names, id);
        }
        if (!files.count)
            break;
    }
    files.complete = files.count && proving->session->diags.errors == errors;
    return files;
}

/* ---- a document ---------------------------------------------------------- */

/* Notes how a format came out. */
static void note(struct proving *proving, struct proven *proven,
                 const char *format, bool good)
{
    char digest[PROVE_DIGEST];

    if (!good || !prove_digest(proven->truth, digest)) {
        proven->failed = true;
        return;
    }
    if (*proven->digest && strcmp(digest, proven->digest))
        proven->failed = true; /* both are the source's: cannot be */
    memcpy(proven->digest, digest, sizeof digest);
    proven->formats = arena_printf(proving->arena, "%s%s%s", proven->formats,
                                   *proven->formats ? " " : "", format);
}

/* True when the command line says what must be there: a site has its files. */
static bool is_named(const struct proving *proving)
{
    return proving->session->options->formats ||
           proving->session->options->site;
}

static bool is_asked(const struct proving *proving, bool format)
{
    return is_named(proving) && format;
}

/* True when a format is to be looked at. */
static bool is_wanted(const struct proving *proving, bool format)
{
    return !is_named(proving) || format;
}

/* A web page. */
static void prove_page(struct proving *proving, struct proven *proven,
                       const char *extension, bool fragment)
{
    struct session *session = proving->session;
    const char *path = output_path(session, proven->document, extension);
    bool wanted =
        fragment ? session->options->fragment : session->options->html;
    const struct source *file;
    bool good;

    if (!is_wanted(proving, wanted) ||
        !(file = load(proving, path, is_asked(proving, wanted))))
        return;
    good = prove_html(proven->truth, proving->words, fragment, file,
                      &session->diags);
    if (good && !fragment)
        good = prove_links(proving->arena, &proving->pages, proving->words,
                           path, file, &session->diags);
    note(proving, proven, fragment ? "fragment" : "html", good);
}

static void prove_document_files(struct proving *proving, struct proven *proven)
{
    struct session *session = proving->session;
    const struct options *options = session->options;
    const struct document *document = proven->document;
    struct prove_truths alone = { &proven->truth, 1, 1 };
    const struct source *file;

    if (is_wanted(proving, options->pdf) &&
        (file = load(proving, output_path(session, document, "pdf"),
                     is_asked(proving, options->pdf))))
        note(proving, proven, "pdf",
             prove_pdf(proven->truth, file, &session->diags));
    prove_page(proving, proven, "html", false);
    prove_page(proving, proven, "fragment.html", true);
    if (document->form->gathers)
        return; /* its data are those of its sources */
    if (is_wanted(proving, options->csv)) {
        struct table_files files = load_tables(
            proving, proven->truth, output_path(session, document, ""),
            is_asked(proving, options->csv));

        if (files.complete)
            note(proving, proven, "csv",
                 prove_csv(&alone, false, session->words, files.items,
                           &session->diags));
    }
    if (is_wanted(proving, options->json) &&
        (file = load(proving, output_path(session, document, "json"),
                     is_asked(proving, options->json))))
        note(proving, proven, "json",
             prove_json(&alone, false, file, &session->diags));
}

static struct proven begin_document(struct proving *proving,
                                    const struct document *document)
{
    struct prove_document *proof = arena_alloc(proving->arena, sizeof *proof);

    *proof = (struct prove_document){
        .id = document->stem,
        .source = source_name(document),
        .sheet = document->sheet,
        .edition = document->edition,
    };
    return (struct proven){
        .document = document,
        .truth = prove_truth_make(proving->arena, proof),
        .formats = "",
    };
}

static void print_document(const struct proven *proven)
{
    if (!proven->failed && *proven->formats)
        message_print(stdout,
                      _("%s: %s, cells %zu, characters %zu, sha256 %s\n"),
                      proven->document->stem, proven->formats,
                      prove_cell_count(proven->truth),
                      prove_character_count(proven->truth), proven->digest);
}

/* A document that nothing was built of. */
static void report_bare(struct proving *proving, const struct proven *proven)
{
    struct position at = { .source = source_from_string(
                               proving->arena, proven->document->path, "", 0) };
    char *folder = output_path(proving->session, proven->document, "");
    char *slash = strrchr(folder, '/');

    if (slash)
        *slash = '\0';
    diag_add(&proving->session->diags, DIAG_ERROR, "prove-file", at,
             _("there is no file of it in %s; build it first"), folder);
}

/* ---- an edition ---------------------------------------------------------- */

static void note_part(struct proving *proving, struct proven_part *part,
                      const char *files, bool good)
{
    part->failed |= !good;
    part->files = arena_printf(proving->arena, "%s%s", part->files, files);
}

/* A page that leads to others. */
static bool prove_index(struct proving *proving, const char *path, bool asked)
{
    const struct source *file = load(proving, path, asked);

    return file && prove_links(proving->arena, &proving->pages, proving->words,
                               path, file, &proving->session->diags);
}

/* A file of an edition that must be there with its data. */
static void require(struct proving *proving, struct proven_part *part,
                    const char *name)
{
    const char *path =
        arena_printf(proving->arena, "%s/%s", part->folder, name);

    if (load(proving, path, true))
        part->files = arena_printf(proving->arena, "%s%s ", part->files, name);
    else
        part->failed = true;
}

static void prove_part_data(struct proving *proving, struct proven_part *part)
{
    struct session *session = proving->session;
    const struct options *options = session->options;
    const char *prefix = arena_printf(proving->arena, "%s/", part->folder);
    const char *before = part->files;
    const struct source *file = NULL;

    if (is_wanted(proving, options->csv)) {
        struct table_files files =
            load_tables(proving, part->truths.items[0], prefix,
                        is_asked(proving, options->csv));

        if (files.complete)
            note_part(proving, part, files.names,
                      prove_csv(&part->truths, true, session->words,
                                files.items, &session->diags));
    }
    if (is_wanted(proving, options->json) &&
        (file =
             load(proving, arena_printf(proving->arena, "%sdata.json", prefix),
                  is_asked(proving, options->json))))
        note_part(proving, part, "data.json ",
                  prove_json(&part->truths, true, file, &session->diags));
    if (file)
        require(proving, part, "schema.json");
    if (strcmp(part->files, before))
        require(proving, part, "data.html");
}

static void prove_part(struct proving *proving, struct proven_part *part)
{
    struct session *session = proving->session;
    const struct options *options = session->options;
    const char *prefix = arena_printf(proving->arena, "%s/", part->folder);
    const char *index = arena_printf(proving->arena, "%sindex.html", prefix);
    const char *book = arena_printf(proving->arena, "%sbook.pdf", prefix);
    const struct source *file;

    if (is_wanted(proving, options->pdf) && !options->site &&
        (file = load(proving, book, false)))
        note_part(proving, part, "book.pdf ",
                  prove_book(&part->truths, file, &session->diags));
    prove_part_data(proving, part);
    if (is_wanted(proving, options->html) &&
        (is_asked(proving, options->html) || disk_may_read(index)))
        note_part(proving, part, "index.html ",
                  prove_index(proving, index, true));
    if (!part->failed && *part->files)
        message_print(stdout,
                      ngettext("%s: %s- %zu document\n",
                               "%s: %s- %zu documents\n", part->truths.count),
                      part->folder, part->files, part->truths.count);
}

/* The edition whose first document this is, if its folder was named. */
static void prove_edition(struct proving *proving, size_t index)
{
    const struct documents *documents = &proving->session->documents;
    const struct document *first = &documents->items[index];
    struct proven_part part = { .first = first, .files = "" };

    if (!first->folder)
        return;
    for (size_t i = 0; i < index; i++)
        if (is_same_part(first, &documents->items[i]))
            return;
    for (size_t i = index; i < documents->count; i++)
        if (is_same_part(first, &documents->items[i]))
            *LIST_ADD(proving->arena, &part.truths) = proving->items[i].truth;
    part.folder = output_folder(proving->session, first);
    prove_part(proving, &part);
    for (size_t i = index; i < documents->count; i++)
        if (is_same_part(first, &documents->items[i]) &&
            (part.failed || *part.files))
            proving->items[i].bare = false; /* it is in those */
}

/* ---- a site -------------------------------------------------------------- */

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A picture or text of a document, which is not compared. */
static bool is_unread(const struct proving *proving, const char *path)
{
    const struct documents *documents = &proving->session->documents;

    for (size_t i = 0; i < documents->count; i++) {
        const char *stem =
            output_path(proving->session, &documents->items[i], "");
        size_t len = strlen(stem) - 1; /* without the dot */
        const char *rest = path + len;

        if (strncmp(path, stem, len))
            continue;
        if (!strcmp(rest, ".small.png") || !strcmp(rest, ".txt"))
            return true;
        if (*rest == '-' && rest[1] &&
            !strcmp(rest + 1 + strspn(rest + 1, "0123456789"), ".png"))
            return true;
    }
    return false;
}

/* Files below a folder that no source has any more. */
static void find_strays(struct proving *proving, const char *folder, int depth)
{
    enum { DEPTH_LIMIT = 20 };
    struct arena *arena = proving->arena;
    struct disk_listing listing = { .path = folder };
    const char *name;

    if (depth < DEPTH_LIMIT)
        listing = disk_list(folder);
    while ((name = disk_list_next(&listing))) {
        const char *path = arena_printf(arena, "%s/%s", folder, name);
        struct position at = { .source =
                                   source_from_string(arena, path, "", 0) };
        struct stat info;

        if (name[0] == '.' || lstat(path, &info))
            continue;
        if (S_ISDIR(info.st_mode))
            find_strays(proving, path, depth + 1);
        else if (!bsearch(&path, proving->known.items, proving->known.count,
                          sizeof path, compare_paths) &&
                 !is_unread(proving, path))
            diag_add(&proving->session->diags, DIAG_ERROR, "prove-file", at,
                     _("no source has this file"));
    }
}

/* The indexes of years, each above the folders of its stages. */
static void prove_years(struct proving *proving)
{
    const struct documents *documents = &proving->session->documents;
    const char *last = "";

    for (size_t i = 0; i < documents->count; i++) {
        const char *folder =
            output_folder(proving->session, &documents->items[i]);
        const char *slash = strrchr(folder, '/');
        const char *year = arena_printf(proving->arena, "%.*s/index.html",
                                        (int)(slash - folder), folder);

        if (strcmp(year, last) != 0 && documents->items[i].folder)
            prove_index(proving, year, true);
        last = year;
    }
}

/* What a site has above its editions, and that there is nothing else. */
static void prove_site(struct proving *proving)
{
    const char *out = proving->session->options->out;
    const char *index = arena_printf(proving->arena, "%s/index.html", out);
    size_t errors = proving->session->diags.errors;

    prove_index(proving, index, true);
    prove_years(proving);
    load(proving, arena_printf(proving->arena, "%s/style.css", out), true);
    qsort(proving->known.items, proving->known.count,
          sizeof *proving->known.items, compare_paths);
    if (proving->known.count)
        find_strays(proving, out, 0);
    if (proving->session->diags.errors == errors)
        message_print(stdout, _("%s: index.html, %zu files\n"), out,
                      proving->known.count);
}

void command_prove(struct session *session)
{
    const struct documents *documents = &session->documents;
    struct proving proving = {
        .session = session,
        .arena = session->arena,
        .words = load_web_words(session),
        .items = arena_calloc(session->arena, documents->count + 1,
                              sizeof *proving.items),
    };

    if (!proving.words)
        return;
    limit_memory();
    session->diags = diags_make(session->arena); /* `check` tells warnings */
    for (size_t i = 0; i < documents->count; i++) {
        proving.items[i] = begin_document(&proving, &documents->items[i]);
        *LIST_ADD(proving.arena, &proving.pages) = (struct prove_page){
            output_path(session, &documents->items[i], "html"),
            proving.items[i].truth,
        };
    }
    for (size_t i = 0; i < documents->count; i++) {
        size_t errors = session->diags.errors;

        prove_document_files(&proving, &proving.items[i]);
        print_document(&proving.items[i]);
        proving.items[i].bare =
            !*proving.items[i].formats && session->diags.errors == errors;
    }
    for (size_t i = 0; i < documents->count; i++)
        prove_edition(&proving, i);
    for (size_t i = 0; i < documents->count; i++)
        if (proving.items[i].bare)
            report_bare(&proving, &proving.items[i]);
    if (session->options->site)
        prove_site(&proving);
}
