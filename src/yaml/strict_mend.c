/* Reporting mistakes, and mended lines: those shown and those parsed. */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

int strict_column(const struct strict_line *line, int column)
{
    bool late = line->late_from && column >= line->late_from;

    return column + 1 + line->shift + (late ? line->late_shift : 0);
}

struct position strict_at(const struct strict *strict, size_t index, size_t at)
{
    const struct strict_line *line = &strict->items[index];

    return (struct position){
        .source = strict->source,
        .line = (int)index + 1,
        .column = strict_column(line, (int)utf8_count(line->text, at)),
    };
}

struct diag *strict_report(struct strict *strict, size_t index, size_t at,
                           size_t end, const char *rule, const char *format,
                           ...)
{
    struct strict_line *line = &strict->items[index];
    struct position position = strict_at(strict, index, at);
    struct diag *diag;
    const char *message;
    va_list args;

    line->reported = true;
    strict->reports++;
    if (strict->reports > STRICT_REPORT_LIMIT + 1)
        return arena_alloc(strict->arena, sizeof *diag);
    if (strict->reports == STRICT_REPORT_LIMIT + 1) {
        diag_add(strict->diags, DIAG_ERROR, "yaml-count", position,
                 _("there are too many mistakes to show; those from here on "
                   "come when these are mended"));
        return arena_alloc(strict->arena, sizeof *diag);
    }
    va_start(args, format);
    message = arena_vprintf(strict->arena, format, args);
    va_end(args);
    diag = diag_add(strict->diags, DIAG_ERROR, rule, position, "%s", message);
    if (end > line->len)
        end = line->len;
    if (end > at)
        diag->width = (int)utf8_count(line->text + at, end - at);
    return diag;
}

/* ---- quoting ----------------------------------------------------------- */

static char *quote_with(const struct strict *strict, const char *text,
                        size_t len, char quote)
{
    char *out = arena_alloc(strict->arena, 2 * len + 3);
    size_t used = 0;

    out[used++] = quote;
    for (size_t i = 0; i < len; i++) {
        if (quote == '\'' && text[i] == '\'')
            out[used++] = '\'';
        else if (quote == '"' && (text[i] == '"' || text[i] == '\\'))
            out[used++] = '\\';
        out[used++] = text[i];
    }
    out[used] = quote;
    return out;
}

char *strict_quote(const struct strict *strict, const char *text, size_t len)
{
    bool simple = !memchr(text, '"', len) && !memchr(text, '\\', len);

    return quote_with(strict, text, len,
                      simple || memchr(text, '\'', len) ? '"' : '\'');
}

/* Would the text be read back as it is without quotes? */
static bool is_plain(const char *text, size_t len)
{
    if (!len || strchr("*&%@[]{},!?|>`'\"#", text[0]) || text[0] == ' ' ||
        text[len - 1] == ' ' || text[len - 1] == ':')
        return false;
    if (text[0] == '-' && (len == 1 || text[1] == ' '))
        return false;
    for (size_t i = 0; i + 1 < len; i++)
        if ((text[i] == ':' && text[i + 1] == ' ') ||
            (text[i] == ' ' && text[i + 1] == '#'))
            return false;
    return true;
}

char *strict_plain_or_quote(const struct strict *strict, const char *text,
                            size_t len)
{
    return is_plain(text, len) ? arena_copy(strict->arena, text, len)
                               : strict_quote(strict, text, len);
}

char *strict_instead(const struct strict *strict, size_t index, size_t at,
                     const char *rest)
{
    const struct strict_line *line = &strict->items[index];

    if (at + strlen(rest) > STRICT_INSTEAD_LIMIT)
        return NULL;
    return arena_printf(strict->arena, "%.*s%s", (int)at, line->text, rest);
}

/* ---- the copy ---------------------------------------------------------- */

