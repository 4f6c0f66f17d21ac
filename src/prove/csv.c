#include "prove/csv.h"

#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/source.h"
#include "base/utf8.h"

static const char mark[] = "\xEF\xBB\xBF";

struct reading {
    struct arena *arena;
    const char *data;
    size_t len;
    size_t at;
    struct csv *csv;
    struct bytes field;
};

static void fail(struct reading *reading, const char *message)
{
    if (!reading->csv->wrong)
        reading->csv->wrong = message;
    reading->csv->line = reading->csv->count;
    reading->at = reading->len;
}

/* A field in quotes, of which the first was read. */
static void read_quoted(struct reading *reading)
{
    while (reading->at < reading->len) {
        char c = reading->data[reading->at++];

        if (c == '"') {
            if (reading->at == reading->len ||
                reading->data[reading->at] != '"')
                return;
            reading->at++;
        }
        bytes_append_char(&reading->field, c);
    }
    fail(reading, N_("quotes are not closed"));
}

static void read_plain(struct reading *reading)
{
    while (reading->at < reading->len &&
           !strchr(",\"\r\n", reading->data[reading->at]))
        bytes_append_char(&reading->field, reading->data[reading->at++]);
}

static void read_field(struct reading *reading, struct csv_line *line)
{
    reading->field.len = 0;
    if (reading->at < reading->len && reading->data[reading->at] == '"') {
        reading->at++;
        read_quoted(reading);
    } else {
        read_plain(reading);
    }
    *LIST_ADD(reading->arena, line) = arena_copy(
        reading->arena, (const char *)reading->field.data, reading->field.len);
}

static void read_line(struct reading *reading)
{
    struct csv *csv = reading->csv;
    struct csv_line *line = LIST_ADD(reading->arena, csv);

    *line = (struct csv_line){ 0 };
    for (;;) {
        size_t left;

        read_field(reading, line);
        left = reading->len - reading->at;
        if (left >= 1 && reading->data[reading->at] == ',') {
            reading->at++;
            continue;
        }
        if (csv->wrong)
            return;
        if (left < 2 || memcmp(reading->data + reading->at, "\r\n", 2))
            fail(reading, N_("a field or line does not end as it should"));
        else
            reading->at += 2;
        break;
    }
    if (line->count != csv->items[0].count)
        fail(reading, N_("not as many fields as there are columns"));
}

struct csv csv_read(struct arena *arena, const struct source *file)
{
    size_t skip = sizeof mark - 1;
    struct csv csv = { 0 };
    struct reading reading = {
        .arena = arena, .data = file->data, .len = file->len, .csv = &csv
    };

    if (file->len <= skip || memcmp(file->data, mark, skip)) {
        csv.wrong = N_("there is no byte order mark");
        return csv;
    }
    if (utf8_valid(file->data, file->len) != file->len ||
        memchr(file->data, 0, file->len)) {
        csv.wrong = N_("it is not UTF-8");
        return csv;
    }
    reading.at = skip;
    while (reading.at < reading.len)
        read_line(&reading);
    bytes_free(&reading.field);
    return csv;
}

bool csv_unmask(char *cell)
{
    size_t quotes = strspn(cell, "'");

    if (!cell[quotes] || !strchr("=+-@\t\r", cell[quotes]))
        return true;
    if (!quotes)
        return false;
    memmove(cell, cell + 1, strlen(cell));
    return true;
}
