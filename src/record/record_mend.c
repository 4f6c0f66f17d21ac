/*
 * Mended lines. Authors copy what stands behind "write instead", so it is
 * always the source's whole line: its indentation, dash and key as typed,
 * and another value.
 */
#include "record/record_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

/* Would YAML read the text back as it is without quotes? */
static bool is_plain(const char *text, size_t len)
{
    if (!len || strchr("*&%@[]{},!?|>`'\"# ", text[0]) ||
        text[len - 1] == ' ' || text[len - 1] == ':')
        return false;
    if (text[0] == '-' && (len == 1 || text[1] == ' '))
        return false;
    return !strstr(text, ": ") && !strstr(text, " #");
}

/* `text` between two `quote`s, each special character escaped. */
static const char *quote(struct record_reader *reader, const char *text,
                         char quote)
{
    size_t len = strlen(text);
    char *out = arena_calloc(reader->arena, 2 * len + 3, 1);
    size_t used = 0;

    out[used++] = quote;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == quote)
            out[used++] = quote == '"' ? '\\' : quote;
        else if (text[i] == '\\' && quote == '"')
            out[used++] = '\\';
        out[used++] = text[i];
    }
    out[used] = quote;
    return out;
}

/* The quotes that need the fewest escapes, double ones if both do. */
static char choose_quote(const char *text)
{
    return strpbrk(text, "\"\\") && !strchr(text, '\'') ? '\'' : '"';
}

/* `text` as YAML, in the quotes the value stood in before. */
static const char *write_value(struct record_reader *reader,
                               enum node_style style, const char *text)
{
    if (style == NODE_SINGLE_QUOTED)
        return quote(reader, text, '\'');
    if (style == NODE_DOUBLE_QUOTED)
        return quote(reader, text, '"');
    if (is_plain(text, strlen(text)))
        return text;
    return quote(reader, text, choose_quote(text));
}

/* The characters of a line before column `column`. */
static size_t find_column(const char *line, size_t len, int column)
{
    size_t at = 0;
    size_t n;

    for (; column > 1 && at < len; column--, at += n)
        utf8_decode(line + at, len - at, &n);
    return at;
}

/* Does the scalar stand at byte `at` of the line, and nothing behind it? */
static bool is_alone(const struct node *node, const char *line, size_t len,
                     size_t at)
{
    at += node->style != NODE_PLAIN;
    if (at > len || node->raw_len > len - at ||
        memcmp(line + at, node->raw, node->raw_len) != 0)
        return false;
    at += node->raw_len + (node->style != NODE_PLAIN);
    while (at < len && line[at] == ' ')
        at++;
    return at >= len || line[at] == '#';
}

static bool is_printable(const char *text)
{
    size_t len = strlen(text);
    size_t n;

    for (size_t i = 0; i < len; i += n)
        if (unicode_is_control(utf8_decode(text + i, len - i, &n)))
            return false;
    return true;
}

const char *record_mend_line(struct record_reader *reader,
                             const struct node *node, const char *text)
{
    size_t len = 0;
    const char *line = source_line(node->at.source, node->at.line, &len);
    size_t at = line ? find_column(line, len, node->at.column) : 0;

    if (!line || !is_alone(node, line, len, at) || !is_printable(text))
        return NULL;
    return arena_printf(reader->arena, "%.*s%s", (int)at, line,
                        write_value(reader, node->style, text));
}

const char *record_mend_pair(struct record_reader *reader,
                             const struct node *node)
{
    const struct node *key = node->pairs[0].key;
    const struct node *value = node->pairs[0].value;
    size_t len = 0;
    const char *line = source_line(node->at.source, node->at.line, &len);
    const char *text = arena_printf(reader->arena, "%s:%s%s", key->value,
                                    value->len ? " " : "", value->value);

    if (!line || value->at.line != node->at.line || !is_printable(text))
        return NULL;
    return arena_printf(reader->arena, "%.*s%s",
                        (int)find_column(line, len, node->at.column), line,
                        quote(reader, text, choose_quote(text)));
}
