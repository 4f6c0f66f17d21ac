#include "fuzz/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"

struct rows {
    struct row {
        const char *at;
        size_t len;
    } * items;
    size_t count;
    size_t capacity;
};

enum { EDITS = 12, ROWS = 600 };

static size_t count_indent(const struct row *row)
{
    size_t n = 0;

    while (n < row->len && row->at[n] == ' ')
        n++;
    return n;
}

static size_t find_end(const struct rows *rows, size_t from)
{
    size_t indent = count_indent(&rows->items[from]);
    size_t to = from + 1;

    while (to < rows->count && count_indent(&rows->items[to]) > indent)
        to++;
    return to;
}

static struct rows split_rows(struct arena *arena, const char *at, size_t len)
{
    struct rows rows = { 0 };
    const char *end = at + len;

    while (at < end && rows.count < ROWS) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop ? stop : end;
        *LIST_ADD(arena, &rows) = (struct row){ at, (size_t)(stop - at) };
        at = stop < end ? stop + 1 : end;
    }
    return rows;
}

static void move_block(struct arena *arena, struct rows *rows, char op,
                       size_t from, size_t place)
{
    size_t to = find_end(rows, from);
    struct rows out = { 0 };

    for (size_t i = 0; i < rows->count; i++) {
        if (op != 'd' && i == place)
            for (size_t k = from; k < to; k++)
                *LIST_ADD(arena, &out) = rows->items[k];
        if (op == 'c' || i < from || i >= to)
            *LIST_ADD(arena, &out) = rows->items[i];
    }
    *rows = out;
}

/* The byte behind `n` characters. */
static size_t skip(const struct row *row, size_t at, size_t n)
{
    while (at < row->len && n--)
        do
            at++;
        while (at < row->len && (row->at[at] & 0xC0) == 0x80);
    return at;
}

static void edit_row(struct arena *arena, struct row *row, char op, size_t at,
                     const char *words, size_t len)
{
    size_t from = skip(row, 0, row->len ? at % row->len : 0);
    size_t to = op == 'x' ? skip(row, from, (size_t)atoi(words)) : from;
    struct bytes out = { 0 };

    bytes_append(&out, row->at, from);
    if (op == 'i')
        bytes_append(&out, words, len);
    bytes_append(&out, row->at + to, row->len - to);
    row->len = out.len;
    row->at = arena_copy(arena, out.len ? (const char *)out.data : "", out.len);
    bytes_free(&out);
}

static void edit(struct arena *arena, struct rows *rows, const struct row *row)
{
    char *line = arena_copy(arena, row->at, row->len);
    char *end;
    char op = line[0];
    size_t a = row->len ? strtoul(line + 1, &end, 10) : 0;
    size_t b = row->len ? strtoul(end, &end, 10) : 0;

    if (!rows->count || !op)
        return;
    end += *end == ' ';
    if (op == 'd' || op == 'c' || op == 'm')
        move_block(arena, rows, op, a % rows->count, b % rows->count);
    else if (op == 'i' || op == 'x')
        edit_row(arena, &rows->items[a % rows->count], op, b, end, strlen(end));
}

struct fuzz_part fuzz_edit(struct arena *arena, struct fuzz_part old,
                           struct fuzz_part edits)
{
    struct rows rows = split_rows(arena, old.data, old.len);
    struct rows list = split_rows(arena, edits.data, edits.len);
    struct fuzz_part new = { .name = NULL };
    struct bytes out = { 0 };

    for (size_t i = 0; i < list.count && i < EDITS; i++)
        edit(arena, &rows, &list.items[i]);
    for (size_t i = 0; i < rows.count; i++) {
        bytes_append(&out, rows.items[i].at, rows.items[i].len);
        bytes_append_char(&out, '\n');
    }
    new.len = out.len;
    new.data =
        arena_copy(arena, out.len ? (const char *)out.data : "", out.len);
    bytes_free(&out);
    return new;
}
