/* What `chosho log` found, for people and for programs. */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/json.h"
#include "base/message.h"
#include "cli/log.h"
#include "cli/sides.h"
#include "compare/compare_place.h"
#include "data/data.h"
#include "form/form.h"
#include "record/record.h"

/*
 * The first stage to be closed of those that read a field; NULL when the
 * edition closes none of them.
 */
static const struct data_closing *
find_closing(const struct data_edition *edition, const struct log_field *field)
{
    const struct form *form = field->record->form;
    const struct data_closing *first = NULL;

    for (size_t i = 0; edition && i < edition->closing_count; i++) {
        const struct data_closing *closing = &edition->closings[i];
        const struct form_stage *stage =
            form_lookup_stage(form, closing->stage);

        if (stage && form_concerns(field->field, stage->id) &&
            (!first || strcmp(closing->date, first->date) < 0))
            first = closing;
    }
    return first;
}

/* The stage that was closed already when the field was changed. */
static const struct data_closing *find_late(struct arena *arena,
                                            const struct data_edition *edition,
                                            const struct log_field *field)
{
    const struct data_closing *closing =
        field->fate == LOG_KNOWN ? find_closing(edition, field) : NULL;

    return closing && strcmp(repo_day(arena, &field->commit), closing->date) > 0
               ? closing
               : NULL;
}

static char *short_id(struct arena *arena, const struct repo_commit *commit)
{
    return arena_copy(arena, repo_name(arena, &commit->id), REPO_SHORT_ID);
}

static const char *title_of(struct arena *arena, const struct record *record)
{
    const struct value *title = record_lookup_use(record, "title");

    for (size_t i = 0; record->parent && i < record->fields->count; i++)
        if (record->fields->items[i].type == FORM_TEXT)
            return text_join(arena, &record->values[i].text);
    return title ? text_join(arena, &title->text) : "";
}

/* ---- for people ---------------------------------------------------------- */

static int depth_of(const struct record *record)
{
    int depth = 0;

    for (; record->parent; record = record->parent)
        depth += record->number > 0;
    return depth;
}

static void write_heading(struct arena *arena, const struct record *record,
                          struct bytes *out)
{
    bytes_printf(out, "%*s%s%s%s\n", 2 * depth_of(record), "",
                 compare_label(arena, record), compare_gap,
                 title_of(arena, record));
}

static void write_fate(struct arena *arena, const struct log_field *field,
                       struct bytes *out)
{
    const struct repo_commit *commit = &field->commit;

    if (field->fate == LOG_UNKNOWN)
        bytes_append_string(out, _("not known"));
    else if (field->fate == LOG_UNCOMMITTED)
        bytes_append_string(out, _("not committed yet"));
    else
        bytes_printf(out, "%s %s %s  %s", short_id(arena, commit),
                     repo_day(arena, commit),
                     message_clean(arena, commit->author),
                     message_clean(arena, commit->subject));
    if (field->fate == LOG_OR_EARLIER)
        bytes_printf(out, " %s", _("(or earlier)"));
}

void log_write_term(struct arena *arena, const struct log_documents *documents,
                    struct bytes *out)
{
    for (size_t i = 0; i < documents->count; i++) {
        const struct log_document *document = &documents->items[i];
        const struct record *last = NULL;

        if (out->len)
            bytes_append_char(out, '\n');
        bytes_printf(out, "%s  %s\n", message_clean(arena, document->path),
                     title_of(arena, document->record));
        for (size_t k = 0; k < document->count; k++) {
            const struct log_field *field = document->items[k];
            const struct data_closing *late =
                find_late(arena, document->edition, field);

            if (field->record != last)
                write_heading(arena, field->record, out);
            last = field->record;
            bytes_printf(out, "%*s%s: ", 2 * depth_of(last) + 2, "",
                         field->path);
            write_fate(arena, field, out);
            bytes_append_char(out, '\n');
            if (late) {
                bytes_printf(out, "%*s! ", 2 * depth_of(last) + 4, "");
                bytes_printf(out, _("changed after %s was closed on %s"),
                             late->stage, late->date);
                bytes_append_char(out, '\n');
            }
        }
    }
}

/* ---- for programs -------------------------------------------------------- */

static void write_commit(struct arena *arena, struct json *json,
                         const struct log_field *field)
{
    const struct repo_commit *commit = &field->commit;

    json_key(json, "commit");
    if (field->fate == LOG_UNKNOWN || field->fate == LOG_UNCOMMITTED) {
        json_null(json);
        return;
    }
    json_open(json, '{');
    json_member(json, "id", repo_name(arena, &commit->id));
    json_member(json, "date", repo_day(arena, commit));
    json_member(json, "author", commit->author);
    json_member(json, "subject", commit->subject);
    json_close(json, '}');
}

static void write_field(struct arena *arena, struct json *json,
                        const struct log_document *document,
                        const struct log_field *field)
{
    static const char *const fates[] = {
        [LOG_UNKNOWN] = "unknown",
        [LOG_UNCOMMITTED] = "uncommitted",
        [LOG_KNOWN] = "commit",
        [LOG_OR_EARLIER] = "commit-or-earlier",
    };
    const struct data_closing *late =
        find_late(arena, document->edition, field);

    json_open(json, '{');
    json_member(json, "address", record_address(arena, field->record));
    json_member(json, "title", title_of(arena, field->record));
    json_member(json, "field", field->path);
    json_member(json, "changed", fates[field->fate]);
    write_commit(arena, json, field);
    json_key(json, "late");
    if (late) {
        json_open(json, '{');
        json_member(json, "stage", late->stage);
        json_member(json, "closed", late->date);
        json_close(json, '}');
    } else {
        json_null(json);
    }
    json_close(json, '}');
}

void log_write_json(struct arena *arena, const struct log_documents *documents,
                    struct bytes *out)
{
    enum { VERSION = 1 };
    struct json json = json_begin(out);

    json_open(&json, '{');
    json_key(&json, "version");
    json_int(&json, VERSION);
    json_key(&json, "documents");
    json_open(&json, '[');
    for (size_t i = 0; i < documents->count; i++) {
        const struct log_document *document = &documents->items[i];

        json_open(&json, '{');
        json_member(&json, "path", document->path);
        json_member(&json, "title", title_of(arena, document->record));
        json_key(&json, "fields");
        json_open(&json, '[');
        for (size_t k = 0; k < document->count; k++)
            write_field(arena, &json, document, document->items[k]);
        json_close(&json, ']');
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
}
