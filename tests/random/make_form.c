/*
 * A random form and a source for it.
 *
 * First the vocabulary is drawn: fields, up to three levels of records.
 * Then blocks are drawn that show every field exactly once (a field that
 * is shown nowhere, or twice, is a fault of the form), and last a source.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "random/random.h"

enum { FIELD_MOST = 6, LEVEL_MOST = 3, LIST_MOST = 2, CELL_MOST = 40 };

enum kind { TEXT, ENTRIES, NUMBER, CHOICE, KINDS };

struct field {
    enum kind kind;
    int decimals;
    int id;
    bool grouped; /* stands in the group of its level */
    bool ruby;    /* may have readings */
};

struct level {
    int id; /* 0: the document */
    struct field fields[FIELD_MOST];
    int count;
    int numbering;
    struct level *lists[LIST_MOST];
    int list_count;
};

struct making {
    struct random random;
    const struct corpus *corpus;
    struct random_case made;
    struct level levels[1 + LIST_MOST * LEVEL_MOST];
    int level_count;
    int next_id;
    int styles;
    bool large;    /* many records */
    bool readings; /* some fields have them, and lines leave room for them */
    bool flowing;  /* inside a row that may flow */
    bool paged;    /* inside head or foot */
};

/* ---- lines of YAML ------------------------------------------------------ */

/* A mapping that is an item of a list: "- a: b" and then "  c: d". */
struct item {
    struct bytes *out;
    int indent;
    bool begun;
};

static struct item begin_item(struct bytes *out, int indent)
{
    return (struct item){ out, indent, false };
}

