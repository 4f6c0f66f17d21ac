/* Cells and what stands in them. */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

/* ---- content ---------------------------------------------------------- */

#define CONTENT(member) offsetof(struct form_content, member)

static void read_entries(struct form_reader *reader, const struct node *node,
                         void *out)
{
    struct form_content *content = out;
    struct form_piece *piece = &content->entries;
    const struct form_field *field;

    content->kind = FORM_ENTRY_LIST;
    piece->kind = FORM_PIECE_FIELD;
    piece->at = node->at;
    if (!form_check_scalar(reader, node))
        return;
    piece->path_len =
        form_split_path(reader->arena, node->value, node->len, &piece->path);
    field = form_find_field(reader, piece->path, piece->path_len, piece->at);
    if (field && field->type != FORM_ENTRIES)
        diag_add(reader->diags, DIAG_ERROR, "form-entries", node->at,
                 _("\"%s\" is of the type %s, not entries"), node->value,
                 form_type_name(field->type))
            ->expected =
            field->type == FORM_RECORDS || field->fields
                ? _("a field of the type entries")
                : arena_printf(reader->arena, "{text: \"{%s}\"}", node->value);
}

/* The field an entry list shows, without reporting it a second time. */
static const struct form_field *shown_field(struct form_reader *reader,
                                            const struct form_content *content)
{
    struct form_reader silent = *reader;
    struct diags unseen = diags_make(reader->arena);

    if (!content->entries.path)
        return NULL;
    silent.diags = &unseen;
    return form_find_field(&silent, content->entries.path,
                           content->entries.path_len, content->entries.at);
}

static void check_patterns(struct form_reader *reader, const struct node *node,
                           const struct form_content *content)
{
    const struct form_field *field = shown_field(reader, content);
    const struct form_markers *markers = field ? field->markers : NULL;
    struct form_words known = { 0 };

    if (!field || field->type != FORM_ENTRIES)
        return;
    if (!markers) {
        if (!reader->diags->errors)
            diag_add(reader->diags, DIAG_ERROR, "form-run-in", node->at,
                     _("the field \"%s\" has no markers"), field->key);
        return;
    }
    for (size_t i = 0; i < markers->count; i++)
        *LIST_ADD(reader->arena, &known) = markers->items[i].pattern;
    for (size_t i = 0; i < content->run_in_count; i++) {
        struct diag *diag;
        size_t k = 0;

        while (k < known.count && strcmp(known.items[k], content->run_in[i]))
            k++;
        if (k < known.count)
            continue;
        diag = diag_add(reader->diags, DIAG_ERROR, "form-run-in",
                        node->items[i]->at,
                        _("\"%s\" is no marker of the field \"%s\""),
                        content->run_in[i], field->key);
        diag->similar =
            diag_nearest(content->run_in[i], known.items, known.count);
        if (!diag->similar)
            diag->expected = arena_printf(
                reader->arena, _("one of these markers: %s"),
                form_join_words(reader->arena, known.items, known.count));
    }
}

static void read_run_in(struct form_reader *reader, const struct node *node,
                        void *out)
{
    struct form_content *content = out;
    struct form_words patterns = { 0 };
    size_t errors = reader->diags->errors;

    form_read_strings(reader, node, &patterns);
    content->run_in = patterns.items;
    content->run_in_count = patterns.count;
    if (reader->diags->errors == errors)
        check_patterns(reader, node, content);
}

