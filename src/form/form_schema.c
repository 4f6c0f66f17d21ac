/* The words of a schema: templates/schema.yaml. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "form/form_read.h"
#include "form/schema.h"

const struct form_schema_words *form_load_schema_words(struct arena *arena,
                                                       const char *file,
                                                       struct diags *diags)
{
#define WORD(key)                                                              \
    {                                                                          \
#key, form_read_string, offsetof(struct form_schema_words, key), true  \
    }
    static const struct form_key table[] = {
        WORD(lang),        WORD(title),   WORD(required), WORD(expected),
        WORD(stage),       WORD(markers), WORD(ruby),     WORD(numbered),
        WORD(text),        WORD(entries), WORD(choice),   WORD(number),
        WORD(fiscal_year), WORD(date),    WORD(records),  WORD(group),
        WORD(form),        WORD(strings),
    };
#undef WORD
    static const struct form_keys keys =
        FORM_KEYS(N_("the file of the schema's words"), table);
    struct form_schema_words *words = arena_alloc(arena, sizeof *words);

    return form_load_words(arena, file, &keys, diags, words) ? words : NULL;
}
