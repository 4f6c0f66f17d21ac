/* Diagnostics for programs: editors, continuous integration, scripts. */
#include <string.h>

#include "base/bytes.h"
#include "base/diag.h"
#include "base/json.h"

static const char *const severities[] = {
    [DIAG_ERROR] = "error",
    [DIAG_WARNING] = "warning",
    [DIAG_NOTE] = "note",
};

static const char *file_of(const struct diag *diag)
{
    return diag->at.source ? diag->at.source->name : NULL;
}

static void number(struct json *json, const char *key, int value)
{
    json_key(json, key);
    if (value)
        json_int(json, value);
    else
        json_null(json);
}

static void write_mend(struct json *json, const struct diag_mend *mend)
{
    json_key(json, "fix");
    if (!mend->with) {
        json_null(json);
        return;
    }
    json_open(json, '{');
    json_key(json, "offset");
    json_int(json, (int64_t)mend->offset);
    json_key(json, "length");
    json_int(json, (int64_t)mend->len);
    json_member(json, "text", mend->with);
    json_close(json, '}');
}

static void write_json(struct json *json, const struct diag *diag)
{
    bool placed = diag->at.source && diag->at.line;

    json_open(json, '{');
    json_member(json, "file", file_of(diag));
    number(json, "line", placed ? diag->at.line : 0);
    number(json, "column", placed ? diag->at.column : 0);
    number(json, "endColumn", placed ? diag->at.column + diag->width : 0);
    json_member(json, "severity", severities[diag->severity]);
    json_member(json, "rule", diag->rule);
    json_member(json, "message", diag->message);
    json_member(json, "expected", diag->expected);
    json_member(json, "suggestion",
                diag->similar ? diag->similar : diag->instead);
    json_member(json, "reason", diag->reason);
    write_mend(json, &diag->mend);
    json_close(json, '}');
}

/* One line, whatever the message holds. */
static void append_line(struct bytes *out, const char *text)
{
    for (; *text; text++)
        bytes_append_char(out, *text == '\n' ? ' ' : *text);
}

static void write_gcc(struct bytes *out, const struct diag *diag)
{
    const char *file = file_of(diag);

    bytes_append_string(out, file ? file : "chosho");
    if (file && diag->at.line)
        bytes_printf(out, ":%d:%d", diag->at.line, diag->at.column);
    bytes_printf(out, ": %s: ", severities[diag->severity]);
    append_line(out, diag->message);
    if (diag->similar)
        bytes_printf(out, " -> %s", diag->similar);
    bytes_printf(out, " [%s]\n", diag->rule);
}

/* Values of workflow commands; `property`: also the signs between them. */
static void append_escaped(struct bytes *out, const char *text, bool property)
{
    for (; *text; text++)
        if (strchr("%\r\n", *text) || (property && strchr(":,", *text)))
            bytes_printf(out, "%%%02X", (unsigned)*text);
        else
            bytes_append_char(out, *text);
}

static void write_github(struct bytes *out, const struct diag *diag)
{
    static const char *const commands[] = {
        [DIAG_ERROR] = "error",
        [DIAG_WARNING] = "warning",
        [DIAG_NOTE] = "notice",
    };
    const char *file = file_of(diag);

    bytes_printf(out, "::%s ", commands[diag->severity]);
    if (file) {
        bytes_append_string(out, "file=");
        append_escaped(out, file, true);
        if (diag->at.line)
            bytes_printf(out, ",line=%d,col=%d,endColumn=%d", diag->at.line,
                         diag->at.column, diag->at.column + diag->width);
        bytes_append_char(out, ',');
    }
    bytes_printf(out, "title=%s::", diag->rule);
    append_escaped(out, diag->message, false);
    if (diag->similar) {
        bytes_append_string(out, " -> ");
        append_escaped(out, diag->similar, false);
    }
    if (diag->reason) {
        bytes_append_string(out, "%0A");
        append_escaped(out, diag->reason, false);
    }
    bytes_append_char(out, '\n');
}

void diags_write(struct diags *diags, enum diag_format format,
                 struct bytes *out)
{
    struct json json = json_begin(out);

    if (format == DIAG_TEXT) {
        diags_print(diags, out);
        return;
    }
    diags_sort(diags);
    if (format == DIAG_JSON)
        json_open(&json, '[');
    for (size_t i = 0; i < diags->count; i++)
        if (format == DIAG_JSON)
            write_json(&json, &diags->items[i]);
        else if (format == DIAG_GCC)
            write_gcc(out, &diags->items[i]);
        else
            write_github(out, &diags->items[i]);
    if (format == DIAG_JSON)
        json_close(&json, ']');
}
