/*
 * json: writes JSON text (RFC 8259), indented, in the order it is given.
 *
 *     struct json json = json_begin(&bytes);
 *     json_open(&json, '{');
 *     json_key(&json, "name");
 *     json_string(&json, "value");
 *     json_close(&json, '}');
 *
 * Commas and line ends come by themselves. Strings stay as they are
 * but for quotes, backslashes, characters that command a terminal (escaped),
 * and bytes that are no UTF-8 (names of files may have some): U+FFFD each.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct json {
    struct bytes *out; /* borrowed */
    int depth;
    bool filled; /* something stands in the innermost brackets */
    bool keyed;  /* a key was written, its value comes next */
};

struct json json_begin(struct bytes *out);

/* '{' or '[', and the matching one; the outermost ends the line. */
void json_open(struct json *json, char bracket);
void json_close(struct json *json, char bracket);

/* The key of the next value in an object. */
void json_key(struct json *json, const char *key);

void json_string(struct json *json, const char *string); /* NULL: null */
void json_int(struct json *json, int64_t value);
void json_bool(struct json *json, bool value);
void json_null(struct json *json);

/* A value that is JSON already: a number as digits. */
void json_raw(struct json *json, const char *text);

/* A key and its string; NULL gives null. */
void json_member(struct json *json, const char *key, const char *string);

#endif