static void read_content(struct form_reader *reader, const struct node *node,
                         void *out)
{
    static const struct form_key text_table[] = {
        { "marker", form_read_text, CONTENT(marker), false },
        { "text", form_read_text, CONTENT(text), true },
        { "style", form_read_style, CONTENT(style), false },
    };
    static const struct form_key entries_table[] = {
        { "entries", read_entries, 0, true },
        { "marker", form_read_text, CONTENT(marker), false },
        { "indent", form_read_height, CONTENT(indent), false },
        { "run-in", read_run_in, 0, false },
        { "style", form_read_style, CONTENT(style), false },
    };
    static const struct form_keys text_keys =
        FORM_KEYS(N_("a paragraph of a cell"), text_table);
    static const struct form_keys entries_keys =
        FORM_KEYS(N_("a list of entries"), entries_table);
    struct form_cell *cell = out;
    struct form_content content = { .at = node->at };
    bool entries = node->kind == NODE_MAPPING && node_lookup(node, "entries");

    form_read_keys(reader, node, entries ? &entries_keys : &text_keys,
                   &content);
    *LIST_ADD(reader->arena, &cell->contents) = content;
}

#undef CONTENT

/* ---- the cell --------------------------------------------------------- */

static void read_role(struct form_reader *reader, const struct node *node,
                      void *out)
{
    static const char *const words[] = { "data", "row-header", "column-header",
                                         "label", "title" };
    int word = form_read_word(reader, node, words, 5);

    if (word >= 0)
        *(enum form_role *)out = (enum form_role)word;
}

static void read_valign(struct form_reader *reader, const struct node *node,
                        void *out)
{
    static const char *const words[] = { "top", "middle", "bottom" };
    int word = form_read_word(reader, node, words, 3);

    if (word >= 0)
        *(enum form_valign *)out = (enum form_valign)word;
}

static void read_cell_align(struct form_reader *reader, const struct node *node,
                            void *out)
{
    struct form_cell *cell = out;

    cell->has_align = true;
    form_read_align(reader, node, &cell->align);
}

/* "text: words" is short for a content of one paragraph. */
static void read_cell_text(struct form_reader *reader, const struct node *node,
                           void *out)
{
    struct form_cell *cell = out;
    struct form_content content = { .at = node->at };

    form_read_text(reader, node, &content.text);
    if (!content.text.count)
        return;
    *LIST_ADD(reader->arena, &cell->contents) = content;
}

static void read_cell_content(struct form_reader *reader,
                              const struct node *node, void *out)
{
    struct form_cell *cell = out;

    if (cell->contents.count) {
        diag_add(reader->diags, DIAG_ERROR, "form-cell", node->at,
                 _("a cell has text or content, not both"));
        return;
    }
    form_read_list(reader, node, read_content, cell);
}

/* What a cell is when it says nothing, by the row it stands in. */
static struct form_cell default_cell(const struct form_reader *reader,
                                     const struct node *node)
{
    struct form_cell cell = {
        .role = FORM_ROLE_DATA,
        .columns = 1,
        .rows = 1,
        .tate_chu_yoko = 2,
        .padding = reader->table->padding,
        .borders = { -1, -1, -1, -1 },
        .at = node->at,
    };

    if (reader->row_role == FORM_ROW_HEADING ||
        reader->row_role == FORM_ROW_SECTION)
        cell.role = FORM_ROLE_LABEL;
    if (reader->row_role == FORM_ROW_HEADER)
        cell.role = FORM_ROLE_COL_HEADER;
    if (reader->row_role != FORM_ROW_BODY)
        cell.valign = FORM_MIDDLE;
    return cell;
}

static void read_continued(struct form_reader *reader, const struct node *node,
                           void *out)
{
    struct form_cell *cell = out;

    if (reader->paged)
        diag_add(reader->diags, DIAG_ERROR, "form-cell", node->at,
                 _("head and foot stand whole on every page, so nothing in "
                   "them goes on"));
    else if (!cell->contents.count)
        diag_add(reader->diags, DIAG_ERROR, "form-cell", node->at,
                 _("a cell without words has none to repeat"))
            ->expected = _("\"continued\" in a cell with text or content");
    form_read_text(reader, node, &cell->continued);
}

/* ---- labels ----------------------------------------------------------- */

static void read_writing(struct form_reader *reader, const struct node *node,
                         void *out)
{
    static const char *const words[] = { "horizontal", "vertical" };
    int word = form_read_word(reader, node, words, 2);

    if (word >= 0)
        *(bool *)out = word;
}