static void add_line(struct item *item, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void add_line(struct item *item, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    bytes_printf(item->out, "%*s%s%s\n", item->indent, "",
                 item->begun ? "  " : "- ", text);
    item->begun = true;
}

static int below(struct making *making, int limit)
{
    return random_below(&making->random, limit);
}

static bool one_in(struct making *making, int count)
{
    return random_one_in(&making->random, count);
}

static int from(struct making *making, int least, int most)
{
    return random_from(&making->random, least, most);
}

static const char *pick(struct making *making, const char *const *words,
                        int count)
{
    return words[below(making, count)];
}
#define PICK(making, words)                                                    \
    pick(making, words, (int)(sizeof(words) / sizeof *(words)))

/* ---- the vocabulary ----------------------------------------------------- */

static void draw_level(struct making *making, struct level *level, int depth,
                       int most)
{
    level->count = from(making, 1, FIELD_MOST);
    level->numbering = below(making, 4);
    for (int i = 0; i < level->count; i++)
        level->fields[i] = (struct field){
            .kind = one_in(making, 2) ? TEXT : below(making, KINDS),
            .decimals = below(making, 3),
            .id = ++making->next_id,
            .grouped = i && one_in(making, 6),
            .ruby = making->readings && one_in(making, 2),
        };
    if (depth >= LEVEL_MOST)
        return;
    for (int i = depth ? from(making, 0, 1) : from(making, 1, most); i > 0;
         i--) {
        struct level *list = &making->levels[making->level_count++];

        list->id = ++making->next_id;
        level->lists[level->list_count++] = list;
        draw_level(making, list, depth + 1, 1);
    }
}

static void write_field(struct making *making, const struct field *field,
                        int indent)
{
    static const char *const types[] = {
        [TEXT] = "text",
        [ENTRIES] = "entries, markers: 箇条",
        [NUMBER] = "number",
        [CHOICE] = "choice, choices: 評価",
    };

    bytes_printf(&making->made.fields, "%*s- {key: 欄%d, type: %s", indent, "",
                 field->id, types[field->kind]);
    if (field->kind == NUMBER)
        bytes_printf(&making->made.fields, ", decimals: %d", field->decimals);
    if (field->ruby && field->kind <= ENTRIES)
        bytes_append_string(&making->made.fields, ", ruby: true");
    bytes_append_string(&making->made.fields, "}\n");
}

static bool has_group(const struct level *level)
{
    for (int i = 0; i < level->count; i++)
        if (level->fields[i].grouped)
            return true;
    return false;
}

static void write_level(struct making *making, const struct level *level,
                        int indent)
{
    static const char *const numbers[] = { "none", "decimal", "fullwidth",
                                           "circled" };
    struct bytes *out = &making->made.fields;

    for (int i = 0; i < level->count; i++)
        if (!level->fields[i].grouped)
            write_field(making, &level->fields[i], indent);
    if (has_group(level)) {
        bytes_printf(out, "%*s- key: 組%d\n", indent, "", level->id);
        bytes_printf(out, "%*s  type: group\n", indent, "");
        bytes_printf(out, "%*s  fields:\n", indent, "");
        for (int i = 0; i < level->count; i++)
            if (level->fields[i].grouped)
                write_field(making, &level->fields[i], indent + 4);
    }
    for (int i = 0; i < level->list_count; i++) {
        const struct level *list = level->lists[i];

        bytes_printf(out, "%*s- key: 表%d\n", indent, "", list->id);
        bytes_printf(out, "%*s  type: records\n", indent, "");
        bytes_printf(out, "%*s  number: %s\n", indent, "",
                     numbers[list->numbering]);
        bytes_printf(out, "%*s  fields:\n", indent, "");
        write_level(making, list, indent + 4);
    }
}

/* ---- the source --------------------------------------------------------- */

static void write_entries(struct making *making, const struct field *field,
                          int indent)
{
    struct bytes *out = &making->made.source;
    int count = from(making, 1, making->large ? 12 : 5);
    int style = below(making, 5);
    int number = 0;

    for (int i = 0; i < count; i++) {
        char marker[32] = "";

        if (style && !(one_in(making, 4) && i) && !(style == 4 && !i)) {
            number++;
            if (style == 1)
                snprintf(marker, sizeof marker, "・");
            else if (style == 2 && one_in(making, 4))
                snprintf(marker, sizeof marker, "(%d)～(%d)", number,
                         number + 1);
            else
                snprintf(marker, sizeof marker, style == 3 ? "（%d）" : "(%d)",
                         number);
            number += strstr(marker, "～") != NULL;
        }
        bytes_printf(out, "%*s- ", indent, "");
        make_entry(&making->random, making->corpus, marker, field->ruby, out);
    }
}

static void write_value(struct making *making, const struct field *field,
                        int indent)
{
    static const char *const choices[] = { "◎", "○", "△", "×" };
    struct bytes *out = &making->made.source;

    if (one_in(making, 6))
        return;
    bytes_printf(out, "%*s欄%d:", indent, "", field->id);
    switch (field->kind) {
    case TEXT:
        bytes_append_char(out, ' ');
        make_entry(&making->random, making->corpus, "", field->ruby, out);
        break;
    case ENTRIES:
        bytes_append_char(out, '\n');
        write_entries(making, field, indent + 2);
        break;
    case NUMBER:
        bytes_append_char(out, ' ');
        make_number(&making->random, field->decimals, out);
        break;
    default:
        bytes_printf(out, " %s\n", PICK(making, choices));
        break;
    }
}

static void write_record(struct making *making, const struct level *level,
                         int indent, int depth)
{
    struct bytes *out = &making->made.source;
    size_t before;

    for (int i = 0; i < level->count; i++)
        if (!level->fields[i].grouped)
            write_value(making, &level->fields[i], indent);
    if (has_group(level)) {
        size_t start = out->len;

        bytes_printf(out, "%*s組%d:\n", indent, "", level->id);
        before = out->len;
        for (int i = 0; i < level->count; i++)
            if (level->fields[i].grouped)
                write_value(making, &level->fields[i], indent + 2);
        if (out->len == before)
            out->len = start;
    }
    for (int i = 0; i < level->list_count; i++) {
        int most = making->large && !depth ? 20 : 5 - depth;
        int count = from(making, 0, most);

        if (count)
            bytes_printf(out, "%*s表%d:\n", indent, "", level->lists[i]->id);
        for (int k = 0; k < count; k++) {
            size_t at = out->len;

            write_record(making, level->lists[i], indent + 4, depth + 1);
            if (out->len == at)
                bytes_printf(out, "%*s欄%d:\n", indent + 4, "",
                             level->lists[i]->fields[0].id);
            out->data[at + (size_t)indent + 2] = '-';
        }
    }
}

/* ---- what stands in cells ------------------------------------------------ */

static const char *const aligns[] = { "start",   "center",  "end",
                                      "justify", "decimal", "distribute" };

static void field_path(const struct level *level, const struct field *field,
                       char *path, size_t size)
{
    if (field->grouped)
        snprintf(path, size, "組%d.欄%d", level->id, field->id);
    else
        snprintf(path, size, "欄%d", field->id);
}

static const char *label(struct making *making)
{
    static const char *const labels[] = {
        "項目",
        "番号",
        "備考",
        "期限・数値目標等",
        "進捗状況・進捗度",
        "予算額（千円）",
        "「長い見出し」は、折り返しても、はみ出さない。",
        "A",
        "2020 年度",
        "令和12年度の事業",
        "PDFと23,000件（ー）",
        "葛󠄀か゚ﾎﾟ",
    };

    return PICK(making, labels);
}

static void add_style(struct making *making, struct item *item)
{
    add_line(item, "style: s%d", below(making, making->styles));
}

/* Fields [0, count) below each other, or one of them alone; true if any. */
static bool write_contents(struct making *making, struct item *item,
                           const struct level *level,
                           const struct field *const *fields, int count)
{
    bool numbered = level->numbering && level->id;
    char path[64];
    int mark = -1;

    for (int i = 0; i < count; i++)
        if (fields[i]->kind == CHOICE && one_in(making, 2))
            mark = i;
    if (mark >= 0) {
        field_path(level, fields[mark], path, sizeof path);
        add_line(item, "mark: \"{%s}\"", path);
    }
    if (!count || (count == 1 && mark >= 0)) {
        bool any = one_in(making, 2);

        if (any)
            add_line(item, "text: %s", label(making));
        return any;
    }
    if (count == 1 && fields[0]->kind != ENTRIES && one_in(making, 2)) {
        field_path(level, fields[0], path, sizeof path);
        add_line(item, "text: \"%s{%s}%s\"",
                 numbered && one_in(making, 3) ? "{#}" : "", path,
                 one_in(making, 5) ? "（%）" : "");
        return true;
    }
    add_line(item, "content:");
    for (int i = 0; i < count; i++) {
        struct item inner = begin_item(item->out, item->indent + 4);

        if (i == mark)
            continue;
        field_path(level, fields[i], path, sizeof path);
        if (fields[i]->kind == ENTRIES) {
            add_line(&inner, "entries: %s", path);
            if (one_in(making, 2))
                add_line(&inner, "indent: %dem", below(making, 3));
            if (one_in(making, 2))
                add_line(&inner, "run-in: [・]");
        } else {
            add_line(&inner, "text: \"{%s}\"", path);
        }
        if (one_in(making, 2))
            add_line(&inner, "marker: \"%s\"",
                     numbered && one_in(making, 2) ? "{#}" : "・");
        if (one_in(making, 4))
            add_style(making, &inner);
    }
    return true;
}

static void add_sides(struct making *making, struct item *item, const char *key,
                      int most, bool one)
{
    /* In tenths of a point. */
    if (one || one_in(making, 2)) {
        int value = below(making, most);

        add_line(item, "%s: %d.%dpt", key, value / 10, value % 10);
        return;
    }
    add_line(item, "%s: {top: %dpt, right: %dpt, bottom: %dpt, left: %dpt}",
             key, below(making, most) / 10, below(making, most) / 10,
             below(making, most) / 10, below(making, most) / 10);
}

enum { PADDING = 100, BORDER = 21 }; /* 0 to 10 pt, 0 to 2 pt */

/* At times an exact or a least height. */
static void add_height(struct making *making, struct item *item, int chance)
{
    if (!making->flowing && one_in(making, chance))
        add_line(item, "%s: %dmm", one_in(making, 4) ? "height" : "min-height",
                 from(making, 3, one_in(making, 4) ? 90 : 25));
}

/* One text that runs down; the fields hold one value without readings. */
static void write_vertical(struct making *making, struct item *item,
                           const struct level *level,
                           const struct field *const *fields, int count)
{
    static const char *const ways[] = { "start", "center", "end",
                                        "distribute" };
    char path[64];

    add_line(item, "writing: vertical");
    add_line(item, "align: %s", PICK(making, ways));
    if (one_in(making, 2))
        add_line(item, "tate-chu-yoko: %d", below(making, 4));
    if (count) {
        field_path(level, fields[0], path, sizeof path);
        add_line(item, "text: \"{%s}\"", path);
    } else {
        add_line(item, "text: %s", label(making));
    }
}

static bool may_be_vertical(const struct field *const *fields, int count)
{
    return !count ||
           (count == 1 && fields[0]->kind != ENTRIES && !fields[0]->ruby);
}

static void add_align(struct making *making, struct item *item,
                      const struct field *const *fields, int count)
{
    const char *align = PICK(making, aligns);

    if (count == 1 && fields[0]->kind == NUMBER && one_in(making, 2))
        align = "decimal";
    add_line(item, "align: %s", align);
    if (!strcmp(align, "distribute") && one_in(making, 2))
        add_line(item, "distribute-inset: %s",
                 one_in(making, 2) ? "1em" : "2.5pt");
}

static void write_cell(struct making *making, int indent,
                       const struct level *level,
                       const struct field *const *fields, int count,
                       int columns, int rows)
{
    static const char *const valigns[] = { "top", "middle", "bottom" };
    static const char *const roles[] = { "data", "row-header", "label",
                                         "title" };
    struct item item = begin_item(&making->made.stage, indent);

    add_style(making, &item);
    if (columns > 1)
        add_line(&item, "columns: %d", columns);
    if (rows > 1)
        add_line(&item, "rows: %d", rows);
    if (one_in(making, 3))
        add_line(&item, "valign: %s", PICK(making, valigns));
    add_height(making, &item, 60);
    if (one_in(making, 6))
        add_line(&item, "role: %s", PICK(making, roles));
    if (one_in(making, 10))
        add_sides(making, &item, "padding", PADDING, false);
    if (one_in(making, 10))
        add_sides(making, &item, "borders", BORDER, false);
    if (may_be_vertical(fields, count) && one_in(making, 8)) {
        write_vertical(making, &item, level, fields, count);
        return;
    }
    if (one_in(making, 3))
        add_align(making, &item, fields, count);
    if (write_contents(making, &item, level, fields, count) && !making->paged &&
        one_in(making, 6))
        add_line(&item, "continued: （続き）");
}

/* ---- rows -----------------------------------------------------------------
 */

struct cell {
    int columns;
    int rows;
    int row;
    const struct field *fields[FIELD_MOST];
    int count;
};

/* Deals fields out to cells. */
static void deal(struct making *making, const struct level *level,
                 struct cell *cells, int count)
{
    for (int i = 0; i < level->count; i++) {
        struct cell *cell = &cells[below(making, count)];

        cell->fields[cell->count++] = &level->fields[i];
    }
}

/* Cells of `rows` rows over `columns` columns, with spans both ways. */
static int draw_cells(struct making *making, int rows, int columns,
                      struct cell *cells)
{
    int hanging[64] = { 0 };
    int solid = below(making, columns); /* spans no rows: no row is empty */
    int count = 0;

    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns;) {
            int width = 1;
            int height = 1;

            if (hanging[c]) {
                hanging[c++]--;
                continue;
            }
            while (c + width < columns && !hanging[c + width] &&
                   (one_in(making, 3) || count > CELL_MOST - 12))
                width++;
            if (r + 1 < rows && (solid < c || solid >= c + width) &&
                one_in(making, 3))
                height = from(making, 1, rows - r);
            cells[count++] =
                (struct cell){ .columns = width, .rows = height, .row = r };
            for (; width; width--)
                hanging[c++] = height - 1;
        }
    return count;
}