static struct strict_patch *keep_patch(struct strict *strict,
                                       struct strict_patch patch)
{
    struct strict_patch *kept = arena_alloc(strict->arena, sizeof *kept);

    *kept = patch;
    return kept;
}

/* A double-quoted scalar for libyaml: never read back, so always short. */
static const char placeholder[] = "\"*\"";

void strict_patch_value(struct strict *strict, size_t index, size_t at,
                        struct strict_patch patch)
{
    struct strict_line *line = &strict->items[index];

    patch.column = (int)utf8_count(line->text, at);
    line->value = keep_patch(strict, patch);
    line->copy =
        arena_printf(strict->arena, "%.*s%s", (int)at, line->text, placeholder);
    line->copy_len = strlen(line->copy);
}

void strict_patch_key(struct strict *strict, size_t index, size_t at,
                      size_t end, struct strict_patch patch)
{
    struct strict_line *line = &strict->items[index];
    int columns = (int)utf8_count(line->text + at, end - at);
    int grown = (int)sizeof placeholder - 1 - columns;

    patch.column = (int)utf8_count(line->text, at);
    line->key = keep_patch(strict, patch);
    line->copy = arena_printf(strict->arena, "%.*s%s%.*s", (int)at, line->copy,
                              placeholder, (int)(line->copy_len - end),
                              line->copy + end);
    line->copy_len = strlen(line->copy);
    if (line->value)
        line->value->column += grown;
    line->grown = grown;
    line->grown_from = patch.column + 1;
}

struct strict_patch strict_plain_patch(const struct strict *strict,
                                       size_t index, size_t at, size_t end)
{
    const struct strict_line *line = &strict->items[index];

    return (struct strict_patch){
        .at = strict_at(strict, index, at),
        .style = NODE_PLAIN,
        .value = arena_copy(strict->arena, line->text + at, end - at),
        .len = end - at,
        .raw = line->text + at,
        .raw_len = end - at,
    };
}

void strict_drop(struct strict *strict, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++) {
        strict->items[i].copy = "";
        strict->items[i].copy_len = 0;
    }
}

/* Latin letters and the like, between which a joint needs a space. */
static bool is_latin(uint32_t c)
{
    return c != UTF8_BAD && c < 0x250;
}

/* The code point that ends at byte `end`. */
static uint32_t last_character(const char *text, size_t end)
{
    size_t at = end;
    size_t n;

    while (at > 0 && ((unsigned char)text[--at] & 0xC0) == 0x80)
        continue;
    return end ? utf8_decode(text + at, end - at, &n) : UTF8_BAD;
}

char *strict_join(const struct strict *strict, const char *text, size_t len)
{
    char *out = arena_alloc(strict->arena, len + 1);
    size_t used = 0;
    size_t n;

    for (size_t at = 0; at < len;) {
        const char *stop = memchr(text + at, '\n', len - at);
        size_t end = stop ? (size_t)(stop - text) : len;
        size_t next = end + 1;

        while (at < end && text[at] == ' ')
            at++;
        while (end > at && text[end - 1] == ' ')
            end--;
        if (end > at) {
            if (is_latin(last_character(out, used)) &&
                is_latin(utf8_decode(text + at, end - at, &n)))
                out[used++] = ' ';
            memcpy(out + used, text + at, end - at);
            used += end - at;
        }
        at = next;
    }
    return out;
}

char *strict_copy(const struct strict *strict, size_t *len)
{
    size_t total = 0;
    size_t used = 0;
    char *out;

    for (size_t i = 0; i < strict->count; i++)
        total += strict->items[i].copy_len + 1;
    out = arena_alloc(strict->arena, total + 1);
    for (size_t i = 0; i < strict->count; i++) {
        if (strict->items[i].copy_len)
            memcpy(out + used, strict->items[i].copy,
                   strict->items[i].copy_len);
        used += strict->items[i].copy_len;
        out[used++] = '\n';
    }
    *len = used;
    return out;
}
