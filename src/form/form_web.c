/* The words of web pages: templates/web.yaml. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/form_read.h"
#include "form/web.h"
#include "yaml/node.h"

static void read_spoken(struct form_reader *reader, const struct node *node,
                        void *out)
{
    static const struct form_key table[] = {
        { "text", form_read_string, offsetof(struct form_spoken, text), true },
        { "spoken", form_read_string, offsetof(struct form_spoken, spoken),
          true },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a spoken form"), table);
    struct form_web_words *words = out;
    struct form_spoken spoken = { 0 };

    if (form_read_keys(reader, node, &keys, &spoken) && spoken.text &&
        spoken.spoken)
        *LIST_ADD(reader->arena, &words->ears) = spoken;
}

static void read_ears(struct form_reader *reader, const struct node *node,
                      void *out)
{
    form_read_list(reader, node, read_spoken, out);
}

const struct form_web_words *
form_load_web_words(struct arena *arena, const char *file, struct diags *diags)
{
#define WORD(key)                                                              \
    {                                                                          \
#key, form_read_string, offsetof(struct form_web_words, key), true     \
    }
    static const struct form_key table[] = {
        WORD(lang),       WORD(skip),        WORD(here),
        WORD(top),        WORD(contents),    WORD(edition),
        WORD(documents),  WORD(document),    WORD(files),
        WORD(year),       WORD(sum),         WORD(none),
        WORD(given),      WORD(given_of),    WORD(count),
        WORD(file),       WORD(kilobytes),   WORD(megabytes),
        WORD(dictionary), WORD(description), WORD(stages),
        WORD(since),      WORD(filled),      WORD(missing),
        WORD(changed),    WORD(same),        WORD(fresh),
        WORD(arrow),      WORD(becomes),     { "ears", read_ears, 0, true },
    };
#undef WORD
    static const struct form_keys keys =
        FORM_KEYS(N_("the words of web pages"), table);
    struct form_web_words *words = arena_alloc(arena, sizeof *words);

    return form_load_words(arena, file, &keys, diags, words) ? words : NULL;
}