static void write_cells(struct making *making, int indent,
                        const struct level *level, const struct cell *cells,
                        int count, int row)
{
    for (int i = 0; i < count; i++)
        if (row < 0 || cells[i].row == row)
            write_cell(making, indent, level, cells[i].fields, cells[i].count,
                       cells[i].columns, cells[i].rows);
}

static void write_column(struct making *making, struct bytes *out)
{
    switch (below(making, 8)) {
    case 0:
        bytes_printf(out, "%dmm", from(making, 8, 50));
        break;
    case 1:
        bytes_printf(out, "%dpt", from(making, 15, 120));
        break;
    case 2:
        bytes_printf(out, "%dem", from(making, 2, 14));
        break;
    case 3:
    case 4:
        bytes_append_string(out, "auto");
        break;
    default:
        bytes_printf(out, "%d.%dfr", from(making, 1, 4), below(making, 10));
        break;
    }
}

static void write_columns(struct making *making, struct item *item, int count)
{
    struct bytes columns = { 0 };

    for (int i = 0; i < count; i++) {
        bytes_append_string(&columns, i ? ", " : "");
        write_column(making, &columns);
    }
    add_line(item, "columns: [%.*s]", (int)columns.len,
             (const char *)columns.data);
    bytes_free(&columns);
}

