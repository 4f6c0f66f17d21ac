/* Looking at one line: where its comment, its key, its quotes are. */
#include <string.h>

#include "base/utf8.h"
#include "yaml/strict.h"

enum { NAME_LIMIT = 24 }; /* code points of a field's name */

size_t strict_skip_spaces(const struct strict_line *line, size_t at)
{
    while (at < line->len && line->text[at] == ' ')
        at++;
    return at;
}

size_t strict_trimmed(const struct strict_line *line)
{
    size_t end = line->len;

    while (end > 0 &&
           (line->text[end - 1] == ' ' || line->text[end - 1] == '\t'))
        end--;
    return end;
}

bool strict_is_blank(const struct strict_line *line)
{
    size_t at = 0;

    while (at < line->len && (line->text[at] == ' ' || line->text[at] == '\t'))
        at++;
    return at == line->len || line->text[at] == '#';
}

/* Is the character at `at` a space, or the line at its end? */
static bool is_gap(const struct strict_line *line, size_t at)
{
    return at >= line->len || line->text[at] == ' ';
}

bool strict_is_dash(const struct strict_line *line, size_t at)
{
    return at < line->len && line->text[at] == '-' && is_gap(line, at + 1);
}

size_t strict_find_comment(const struct strict_line *line, size_t at)
{
    for (; at < line->len; at++)
        if (line->text[at] == '#' && (at == 0 || line->text[at - 1] == ' ' ||
                                      line->text[at - 1] == '\t'))
            return at;
    return line->len;
}

size_t strict_find_quote(const struct strict_line *line, size_t at)
{
    char quote = line->text[at];

    for (at++; at < line->len; at++) {
        if (quote == '"' && line->text[at] == '\\') {
            at++;
        } else if (line->text[at] == quote) {
            if (quote == '"' || at + 1 == line->len ||
                line->text[at + 1] != quote)
                return at;
            at++;
        }
    }
    return line->len;
}

/* A quoted key: the colon stands behind the closing quote. */
static size_t find_quoted_key(const struct strict_line *line, size_t at,
                              size_t *key_end)
{
    size_t close = strict_find_quote(line, at);
    size_t colon;

    if (close == line->len)
        return line->len;
    *key_end = close + 1;
    colon = strict_skip_spaces(line, close + 1);
    return colon < line->len && line->text[colon] == ':' &&
                   is_gap(line, colon + 1)
               ? colon
               : line->len;
}

size_t strict_find_key(const struct strict_line *line, size_t at,
                       size_t *key_end)
{
    size_t stop = strict_find_comment(line, at);

    *key_end = at;
    if (at >= stop)
        return line->len;
    if (line->text[at] == '"' || line->text[at] == '\'')
        return find_quoted_key(line, at, key_end);
    for (size_t i = at; i < stop; i++) {
        if (line->text[i] != ':' || !is_gap(line, i + 1))
            continue;
        if (i - at > STRICT_KEY_LIMIT)
            break;
        *key_end = i;
        while (*key_end > at && line->text[*key_end - 1] == ' ')
            (*key_end)--;
        return i;
    }
    return line->len;
}

/* Commas, stops and brackets: what sentences have and names have not. */
static bool is_sentence_mark(uint32_t c)
{
    return c == '(' || c == ')' || c == ' ' || c == '"' || c == ',' ||
           (c >= 0x3000 && c <= 0x3002) || (c >= 0x3008 && c <= 0x3011) ||
           (c >= 0x2460 && c <= 0x2473) || c == 0xFF08 || c == 0xFF09 ||
           c == 0xFF0C || c == 0xFF0E || c == 0xFF3B || c == 0xFF3D;
}

bool strict_is_name(const char *text, size_t len)
{
    size_t letters = 0;
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        if (is_sentence_mark(utf8_decode(text + i, len - i, &n)))
            return false;
        letters++;
    }
    return letters > 0 && letters <= NAME_LIMIT;
}

bool strict_is_entry(const struct strict_line *line, size_t at)
{
    size_t key_end;
    size_t colon;

    if (strict_is_dash(line, at))
        return true;
    colon = strict_find_key(line, at, &key_end);
    return colon < line->len && strict_is_name(line->text + at, key_end - at);
}

size_t strict_next(const struct strict *strict, size_t index)
{
    for (index++; index < strict->count; index++)
        if (!strict_is_blank(&strict->items[index]))
            break;
    return index;
}

bool strict_is_single(const struct strict *strict, size_t index, size_t at)
{
    size_t next = strict_next(strict, index);

    return next >= strict->count ||
           strict_skip_spaces(&strict->items[next], 0) < at;
}
