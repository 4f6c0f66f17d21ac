/*
 * `chosho prove`: the files that build wrote against their sources. What was
 * not built is not asked for, unless --format names it; but something must be
 * there.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "base/arena.h"
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
    size_t errors; /* there were before */
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
    struct proven *items; /* by document */
    bool any;             /* some file was there */
};

/* A file that was made to harm may grow without end when it is unpacked. */
static void limit_memory(void)
{
#ifndef __SANITIZE_ADDRESS__ /* whose shadow is larger than any limit */
    struct rlimit limit = { .rlim_cur = (rlim_t)1 << 30,
                            .rlim_max = (rlim_t)1 << 30 };

    setrlimit(RLIMIT_AS, &limit);
#endif
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

static bool is_asked(const struct proving *proving, bool format)
{
    return proving->session->options->formats && format;
}

/* True when a format is to be looked at. */
static bool is_wanted(const struct proving *proving, bool format)
{
    return !proving->session->options->formats || format;
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

    if (is_wanted(proving, wanted) &&
        (file = load(proving, path, is_asked(proving, wanted))))
        note(proving, proven, fragment ? "fragment" : "html",
             prove_html(proven->truth, fragment, file, &session->diags));
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
        .errors = proving->session->diags.errors,
    };
}

static void print_document(struct proving *proving, const struct proven *proven)
{
    size_t cells = prove_cell_count(proven->truth);
    const char *path = proven->document->path;
    struct position at = { .source = source_from_string(proving->arena, path,
                                                        "", 0) };

    if (!proven->failed && *proven->formats)
        printf(_("%s: %s, cells %zu, characters %zu, sha256 %s\n"),
               proven->document->stem, proven->formats, cells,
               prove_character_count(proven->truth), proven->digest);
    else if (proving->session->diags.errors == proven->errors)
        diag_add(&proving->session->diags, DIAG_ERROR, "prove-file", at,
                 _("there is no file to prove; build it first"));
}

/* ---- an edition ---------------------------------------------------------- */

static void note_part(struct proving *proving, struct proven_part *part,
                      const char *files, bool good)
{
    part->failed |= !good;
    part->files = arena_printf(proving->arena, "%s%s", part->files, files);
}

static void prove_part(struct proving *proving, struct proven_part *part)
{
    struct session *session = proving->session;
    const struct options *options = session->options;
    const char *prefix = arena_printf(proving->arena, "%s/", part->folder);
    const struct source *file;

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
    if (!part->failed && *part->files)
        printf(ngettext("%s: %s- %zu document\n", "%s: %s- %zu documents\n",
                        part->truths.count),
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
}

void command_prove(struct session *session)
{
    const struct documents *documents = &session->documents;
    struct proving proving = {
        .session = session,
        .arena = session->arena,
        .items = arena_calloc(session->arena, documents->count + 1,
                              sizeof *proving.items),
    };

    limit_memory();
    session->diags = diags_make(session->arena); /* `check` tells warnings */
    for (size_t i = 0; i < documents->count; i++) {
        proving.items[i] = begin_document(&proving, &documents->items[i]);
        prove_document_files(&proving, &proving.items[i]);
        print_document(&proving, &proving.items[i]);
    }
    for (size_t i = 0; i < documents->count; i++)
        prove_edition(&proving, i);
}