/* `rows` neighbouring rows of one role that show a level's fields. */
static void write_rows(struct making *making, int indent,
                       const struct level *level, int columns, bool own,
                       const char *role)
{
    struct cell cells[CELL_MOST + 64];
    int rows = one_in(making, 2) ? 1 : from(making, 1, 3);
    int count;

    if (own && one_in(making, 6)) {
        columns = from(making, 1, 5);
        rows = 1;
    } else {
        own = false;
    }
    count = draw_cells(making, rows, columns, cells);
    deal(making, level, cells, count);
    for (int r = 0; r < rows; r++) {
        struct item item = begin_item(&making->made.stage, indent);

        if (role)
            add_line(&item, "role: %s", role);
        if (one_in(making, 8))
            add_line(&item, "split: %s", one_in(making, 4) ? "true" : "false");
        add_height(making, &item, 20);
        if (own)
            write_columns(making, &item, columns);
        if (one_in(making, 6))
            add_sides(making, &item, "borders", BORDER, false);
        add_line(&item, "cells:");
        write_cells(making, indent + 4, level, cells, count, r);
    }
}

static const struct level *nothing(const struct level *level,
                                   struct level *copy)
{
    *copy = *level;
    copy->count = 0;
    return copy;
}

static void add_fill(struct making *making, struct item *item)
{
    if (one_in(making, 3))
        add_line(item, "fill: page");
    else
        add_line(item, "fill: %d", from(making, 1, 9));
}

