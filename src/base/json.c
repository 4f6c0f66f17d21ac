#include "base/json.h"

#include <string.h>

#include "base/utf8.h"

struct json json_begin(struct bytes *out)
{
    return (struct json){ .out = out };
}

static void start_line(struct json *json)
{
    static const char indents[] = "\n                                ";
    const int most = (int)(sizeof indents - 2) / 2;
    int depth = json->depth < most ? json->depth : most;

    bytes_append(json->out, indents, 1 + 2 * (size_t)depth);
    for (; depth < json->depth; depth++)
        bytes_append_string(json->out, "  ");
}

/* What stands before a value or a key. */
static void start_value(struct json *json)
{
    if (json->keyed) {
        json->keyed = false;
        return;
    }
    if (json->filled)
        bytes_append_char(json->out, ',');
    if (json->depth)
        start_line(json);
    json->filled = true;
}

void json_open(struct json *json, char bracket)
{
    start_value(json);
    bytes_append_char(json->out, bracket);
    json->depth++;
    json->filled = false;
}

void json_close(struct json *json, char bracket)
{
    json->depth--;
    if (json->filled)
        start_line(json);
    bytes_append_char(json->out, bracket);
    json->filled = true;
    if (!json->depth)
        bytes_append_char(json->out, '\n');
}

enum { REPLACEMENT = 0xFFFD };

/* One that does not stand for itself. */
static void write_escape(struct bytes *out, uint32_t c)
{
    if (c == '"' || c == '\\')
        bytes_printf(out, "\\%c", (int)c);
    else
        bytes_printf(out, "\\u%04x",
                     c == UTF8_BAD ? (unsigned)REPLACEMENT : (unsigned)c);
}

static void write_string(struct bytes *out, const char *string)
{
    const char *run = string; /* not yet written */
    const char *end = string + strlen(string);
    size_t n;

    bytes_append_char(out, '"');
    for (; string < end; string += n) {
        uint32_t c = utf8_decode(string, (size_t)(end - string), &n);

        if (c != '"' && c != '\\' && c != UTF8_BAD && !utf8_is_control(c))
            continue;
        bytes_append(out, run, (size_t)(string - run));
        write_escape(out, c);
        run = string + n;
    }
    bytes_append(out, run, (size_t)(end - run));
    bytes_append_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
    start_value(json);
    write_string(json->out, key);
    bytes_append_string(json->out, ": ");
    json->keyed = true;
}

void json_string(struct json *json, const char *string)
{
    start_value(json);
    if (string)
        write_string(json->out, string);
    else
        bytes_append_string(json->out, "null");
}

void json_raw(struct json *json, const char *text)
{
    start_value(json);
    bytes_append_string(json->out, text);
}

void json_int(struct json *json, int64_t value)
{
    start_value(json);
    bytes_append_int(json->out, value);
}

void json_bool(struct json *json, bool value)
{
    json_raw(json, value ? "true" : "false");
}

void json_null(struct json *json)
{
    json_raw(json, "null");
}

void json_member(struct json *json, const char *key, const char *string)
{
    json_key(json, key);
    json_string(json, string);
}
