/*
 * Bound texts: words of the template with bindings in braces, cut into
 * pieces that each know where they stand in the template.
 */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

static struct span span_of(const struct node *node, size_t start, size_t end)
{
    return (struct span){ .utf8 = node->value + start,
                          .len = end - start,
                          .origin = SPAN_TEMPLATE,
                          .at = node_position_at(node, start) };
}

static void add_words(struct form_reader *reader, const struct node *node,
                      size_t start, size_t end, struct form_text *out)
{
    struct span text;

    if (start == end)
        return;
    text = span_of(node, start, end);
    *LIST_ADD(reader->arena, out) = (struct form_piece){
        .kind = FORM_PIECE_TEXT,
        .text = text,
        .at = text.at,
    };
}

static void check_number(struct form_reader *reader, struct position at)
{
    const struct form_scope *scope = reader->scope;

    struct diag *diag;

    if (!scope->fields || (scope->list && scope->list->numbering))
        return;
    if (scope->list)
        diag = diag_add(reader->diags, DIAG_ERROR, "form-number", at,
                        _("the list \"%s\" has no numbers"), scope->list->key);
    else
        diag = diag_add(reader->diags, DIAG_ERROR, "form-number", at,
                        _("{#} stands only inside \"each\""));
    diag->expected = _("the number of a record, in a list whose field says "
                       "\"number: decimal\", fullwidth or circled");
}

static void check_value(struct form_reader *reader,
                        const struct form_piece *piece)
{
    const struct form_field *field =
        form_find_field(reader, piece->path, piece->path_len, piece->at);
    const char *expected;

    if (!field)
        return;
    if (field->type == FORM_ENTRIES)
        expected =
            arena_printf(reader->arena, "content: [{entries: %s}]", field->key);
    else if (field->type == FORM_RECORDS)
        expected = arena_printf(reader->arena, "each: %s", field->key);
    else if (field->type == FORM_GROUP)
        expected = arena_printf(reader->arena, "{%s.%s}", field->key,
                                field->fields && field->fields->count
                                    ? field->fields->items[0].key
                                    : "...");
    else if (field->type == FORM_STRINGS)
        expected = _("a field that holds one value");
    else
        return;
    diag_add(reader->diags, DIAG_ERROR, "form-field", piece->at,
             _("\"%s\" is of the type %s and is not words on a line"),
             field->key, form_type_name(field->type))
        ->expected = expected;
}

static const char sum_prefix[] = "sum:";

/* The list is the longest start of the path that names one. */
static void check_sum(struct form_reader *reader, struct form_piece *piece)
{
    const struct form_field *field = NULL;

    for (size_t len = 1; len < piece->path_len && !piece->list_len; len++) {
        const struct form_field *list =
            form_find_field(reader, piece->path, len, piece->at);

        if (!list)
            return;
        if (list->type != FORM_RECORDS)
            continue;
        piece->list_len = len;
        field = form_follow_path(list->fields, piece->path + len,
                                 piece->path_len - len);
    }
    if (field && field->type == FORM_NUMBER)
        return;
    diag_add(reader->diags, DIAG_ERROR, "form-field", piece->at,
             _("no sum can be made of this"))
        ->expected = _("{sum:LIST.NUMBER}, a list of records and a number "
                       "field of theirs");
}

static const char count_prefix[] = "count:";

/* "PATH" or "PATH=VALUE" */
static void read_count(struct form_reader *reader, const struct node *node,
                       size_t start, const char *name, struct form_piece *piece)
{
    size_t len = strcspn(name, "=");
    const struct form_field *field;

    piece->kind = FORM_PIECE_COUNT;
    piece->path_len = form_split_path(reader->arena, name, len, &piece->path);
    field =
        form_find_deep_field(reader, piece->path, piece->path_len, piece->at);
    if (!name[len])
        return;
    piece->text = span_of(node, start + len + 1, start + strlen(name));
    if (field)
        form_check_choice(reader, field, name + len + 1, piece->text.at);
}

static const char choice_prefix[] = "choice:";

/* "PATH=VALUE": words of the form that know what they mean. */
static void read_choice(struct form_reader *reader, const struct node *node,
                        size_t start, const char *name,
                        struct form_piece *piece)
{
    size_t len = strcspn(name, "=");
    const char *value = name + len + (name[len] != '\0');
    const struct form_field *field;

    piece->kind = FORM_PIECE_TEXT;
    piece->text =
        span_of(node, start + (size_t)(value - name), start + strlen(name));
    piece->path_len = form_split_path(reader->arena, name, len, &piece->path);
    field =
        form_find_deep_field(reader, piece->path, piece->path_len, piece->at);
    if (!field || !form_check_choice(reader, field, value, piece->text.at))
        return;
    for (size_t i = 0; i < field->choice_count; i++)
        if (!strcmp(field->choices[i].value, value))
            piece->text.word = field->choices[i].word;
}

static const char choices_prefix[] = "choices:";