/* The rows of a list of records; inner lists to the right of lead cells. */
static void write_each(struct making *making, int indent,
                       const struct level *level, int columns, bool leads)
{
    struct item item = begin_item(&making->made.stage, indent);
    struct cell cells[CELL_MOST + 64];
    struct level rest;
    int lead = 0;
    int count;

    add_line(&item, "each: 表%d", level->id);
    if (one_in(making, 4))
        add_sides(making, &item, "borders", BORDER, false);
    if (!leads && one_in(making, 6))
        add_fill(making, &item);
    if (!level->list_count && one_in(making, 3)) {
        count = draw_cells(making, 1, columns, cells);
        deal(making, level, cells, count);
        making->flowing = one_in(making, 2);
        if (making->flowing)
            add_line(&item, "flow: true");
        else if (one_in(making, 6))
            add_line(&item, "split: false");
        add_height(making, &item, 14);
        add_line(&item, "cells:");
        write_cells(making, indent + 4, level, cells, count, -1);
        making->flowing = false;
        return;
    }
    if (one_in(making, 10))
        add_line(&item, "split: false");
    if (columns > 1 && one_in(making, 4) == 0)
        lead = from(making, 1, columns - 1);
    if (lead) {
        count = draw_cells(making, 1, lead, cells);
        deal(making, level, cells, count);
        add_line(&item, "lead:");
        write_cells(making, indent + 4, level, cells, count, -1);
    }
    add_line(&item, "rows:");
    leads = leads || lead;
    if (!lead || !level->list_count || one_in(making, 3))
        write_rows(making, indent + 4, lead ? nothing(level, &rest) : level,
                   columns - lead, !leads,
                   !leads && one_in(making, 3) ? "section" : NULL);
    for (int i = 0; i < level->list_count; i++)
        write_each(making, indent + 4, level->lists[i], columns - lead, leads);
}

