/* What an index says of a document, on its way between processes. */
#include "base/arena.h"
#include "base/pack.h"
#include "cli/inside.h"
#include "web/web.h"

static void pack_numbers(const size_t *numbers, size_t count,
                         struct bytes *message)
{
    pack_int(message, count);
    for (size_t i = 0; i < count; i++)
        pack_int(message, numbers[i]);
}

static size_t *take_numbers(struct arena *arena, struct pack_reader *reader,
                            size_t *count)
{
    size_t *numbers;

    *count = (size_t)pack_take_int(reader);
    numbers = arena_calloc(arena, *count, sizeof *numbers);
    for (size_t i = 0; i < *count; i++)
        numbers[i] = (size_t)pack_take_int(reader);
    return numbers;
}

void pack_summary(const struct web_summary *summary,
                  const struct web_files *files, struct bytes *message)
{
    pack_string(message, summary->name);
    pack_numbers(summary->given, summary->given_count, message);
    pack_int(message, summary->none);
    pack_numbers(summary->records, summary->records_count, message);
    pack_string(message, summary->sections);
    pack_int(message, files->count);
    for (size_t i = 0; i < files->count; i++) {
        pack_string(message, files->items[i].name);
        pack_string(message, files->items[i].kind);
        pack_int(message, files->items[i].size);
    }
}

static const char *take_words(struct arena *arena, struct pack_reader *reader)
{
    const char *words = pack_take_string(reader);

    return arena_strdup(arena, words ? words : "");
}

const struct web_summary *take_summary(struct arena *arena,
                                       struct web_files *files,
                                       struct pack_reader *reader)
{
    struct web_summary *summary = arena_alloc(arena, sizeof *summary);

    summary->name = take_words(arena, reader);
    summary->given = take_numbers(arena, reader, &summary->given_count);
    summary->none = (size_t)pack_take_int(reader);
    summary->records = take_numbers(arena, reader, &summary->records_count);
    summary->sections = take_words(arena, reader);
    for (uint64_t left = pack_take_int(reader); left && !reader->bad; left--) {
        struct web_file *file = LIST_ADD(arena, files);

        file->name = take_words(arena, reader);
        file->kind = take_words(arena, reader);
        file->size = (size_t)pack_take_int(reader);
    }
    return summary;
}