static void check_choices(struct form_reader *reader,
                          const struct form_piece *piece)
{
    const struct form_stage *stage = reader->stage;
    const struct form_field *field =
        form_find_field(reader, piece->path, piece->path_len, piece->at);

    if (field && field->type != FORM_CHOICE)
        diag_add(reader->diags, DIAG_ERROR, "form-field", piece->at,
                 _("\"%s\" is of the type %s, so it has no choices"),
                 field->key, form_type_name(field->type));
    if (!stage->box_chosen.value || !stage->box_other.value)
        diag_add(reader->diags, DIAG_ERROR, "form-field", piece->at,
                 _("this stage does not say what check boxes look like"))
            ->expected = _("the key \"boxes\" in this file");
}

static void add_binding(struct form_reader *reader, const struct node *node,
                        size_t start, size_t end, struct form_text *out)
{
    const char *name =
        arena_copy(reader->arena, node->value + start, end - start);
    struct form_piece piece = { .at = node_position_at(node, start) };

    if (!strcmp(name, "#")) {
        piece.kind = FORM_PIECE_NUMBER;
        if (!reader->contents)
            check_number(reader, piece.at);
    } else if (reader->contents && !strcmp(name, "title")) {
        piece.kind = FORM_PIECE_TITLE;
    } else if (!strcmp(name, "page") || !strcmp(name, "pages")) {
        piece.kind = name[4] ? FORM_PIECE_PAGES : FORM_PIECE_PAGE;
        if (!reader->paged && (!reader->contents || name[4]))
            diag_add(reader->diags, DIAG_ERROR, "form-field", piece.at,
                     _("{%s} stands only in head or foot"), name);
    } else if (!strncmp(name, sum_prefix, strlen(sum_prefix))) {
        name += strlen(sum_prefix);
        piece.kind = FORM_PIECE_SUM;
        piece.path_len =
            form_split_path(reader->arena, name, strlen(name), &piece.path);
        check_sum(reader, &piece);
    } else if (!strncmp(name, count_prefix, strlen(count_prefix))) {
        read_count(reader, node, start + strlen(count_prefix),
                   name + strlen(count_prefix), &piece);
    } else if (!strncmp(name, choice_prefix, strlen(choice_prefix))) {
        read_choice(reader, node, start + strlen(choice_prefix),
                    name + strlen(choice_prefix), &piece);
    } else if (!strncmp(name, choices_prefix, strlen(choices_prefix))) {
        name += strlen(choices_prefix);
        piece.kind = FORM_PIECE_CHOICES;
        piece.path_len =
            form_split_path(reader->arena, name, strlen(name), &piece.path);
        check_choices(reader, &piece);
    } else {
        size_t len = strcspn(name, "|");

        piece.kind = FORM_PIECE_FIELD;
        if (name[len])
            piece.text = span_of(node, start + len + 1, end);
        piece.path_len = form_split_path(reader->arena, name, len, &piece.path);
        check_value(reader, &piece);
    }
    *LIST_ADD(reader->arena, out) = piece;
}

static void report_brace(struct form_reader *reader, const struct node *node,
                         size_t at)
{
    const char *brace = node->value[at] == '{' ? "{{" : "}}";

    diag_add(reader->diags, DIAG_ERROR, "form-braces",
             node_position_at(node, at),
             _("the brace \"%c\" has no counterpart"), node->value[at])
        ->expected = arena_printf(reader->arena,
                                  _("a field in braces, {field}; a brace "
                                    "itself is written %s"),
                                  brace);
}

void form_read_text(struct form_reader *reader, const struct node *node,
                    void *out)
{
    const char *value;
    size_t start = 0;

    if (node->kind == NODE_SCALAR && node_is_empty(node) &&
        node->style != NODE_PLAIN)
        return;
    if (node->kind == NODE_MAPPING && node->count == 1 &&
        node->pairs[0].value->kind == NODE_SCALAR &&
        node_is_empty(node->pairs[0].value)) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("braces without quotes are a mapping to YAML"))
            ->expected =
            arena_printf(reader->arena, "\"{%s}\"", node->pairs[0].key->value);
        return;
    }
    if (!form_check_scalar(reader, node))
        return;
    value = node->value;
    for (size_t i = 0; i < node->len;) {
        const char *close;

        if (value[i] != '{' && value[i] != '}') {
            i++;
            continue;
        }
        if (value[i + 1] == value[i]) {
            add_words(reader, node, start, i + 1, out);
            start = i += 2;
            continue;
        }
        close = strchr(value + i, '}');
        if (value[i] == '}' || !close) {
            report_brace(reader, node, i);
            return;
        }
        add_words(reader, node, start, i, out);
        add_binding(reader, node, i + 1, (size_t)(close - value), out);
        start = i = (size_t)(close - value) + 1;
    }
    add_words(reader, node, start, node->len, out);
}

void form_read_words(struct form_reader *reader, const struct node *node,
                     void *out)
{
    if (form_check_scalar(reader, node))
        form_read_text(reader, node, out);
}