/* ---- blocks ----------------------------------------------------------------
 */

static void begin_table(struct making *making, int indent, int columns)
{
    struct item item = begin_item(&making->made.stage, indent);
    struct item table = { &making->made.stage, indent + 2, true };

    add_line(&item, "table:");
    write_columns(making, &table, columns);
    if (!one_in(making, 6))
        add_sides(making, &table, "outer", BORDER, true);
    if (!one_in(making, 3))
        add_sides(making, &table, "column-rule", BORDER, true);
    if (!one_in(making, 3))
        add_sides(making, &table, "row-rule", BORDER, true);
    if (!one_in(making, 6))
        add_sides(making, &table, "padding",
                  one_in(making, 3) ? PADDING : PADDING / 3, false);
    if (one_in(making, 4))
        add_line(&table, "rule-gap: %dpt", below(making, 4));
    add_line(&table, "rows:");
}

static void write_heads(struct making *making, int indent, int columns)
{
    static const struct level none = { 0 };

    if (one_in(making, 3))
        write_rows(making, indent, &none, columns, true, "heading");
    if (one_in(making, 2))
        write_rows(making, indent, &none, columns, true, "header");
}

static void write_space(struct making *making, int indent)
{
    struct item item = begin_item(&making->made.stage, indent);

    add_line(&item, "space: %dpt", from(making, 3, 12));
}

static void write_break(struct making *making, int indent)
{
    struct item item = begin_item(&making->made.stage, indent);

    add_line(&item, "break: page");
}

/* What a line of contents has besides its text. */
static void add_leader(struct making *making, struct item *item)
{
    static const char *const leaders[] = { "・", "…", "・　", "-." };

    if (one_in(making, 3))
        add_line(item, "marker: \"%d\"", from(making, 1, 120));
    if (one_in(making, 3))
        add_line(item, "hang: %dem", from(making, 1, 3));
    if (one_in(making, 3))
        add_line(item, "indent: %dem", from(making, 1, 3));
    add_line(item, "leader: \"%s\"", PICK(making, leaders));
    add_line(item, "end: \"%d\"", from(making, 1, 2000));
}

/* A paragraph for every field but entries, which need a table. */
static void write_paragraphs(struct making *making, int indent,
                             const struct level *level)
{
    struct level entries = *level;
    char path[64];

    entries.count = 0;
    for (int i = 0; i < level->count; i++) {
        struct item item = begin_item(&making->made.stage, indent);

        if (level->fields[i].kind == ENTRIES) {
            entries.fields[entries.count++] = level->fields[i];
            continue;
        }
        field_path(level, &level->fields[i], path, sizeof path);
        add_line(&item, "text: \"%s{%s}\"",
                 level->id && level->numbering ? "{#} " : "", path);
        add_style(making, &item);
        if (one_in(making, 6))
            add_leader(making, &item);
    }
    if (!entries.count)
        return;
    begin_table(making, indent, 2);
    write_rows(making, indent + 6, &entries, 2, false, NULL);
}

static void write_list(struct making *making, int indent,
                       const struct level *level)
{
    int columns = from(making, 1, one_in(making, 4) ? 10 : 5);

    begin_table(making, indent, columns);
    write_heads(making, indent + 6, columns);
    write_each(making, indent + 6, level, columns, false);
}

