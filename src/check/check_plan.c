/* Marks: what a document marks at all it marks everywhere. */
#include "base/message.h"
#include "check/inside.h"

/* Looks at the choices of a stage in a record and its groups. */
struct marks {
    bool known; /* the record may have one */
    bool given;
};

static void find_marks(const struct check *check, const struct record *record,
                       struct marks *marks)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];
        const struct form_field *field = value->field;

        if (!check->stage || !form_begins(field, check->stage))
            continue;
        if (field->type == FORM_CHOICE) {
            marks->known = true;
            marks->given = marks->given || value->present;
        }
        for (size_t k = 0;
             field->type == FORM_GROUP && k < value->records.count; k++)
            find_marks(check, value->records.items[k], marks);
    }
}

/* A visit to every record of the lists, outer ones first. */
static bool visit(struct check *check, const struct record *record,
                  bool covered, bool report)
{
    struct marks marks = { 0 };
    bool any;
    bool leaf = true;

    find_marks(check, record, &marks);
    any = marks.given;
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        for (size_t k = 0;
             value->field->type == FORM_RECORDS && k < value->records.count;
             k++) {
            struct marks inner = { 0 };

            find_marks(check, value->records.items[k], &inner);
            leaf = leaf && !inner.known;
            any |= visit(check, value->records.items[k], covered || marks.given,
                         report);
        }
    }
    if (report && leaf && marks.known && !marks.given && !covered)
        check_report_at(check, CHECK_MARK, record->at,
                        _("there is no mark here, though other records have "
                          "one"));
    return any;
}

void check_marks(struct check *check)
{
    if (check->stage && visit(check, check->record, false, false))
        visit(check, check->record, false, true);
}
