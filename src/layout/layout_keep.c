/*
 * What stays together at a page break.
 *
 *     lines     a marker alone on its line stays with the next line; a
 *               paragraph leaves `orphans` lines behind and takes `widows`
 *               over, where it has that many
 *     rows      a row that fits on a page is not cut; a taller one begins
 *               where each of its cells can be cut well
 *     headings  head rows and section rows stay with the first row below
 *               them, a title paragraph with what follows it
 *
 * A need is the least height something takes to begin on a page. It is
 * never more than a page can give, so that whatever asks for it gets on.
 */
#include <string.h>

#include "layout/inside.h"

/* ---- lines --------------------------------------------------------------- */

static bool is_lone_marker(const struct slice *slice)
{
    return slice->para && slice->has_marker && !slice->para->text;
}

/* May the page end before line `cut`, when it began with line `next`? */
static bool may_cut(const struct engine *engine, const struct lines *lines,
                    size_t next, size_t cut)
{
    const struct form_stage *stage = engine->sheet->stage;
    const struct para *para = lines->items[cut].para;
    size_t first = cut;
    size_t end = cut;

    if (is_lone_marker(&lines->items[cut - 1]))
        return false;
    while (first > 0 && lines->items[first - 1].para == para)
        first--;
    while (end < lines->count && lines->items[end].para == para)
        end++;
    if (first == cut || end - first < (size_t)(stage->orphans + stage->widows))
        return true;
    if (first < next)
        first = next;
    return cut - first >= (size_t)stage->orphans &&
           end - cut >= (size_t)stage->widows;
}

size_t break_lines(const struct engine *engine, const struct lines *lines,
                   size_t next, size_t last)
{
    if (last >= lines->count)
        return lines->count;
    while (last > next && !may_cut(engine, lines, next, last))
        last--;
    return last;
}

/* Height of the fewest lines that may stand alone at the foot of a page. */
static int32_t lines_need(const struct engine *engine,
                          const struct lines *lines)
{
    int32_t height = 0;

    for (size_t cut = 0; cut < lines->count; cut++) {
        if (cut && may_cut(engine, lines, 0, cut))
            break;
        height = add_height(height, lines->items[cut].pitch);
    }
    return height;
}

/* ---- rows ---------------------------------------------------------------- */

int32_t heads_height(const struct table *table, bool again)
{
    int32_t height = 0;

    for (size_t r = 0; r < table->heads; r++)
        height = add_height(height, again ? table->rows[r].height_again
                                          : table->rows[r].height);
    return height;
}

int32_t sections_height(const struct table *table, size_t r)
{
    int32_t height = 0;

    for (size_t s = table->rows[r].sheet->section; s;
         s = table->rows[s - 1].sheet->section)
        height = add_height(height, table->rows[s - 1].height_again);
    return height;
}

int32_t row_room(const struct engine *engine, const struct table *table,
                 size_t r)
{
    return engine->body_bottom - engine->body_top - heads_height(table, true) -
           sections_height(table, r);
}

/* What a row that is cut needs so that each of its cells is cut well. */
static int32_t start_need(const struct engine *engine, const struct row *row)
{
    enum { LINES = 3 };
    int32_t need = LINES * engine->pitch;

    for (size_t c = 0; c < row->sheet->cell_count; c++) {
        struct insets insets = row->cells[c].insets;
        int32_t height =
            lines_need(engine, &row->lines[c]) + insets.top + insets.bottom;

        need = height > need ? height : need;
    }
    return need;
}

int32_t row_need(const struct engine *engine, const struct table *table,
                 size_t r)
{
    const struct row *row = &table->rows[r];
    int32_t room = row_room(engine, table, r);
    int32_t need = row->height;
    int32_t below = 0;

    if (row->sheet->fill)
        return 0;
    for (size_t i = 1; i < row->sheet->whole; i++)
        need += table->rows[r + i].height;
    if (need > room)
        need = start_need(engine, row);
    if (row->sheet->form->role == FORM_ROW_SECTION && r + 1 < table->count)
        below = row_need(engine, table, r + 1);
    if (need + below <= room)
        need += below;
    return need > room ? 0 : need;
}

/* ---- blocks -------------------------------------------------------------- */

int32_t table_need(const struct engine *engine, const struct table *table)
{
    int32_t need = heads_height(table, false);

    if (table->heads < table->count)
        need += row_need(engine, table, table->heads);
    return need;
}

static int32_t section_need(const struct engine *engine,
                            const struct block *section)
{
    if (section->sheet->form->keep &&
        section->height <= engine->body_bottom - engine->body_top)
        return section->height_free < section->height ? section->height_free
                                                      : section->height;
    return section->blocks->count ? block_need(engine, section->blocks, 0) : 0;
}

/*
 * Titles and labels belong to what stands below them, the first line of a
 * part in the contents to those of its headings.
 */
static bool is_title(const struct block *block)
{
    const char *role = block->sheet->form->role;

    if (block->sheet->entry)
        return block->sheet->entry->level == 1;
    return block->sheet->kind == FORM_BLOCK_PARAGRAPH && role &&
           (!strcmp(role, "title") || !strcmp(role, "label"));
}

int32_t block_need(const struct engine *engine, const struct blocks *blocks,
                   size_t index)
{
    const struct block *block = &blocks->items[index];
    bool follows = index + 1 < blocks->count;
    int32_t need = block->height;

    if (block->sheet->kind == FORM_BLOCK_TABLE)
        return table_need(engine, block->table);
    if (block->sheet->kind == FORM_BLOCK_EACH)
        return section_need(engine, block);
    if (follows && (is_title(block) || block->sheet->kind == FORM_BLOCK_SPACE))
        need += block_need(engine, blocks, index + 1);
    return need > engine->body_bottom - engine->body_top ? block->height : need;
}