/* A section for every record: its fields, then a table for its lists. */
static void write_section(struct making *making, int indent,
                          const struct level *level)
{
    struct item item = begin_item(&making->made.stage, indent);

    add_line(&item, "each: 表%d", level->id);
    if (!one_in(making, 3))
        add_line(&item, "keep: %s", one_in(making, 4) ? "false" : "true");
    if (one_in(making, 2))
        add_line(&item, "space: %dpt", below(making, 12));
    add_line(&item, "blocks:");
    if (one_in(making, 2)) {
        write_paragraphs(making, indent + 4, level);
    } else {
        int columns = from(making, 1, 5);

        begin_table(making, indent + 4, columns);
        write_rows(making, indent + 10, level, columns, true,
                   one_in(making, 2) ? "heading" : NULL);
        for (int i = 0; i < level->list_count; i++)
            write_each(making, indent + 10, level->lists[i], columns, false);
        return;
    }
    for (int i = 0; i < level->list_count; i++) {
        if (one_in(making, 2))
            write_space(making, indent + 4);
        write_list(making, indent + 4, level->lists[i]);
    }
}

static void write_bar(struct making *making, int indent, bool paged)
{
    static const char *const slots[] = { "left", "center", "right" };
    struct item item = begin_item(&making->made.stage, indent);
    struct item bar = { &making->made.stage, indent + 2, true };
    int any = below(making, 3);

    add_line(&item, "bar:");
    for (int i = 0; i < 3; i++)
        if (i == any || one_in(making, 2))
            add_line(&bar, "%s: {text: \"%s%s\", style: s%d}", slots[i],
                     label(making),
                     paged && one_in(making, 3) ? "{page}/{pages}" : "",
                     below(making, making->styles));
}

static void write_edge(struct making *making, const char *key)
{
    making->paged = true;
    bytes_printf(&making->made.stage, "%s:\n", key);
    for (int i = from(making, 1, 2); i > 0; i--) {
        struct item item = begin_item(&making->made.stage, 2);

        switch (below(making, 4)) {
        case 0:
            write_bar(making, 2, true);
            break;
        case 1:
            begin_table(making, 2, 2);
            write_rows(making, 8, &(struct level){ 0 }, 2, true, NULL);
            break;
        default:
            add_line(&item, "text: \"－ {page} / {pages} －\"");
            add_style(making, &item);
            break;
        }
    }
    write_space(making, 2);
    making->paged = false;
}

static void write_blocks(struct making *making)
{
    struct level *document = &making->levels[0];

    if (one_in(making, 2))
        write_edge(making, "head");
    bytes_append_string(&making->made.stage, "body:\n");
    if (one_in(making, 4))
        write_bar(making, 2, false);
    write_paragraphs(making, 2, document);
    for (int i = 0; i < document->list_count; i++) {
        if (one_in(making, 6))
            write_break(making, 2);
        if (one_in(making, 2))
            write_space(making, 2);
        if (one_in(making, 2))
            write_section(making, 2, document->lists[i]);
        else
            write_list(making, 2, document->lists[i]);
    }
    if (one_in(making, 4)) {
        struct item item = begin_item(&making->made.stage, 2);

        add_line(&item, "text: ※ 凡例［◎：目標を上回る］");
        add_style(making, &item);
        add_line(&item, "role: note");
    }
    if (one_in(making, 2))
        write_edge(making, "foot");
}

/* ---- page, fit, styles ------------------------------------------------------
 */

static void write_page(struct making *making)
{
    static const char *const papers[] = { "A3", "A4", "A5", "B4", "B5" };
    struct bytes *out = &making->made.stage;

    if (one_in(making, 4))
        bytes_printf(out, "page: {size: \"%dmm %dmm\", margin: %dmm}\n",
                     from(making, 70, 300), from(making, 60, 300),
                     from(making, 3, 15));
    else
        bytes_printf(
            out, "page: {size: %s%s, margin: %dmm}\n", PICK(making, papers),
            one_in(making, 2) ? " landscape" : "", from(making, 5, 25));
}

