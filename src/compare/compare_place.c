#include "compare/compare_place.h"

#include <string.h>

#include "base/arena.h"
#include "compare/compare.h"
#include "form/form.h"
#include "record/record.h"
#include "unicode/unicode.h"

const char compare_gap[] = "\xE3\x80\x80";

char *compare_number(struct arena *arena, const struct record *record)
{
    static const enum unicode_numbering styles[] = {
        [FORM_NUMBER_NONE] = UNICODE_DECIMAL,
        [FORM_NUMBER_DECIMAL] = UNICODE_DECIMAL,
        [FORM_NUMBER_FULLWIDTH] = UNICODE_FULLWIDTH,
        [FORM_NUMBER_CIRCLED] = UNICODE_CIRCLED,
    };
    char *sign = unicode_format_number(arena, record->number,
                                       styles[record->list->numbering]);

    return sign ? sign : arena_printf(arena, "%zu", record->number);
}

char *compare_label(struct arena *arena, const struct record *record)
{
    return arena_printf(arena, "%s%s", record->list->key,
                        compare_number(arena, record));
}

char *compare_labels(struct arena *arena, const struct record *record,
                     int below)
{
    char *out = arena_strdup(arena, "");

    for (; record && record->parent; record = record->parent) {
        const struct record *around = record->parent;

        if (!record->number) /* a group */
            continue;
        while (around->parent && !around->number)
            around = around->parent;
        if (below && !around->parent)
            break;
        out = arena_printf(arena, "%s%s%s", compare_label(arena, record),
                           *out ? compare_gap : "", out);
    }
    return out;
}

char *compare_address(struct arena *arena, const struct record *record,
                      const struct compare_part *part, size_t index)
{
    char *base = record_address(arena, record);
    const char *slash = *base ? "/" : "";

    if (!part)
        return base;
    if (part->field->type == FORM_ENTRIES || part->field->type == FORM_STRINGS)
        return arena_printf(arena, "%s%s%s[%zu]", base, slash, part->path,
                            index + 1);
    return arena_printf(arena, "%s%s%s", base, slash, part->path);
}
