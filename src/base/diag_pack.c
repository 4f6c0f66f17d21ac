/* Diagnostics on their way from one process to another. */
#include "base/diag.h"

#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/pack.h"

/* Files that diagnostics point into, each once. */
struct files {
    const struct source **items;
    size_t count;
    size_t capacity;
};

/* ---- packing ------------------------------------------------------------- */

/* Its number in the list from 1, or 0 when it is not there. */
static size_t find_file(const struct files *files, const struct source *file)
{
    for (size_t i = files->count; i-- > 0;)
        if (files->items[i] == file)
            return i + 1;
    return 0;
}

static struct files collect_files(const struct diags *diags)
{
    struct files files = { 0 };

    for (size_t i = 0; i < diags->count; i++) {
        const struct source *file = diags->items[i].at.source;

        if (file && !find_file(&files, file))
            *LIST_ADD(diags->arena, &files) = file;
    }
    return files;
}

void diags_pack(const struct diags *diags, struct bytes *out)
{
    struct files files = collect_files(diags);

    pack_int(out, files.count);
    for (size_t i = 0; i < files.count; i++) {
        pack_string(out, files.items[i]->name);
        pack_bytes(out, files.items[i]->data, files.items[i]->len);
    }
    pack_int(out, diags->count);
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->items[i];

        pack_int(out, diag->severity);
        pack_string(out, diag->rule);
        pack_int(out, find_file(&files, diag->at.source));
        pack_int(out, (uint64_t)diag->at.line);
        pack_int(out, (uint64_t)diag->at.column);
        pack_int(out, (uint64_t)diag->width);
        pack_string(out, diag->message);
        pack_string(out, diag->expected);
        pack_string(out, diag->instead);
        pack_string(out, diag->similar);
        pack_string(out, diag->reason);
    }
}

/* ---- unpacking ----------------------------------------------------------- */

/* A file of that name which is known already, or NULL. */
static const struct source *known_file(const struct diags *diags,
                                       const char *name)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct source *file = diags->items[i].at.source;

        if (file && !strcmp(file->name, name))
            return file;
    }
    return NULL;
}

static void take_files(struct diags *diags, const char *own,
                       struct pack_reader *reader, struct files *files)
{
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        const char *name = pack_take_string(reader);
        size_t len;
        const char *data = pack_take_bytes(reader, &len);
        const struct source *file = NULL;

        if (!name || !data)
            continue;
        if (strcmp(name, own) != 0)
            file = known_file(diags, name);
        if (!file)
            file = source_from_string(diags->arena, name, data, len);
        *LIST_ADD(diags->arena, files) = file;
    }
}

static const char *take_words(struct diags *diags, struct pack_reader *reader)
{
    const char *words = pack_take_string(reader);

    return words ? arena_strdup(diags->arena, words) : NULL;
}

static struct diag take_diag(struct diags *diags, const struct files *files,
                             struct pack_reader *reader)
{
    struct diag diag = { .severity =
                             (enum diag_severity)pack_take_int(reader) };
    size_t file;

    diag.rule = take_words(diags, reader);
    file = (size_t)pack_take_int(reader);
    diag.at.source =
        file && file <= files->count ? files->items[file - 1] : NULL;
    diag.at.line = (int)pack_take_int(reader);
    diag.at.column = (int)pack_take_int(reader);
    diag.width = (int)pack_take_int(reader);
    diag.message = take_words(diags, reader);
    diag.expected = take_words(diags, reader);
    diag.instead = take_words(diags, reader);
    diag.similar = take_words(diags, reader);
    diag.reason = take_words(diags, reader);
    return diag;
}

void diags_unpack(struct diags *diags, const char *own,
                  struct pack_reader *reader)
{
    struct files files = { 0 };

    take_files(diags, own, reader, &files);
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        struct diag diag = take_diag(diags, &files, reader);

        if (reader->bad)
            return;
        *LIST_ADD(diags->arena, diags) = diag;
        diags->errors += diag.severity == DIAG_ERROR;
        diags->warnings += diag.severity == DIAG_WARNING;
    }
}