static void write_fit(struct making *making)
{
    static const char *const arrangements[] = { "aligned", "free",
                                                "[aligned, free]",
                                                "[free, aligned]" };
    struct bytes *out = &making->made.stage;
    int size = from(making, 60, 100);
    int most = one_in(making, 2) ? size : size + below(making, 20);
    int pitch =
        most + (making->readings ? most / 2 + 1 : 0) + below(making, 40);

    bytes_append_string(out, "fit:\n");
    if (one_in(making, 3))
        bytes_printf(out, "  pages: %d\n  pages-most: %d\n", from(making, 1, 3),
                     from(making, 3, 30));
    bytes_printf(out, "  size: [%d.%dpt, %d.%dpt]\n", size / 10, size % 10,
                 most / 10, most % 10);
    if (making->readings || one_in(making, 2))
        bytes_printf(out, "  pitch: [%d.%dpt, %d.%dpt]\n", pitch / 10,
                     pitch % 10, (pitch + 10) / 10, (pitch + 10) % 10);
    if (one_in(making, 3)) {
        int least = from(making, 50, 100);

        bytes_printf(out, "  condense: [%d%%, %d%%]\n", least,
                     from(making, least, 100));
    }
    bytes_printf(out, "  arrangement: %s\n", PICK(making, arrangements));
}

static const char *const kinsokus[] = { "strict", "normal",
                                        "{start: \"→※\", end: \"◎\"}" };

static void write_styles(struct making *making)
{
    struct bytes *out = &making->made.stage;

    making->styles = from(making, 1, 4);
    bytes_append_string(out, "styles:\n");
    for (int i = 0; i < making->styles; i++) {
        int size = from(making, 6, 14);

        bytes_printf(out, "  s%d: {font: %s, ", i,
                     one_in(making, 2) ? "gothic" : "mincho");
        if (!i || one_in(making, 2))
            bytes_append_string(out, "size: fit");
        else
            bytes_printf(out, "size: %dpt, pitch: %dpt", size,
                         size + (making->readings ? (size + 1) / 2 : 0) +
                             below(making, 6));
        if (one_in(making, 3))
            bytes_printf(out, ", align: %s", PICK(making, aligns));
        if (one_in(making, 4))
            bytes_printf(out, ", hang: %s",
                         one_in(making, 2) ? "true" : "false");
        if (one_in(making, 6))
            bytes_printf(out, ", kinsoku: %s", PICK(making, kinsokus));
        bytes_append_string(out, "}\n");
    }
}

static void write_stage(struct making *making)
{
    static const char *const spaces[] = { "0em", "0.125em", "0.25em" };
    static const char *const trims[] = { "trim", "keep-start", "full" };

    bytes_append_string(&making->made.stage, "name: 表\ntitle: 乱数表\n");
    write_page(making);
    write_fit(making);
    bytes_printf(&making->made.stage,
                 "text: {kinsoku: %s, cjk-latin-space: %s, punctuation: %s, "
                 "orphans: %d, widows: %d, hang: %s}\n",
                 PICK(making, kinsokus), PICK(making, spaces),
                 PICK(making, trims), from(making, 1, 4), from(making, 1, 4),
                 one_in(making, 3) ? "true" : "false");
    write_styles(making);
    write_blocks(making);
}

struct random_case make_case(uint64_t seed, const struct corpus *corpus)
{
    struct making making = { .random = { seed * 0x2545F4914F6CDD1Du },
                             .corpus = corpus,
                             .level_count = 1 };
    struct bytes *fields = &making.made.fields;

    making.large = one_in(&making, 25);
    making.readings = one_in(&making, 4);
    draw_level(&making, &making.levels[0], 0, LIST_MOST);
    making.levels[0].numbering = 0;
    bytes_append_string(fields, "form: 乱数表\nlang: ja\nstages: [hyo]\n"
                                "markers:\n  箇条:\n    - {pattern: ・}\n"
                                "    - {pattern: (N), range: ～}\n"
                                "    - {pattern: （N）, range: ～}\n"
                                "choices:\n  評価: [◎, ○, △, ×]\n"
                                "fields:\n"
                                "  - {key: 様式, type: form}\n");
    write_level(&making, &making.levels[0], 2);
    write_stage(&making);
    bytes_append_string(&making.made.source, "様式: 乱数表\n");
    write_record(&making, &making.levels[0], 0, 0);
    return making.made;
}