static void read_tate_chu_yoko(struct form_reader *reader,
                               const struct node *node, void *out)
{
    static const char *const words[] = { "0", "1", "2", "3" };
    int word = form_read_word(reader, node, words, 4);

    if (word >= 0)
        *(int *)out = word;
}

/* What the keys of a vertical or distributed cell ask of each other. */
static void check_label(struct form_reader *reader, const struct node *node,
                        const struct form_cell *cell)
{
    const struct node *content = node_lookup(node, "content");
    const struct node *mark = node_lookup(node, "mark");
    const struct node *inset = node_lookup(node, "distribute-inset");
    const struct node *digits = node_lookup(node, "tate-chu-yoko");
    enum form_align align = cell->has_align ? cell->align
                            : cell->style   ? cell->style->align
                                            : FORM_START;

    if (cell->vertical && (content || mark))
        diag_add(reader->diags, DIAG_ERROR, "form-cell",
                 content ? content->at : mark->at,
                 _("a vertical cell holds one text, nothing else"))
            ->expected = _("the key \"text\"");
    if (cell->vertical && (align == FORM_DECIMAL || align == FORM_JUSTIFY))
        diag_add(reader->diags, DIAG_ERROR, "form-cell", node->at,
                 _("a vertical text cannot be aligned so"))
            ->expected = "start, center, end, distribute";
    if (inset && align != FORM_DISTRIBUTE)
        diag_add(reader->diags, DIAG_ERROR, "form-cell", inset->at,
                 _("\"distribute-inset\" needs \"align: distribute\""));
    if (digits && !cell->vertical)
        diag_add(reader->diags, DIAG_ERROR, "form-cell", digits->at,
                 _("\"tate-chu-yoko\" needs \"writing: vertical\""));
}

void form_read_cell(struct form_reader *reader, const struct node *node,
                    void *out)
{
#define CELL(member) offsetof(struct form_cell, member)
    static const struct form_key table[] = {
        { "role", read_role, CELL(role), false },
        { "columns", form_read_count, CELL(columns), false },
        { "rows", form_read_count, CELL(rows), false },
        { "style", form_read_style, CELL(style), false },
        { "align", read_cell_align, 0, false },
        { "distribute-inset", form_read_height, CELL(distribute_inset), false },
        { "writing", read_writing, CELL(vertical), false },
        { "tate-chu-yoko", read_tate_chu_yoko, CELL(tate_chu_yoko), false },
        { "valign", read_valign, CELL(valign), false },
        { "padding", form_read_padding, CELL(padding), false },
        { "height", form_read_size, CELL(height), false },
        { "min-height", form_read_size, CELL(min_height), false },
        { "borders", form_read_borders, CELL(borders), false },
        { "text", read_cell_text, 0, false },
        { "content", read_cell_content, 0, false },
        { "mark", form_read_text, CELL(mark), false },
        { "continued", read_continued, 0, false },
    };
#undef CELL
    static const struct form_keys keys = FORM_KEYS(N_("a cell"), table);
    struct form_cells *cells = out;
    struct form_cell cell = default_cell(reader, node);

    form_read_keys(reader, node, &keys, &cell);
    if (cell.height.value && cell.min_height.value)
        diag_add(reader->diags, DIAG_ERROR, "form-cell", node->at,
                 _("\"height\" is exact, so \"min-height\" says nothing "
                   "beside it"));
    if (!cell.style && node->kind == NODE_MAPPING &&
        !node_lookup(node, "style")) {
        cell.style = form_lookup_style(reader->stage, "body");
        if (!cell.style)
            diag_add(reader->diags, DIAG_ERROR, "form-style", node->at,
                     _("no style stands here and none is called \"body\""));
    }
    if (node->kind == NODE_MAPPING)
        check_label(reader, node, &cell);
    *LIST_ADD(reader->arena, cells) = cell;
}
