/* The events of libyaml, one at a time, and where they stand in the source. */
#include "base/diag.h"
#include "base/utf8.h"
#include "yaml/problem.h"
#include "yaml/reader.h"
#include "yaml/strict.h"

void reader_next(struct reader *reader)
{
    if (reader->has_event)
        yaml_event_delete(&reader->event);
    reader->has_event = false;
    if (reader->failed)
        return;
    if (yaml_parser_parse(&reader->parser, &reader->event)) {
        reader->has_event = true;
        return;
    }
    problem_report(reader->strict, &reader->parser);
    reader->failed = true;
}

bool reader_is_at(const struct reader *reader, yaml_event_type_t type)
{
    return !reader->failed && reader->event.type == type;
}

void reader_skip(struct reader *reader)
{
    size_t depth = 0;

    do {
        if (reader_is_at(reader, YAML_SEQUENCE_START_EVENT) ||
            reader_is_at(reader, YAML_MAPPING_START_EVENT))
            depth++;
        else if (reader_is_at(reader, YAML_SEQUENCE_END_EVENT) ||
                 reader_is_at(reader, YAML_MAPPING_END_EVENT))
            depth--;
        reader_next(reader);
    } while (depth > 0 && !reader->failed);
}

/* ---- places ------------------------------------------------------------ */

size_t reader_line(const struct reader *reader, const yaml_mark_t *mark)
{
    size_t last = reader->strict->count - 1;

    return mark->line < last ? mark->line : last;
}

struct position reader_position(const struct reader *reader,
                                const yaml_mark_t *mark)
{
    size_t index = reader_line(reader, mark);
    const struct strict_line *line = &reader->strict->items[index];
    int column = (int)mark->column;

    if (column >= line->grown_from)
        column -= line->grown;
    return (struct position){ reader->strict->source, (int)index + 1,
                              strict_column(line, column) };
}

size_t reader_byte(struct reader *reader, const yaml_mark_t *mark)
{
    size_t n;

    while (reader->index < mark->index && reader->byte < reader->copy_len) {
        utf8_decode(reader->copy + reader->byte,
                    reader->copy_len - reader->byte, &n);
        reader->byte += n;
        reader->index++;
    }
    return reader->byte;
}

struct diag *reader_report(struct reader *reader, const char *rule,
                           struct position at, const char *message)
{
    struct strict *strict = reader->strict;
    size_t index = (size_t)at.line - 1;
    struct diag *diag = strict_report(strict, index, 0, 0, rule, "%s", message);

    diag->at.column = at.column;
    return diag;
}

bool reader_is_reported(const struct reader *reader, struct position at)
{
    return reader->strict->items[at.line - 1].reported;
}
