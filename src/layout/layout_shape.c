/* Every text of the sheet is shaped once; sizes come later. */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "font/font.h"
#include "layout/inside.h"

struct shaping {
    struct engine *engine;
    size_t page; /* words of {page} and {pages} */
    size_t pages;
    const struct form_cell *cell; /* NULL: not in a cell */
};

/* A text with the page numbers filled in; the same one when it has none. */
static const struct text *number_pages(const struct shaping *shaping,
                                       const struct text *text)
{
    struct arena *arena = shaping->engine->arena;
    struct text *filled = NULL;

    for (size_t i = 0; i < text->count; i++) {
        const char *words = text->items[i].utf8;
        size_t number = words == sheet_page_number  ? shaping->page
                        : words == sheet_page_count ? shaping->pages
                                                    : 0;
        struct span span = text->items[i];

        if (!number)
            continue;
        if (!filled) {
            filled = arena_alloc(arena, sizeof *filled);
            text_add_all(arena, filled, text);
        }
        span.utf8 = arena_printf(arena, "%zu", number);
        for (span.len = 0; span.utf8[span.len];)
            span.len++;
        filled->items[i] = span;
    }
    return filled ? filled : text;
}

/* Where a text stands on its first line. */
enum text_place {
    PLACE_START,  /* at its start */
    PLACE_BEHIND, /* behind a marker */
    PLACE_MARK,   /* it is a marker or a mark: it keeps its advance */
};

static enum text_punctuation punctuation_of(const struct form_stage *stage,
                                            enum text_place place)
{
    if (place == PLACE_MARK)
        return TEXT_PUNCTUATION_FULL;
    switch (stage->punctuation) {
    case FORM_PUNCTUATION_START:
        return TEXT_PUNCTUATION_START;
    case FORM_PUNCTUATION_FULL:
        return TEXT_PUNCTUATION_FULL;
    case FORM_PUNCTUATION_TRIM:
        break;
    }
    return TEXT_PUNCTUATION_TRIM;
}

/* ---- texts that come again --------------------------------------------- */

/*
 * Half of a sheet's texts are markers, numbers and labels that stand in it
 * many times. They are shaped once for each way of being set; all share their
 * glyphs, but each keeps its own spans, which say where its words come from.
 */
struct known_text {
    const struct text_shaped *shaped;
    const struct form_style *style;
    enum text_place place;
    bool vertical;
    int tate_chu_yoko;
    struct known_text *next; /* in its slot */
};

enum { HASHED = 24 }; /* bytes: texts that come again are short or differ */

struct known_texts {
    struct known_text *slots[256];
};

/* The slot of a text; NULL for one of several spans or with a reading. */
static struct known_text **find_slot(struct engine *engine,
                                     const struct text *text)
{
    const struct span *span = text->items;
    uint32_t hash = 2166136261u; /* FNV-1a */

    if (text->count != 1 || span->lang || span->ruby)
        return NULL;
    if (!engine->known)
        engine->known = arena_alloc(engine->arena, sizeof *engine->known);
    for (size_t i = 0; i < span->len && i < HASHED; i++)
        hash = (hash ^ (unsigned char)span->utf8[i]) * 16777619u;
    return &engine->known->slots[(hash ^ hash >> 16) % 256];
}

/* text_shape(), or what it gave for the same words before. */
static struct text_shaped *shape_once(struct engine *engine,
                                      const struct text *text,
                                      const struct text_options *options,
                                      const struct form_style *style,
                                      enum text_place place)
{
    struct known_text **slot = find_slot(engine, text);
    size_t said = engine->diags->count;
    struct text_shaped *shaped;

    for (struct known_text *known = slot ? *slot : NULL; known;
         known = known->next) {
        if (known->style != style || known->place != place ||
            known->vertical != options->vertical ||
            known->tate_chu_yoko != options->tate_chu_yoko ||
            known->shaped->len != text->items->len ||
            memcmp(known->shaped->utf8, text->items->utf8, text->items->len))
            continue;
        shaped = arena_alloc(engine->arena, sizeof *shaped);
        *shaped = *known->shaped;
        shaped->text = text;
        return shaped;
    }
    shaped = text_shape(engine->arena, text, options, engine->diags);
    if (!slot || !shaped || engine->diags->count != said)
        return shaped; /* what was said is said of each place */
    *slot = memcpy(arena_alloc(engine->arena, sizeof **slot),
                   &(struct known_text){
                       .shaped = shaped,
                       .style = style,
                       .place = place,
                       .vertical = options->vertical,
                       .tate_chu_yoko = options->tate_chu_yoko,
                       .next = *slot,
                   },
                   sizeof **slot);
    return shaped;
}

static void report_stack(const struct form_style *style, struct diags *diags)
{
    diag_add(diags, DIAG_ERROR, "font-stack", style->font_at,
             _("style %s: no stack \"%s\" in fonts.yaml"), style->name,
             style->font);
}

void layout_report_stacks(const struct form_stage *stage,
                          struct font_set *fonts, struct diags *diags)
{
    for (size_t i = 0; i < stage->style_count; i++)
        if (!font_set_lookup(fonts, stage->styles[i].font))
            report_stack(&stage->styles[i], diags);
}

static struct text_shaped *shape(const struct shaping *shaping,
                                 const struct text *text,
                                 const struct form_style *style,
                                 enum text_place place)
{
    struct engine *engine = shaping->engine;
    const struct form_stage *stage = engine->sheet->stage;
    struct text_options options = {
        .stack = font_set_lookup(engine->fonts, style->font),
        .lang = engine->sheet->form->lang,
        .kinsoku = style->kinsoku,
        .punctuation = punctuation_of(stage, place),
        .behind_marker = place == PLACE_BEHIND,
        .latin_space = stage->cjk_latin_space,
        .hang = style->hang && place != PLACE_MARK,
    };
    const struct form_cell *cell = shaping->cell;
    struct text_shaped *shaped;

    if (!text_length(text))
        return NULL;
    if (cell) {
        options.vertical = cell->vertical;
        options.tate_chu_yoko = cell->tate_chu_yoko;
    }
    if (!options.stack) {
        report_stack(style, engine->diags);
        engine->failed = true;
        return NULL;
    }
    shaped =
        shape_once(engine, number_pages(shaping, text), &options, style, place);
    if (!shaped)
        engine->failed = true;
    return shaped;
}

/* Width of the first `bytes` bytes of a marker, 1/1000 em. */
static int32_t hang_width(const struct text_shaped *marker, size_t bytes)
{
    size_t end = 0;

    while (end < marker->count && text_glyph_offset(marker, end) < bytes)
        end++;
    return text_width(marker, 0, end);
}

void reach_add(struct reach *reach, const struct text_glyph *glyph)
{
    int32_t box[4];
    int32_t above;
    int32_t below;

    if (!font_face_ink(glyph->face, glyph->gid, &box[0], &box[1], &box[2],
                       &box[3]))
        return;
    above = glyph->dy + box[3] - glyph->face->ascent;
    below = -glyph->dy - box[2] - glyph->face->descent;
    reach->above = above > reach->above ? above : reach->above;
    reach->below = below > reach->below ? below : reach->below;
}

/*
 * Most ink is within the em box, or near enough for what lies between lines
 * and rules. Marks that the font or HarfBuzz has put on a character may be far
 * outside.
 */
static struct reach marks_of(const struct text_shaped *text)
{
    struct reach reach = { 0 };

    for (size_t i = 0; i < text->count; i++)
        if (text->glyphs[i].dy)
            reach_add(&reach, &text->glyphs[i]);
    return reach;
}

static struct para shape_para(const struct shaping *shaping,
                              const struct sheet_paragraph *sheet)
{
    struct para para = { .sheet = sheet };

    para.marker = shape(shaping, &sheet->marker, sheet->style, PLACE_MARK);
    para.text = shape(shaping, &sheet->text, sheet->style,
                      para.marker ? PLACE_BEHIND : PLACE_START);
    para.leader = shape(shaping, &sheet->leader, sheet->style, PLACE_MARK);
    para.end = shape(shaping, &sheet->end, sheet->style, PLACE_MARK);
    if (para.marker) {
        para.marker_width = text_width(para.marker, 0, para.marker->count);
        para.hang = hang_width(para.marker, sheet->hang);
    }
    if (para.text && !(shaping->cell && shaping->cell->vertical))
        para.reach = marks_of(para.text);
    return para;
}

static struct cell shape_cell(const struct shaping *outer,
                              const struct sheet_cell *sheet)
{
    struct cell cell = { .sheet = sheet, .count = sheet->paragraph_count };
    struct shaping own = *outer;
    const struct shaping *shaping = &own;

    own.cell = sheet->form;
    cell.align =
        sheet->form->has_align ? sheet->form->align : sheet->form->style->align;
    cell.mark = shape(shaping, &sheet->mark, sheet->form->style, PLACE_MARK);
    cell.paras =
        arena_calloc(shaping->engine->arena, cell.count, sizeof *cell.paras);
    for (size_t i = 0; i < cell.count; i++) {
        const struct sheet_paragraph *paragraph = sheet->paragraphs[i];

        cell.paras[i] = shape_para(shaping, paragraph);
        for (size_t j = 0; paragraph->under && j < i; j++)
            if (sheet->paragraphs[j] == paragraph->under)
                cell.paras[i].under = &cell.paras[j];
    }
    return cell;
}

/*
 * What repeats the cell on further pages; headers repeat their mark too.
 * Its words were shaped once before: what there was to say was said then.
 */
static struct cell *shape_again(const struct shaping *outer,
                                const struct cell *cell, bool header)
{
    struct shaping own = *outer;
    const struct shaping *shaping = &own;
    struct engine *engine = shaping->engine;
    struct arena *arena = engine->arena;
    struct diags *diags = engine->diags;
    struct diags unseen;
    struct cell *again;

    own.cell = cell->sheet->form;
    if (!cell->sheet->again || engine->failed)
        return NULL;
    unseen = diags_make(arena);
    engine->diags = &unseen;
    again = arena_alloc(arena, sizeof *again);
    *again = *cell;
    again->mark = header ? cell->mark : NULL;
    again->count = 1;
    again->paras = arena_alloc(arena, sizeof *again->paras);
    again->paras[0] = shape_para(shaping, cell->sheet->again);
    engine->diags = diags;
    if (engine->failed)
        shape_para(shaping, cell->sheet->again);
    return again;
}

static struct table *shape_table(const struct shaping *shaping,
                                 const struct sheet_table *sheet)
{
    struct arena *arena = shaping->engine->arena;
    struct table *table = arena_alloc(arena, sizeof *table);

    table->sheet = sheet;
    table->count = sheet->row_count;
    table->rows = arena_calloc(arena, table->count, sizeof *table->rows);
    for (size_t r = 0; r < table->count; r++) {
        struct row *row = &table->rows[r];
        bool header = sheet->rows[r].form->role != FORM_ROW_BODY;

        row->sheet = &sheet->rows[r];
        row->cells =
            arena_calloc(arena, row->sheet->cell_count, sizeof *row->cells);
        for (size_t c = 0; c < row->sheet->cell_count; c++) {
            row->cells[c] = shape_cell(shaping, &row->sheet->cells[c]);
            row->cells[c].again = shape_again(shaping, &row->cells[c], header);
        }
        if (table->heads == r && header &&
            row->sheet->form->role != FORM_ROW_SECTION)
            table->heads++;
    }
    return table;
}

static struct blocks shape_all(const struct shaping *shaping,
                               const struct sheet_blocks *sheet);

static struct block shape_block(const struct shaping *shaping,
                                const struct sheet_block *sheet)
{
    struct arena *arena = shaping->engine->arena;
    struct block block = { .sheet = sheet };

    if (sheet->paragraph)
        block.para = shape_para(shaping, sheet->paragraph);
    if (sheet->table)
        block.table = shape_table(shaping, sheet->table);
    if (sheet->blocks) {
        block.blocks = arena_alloc(arena, sizeof *block.blocks);
        *block.blocks = shape_all(shaping, sheet->blocks);
    }
    for (int i = 0; i < 3; i++) {
        if (!sheet->slots[i])
            continue;
        block.slots[i] = arena_alloc(arena, sizeof *block.slots[i]);
        *block.slots[i] = shape_block(shaping, sheet->slots[i]);
    }
    return block;
}

static struct blocks shape_all(const struct shaping *shaping,
                               const struct sheet_blocks *sheet)
{
    struct blocks blocks = { .count = sheet->count };

    blocks.items = arena_calloc(shaping->engine->arena, blocks.count,
                                sizeof *blocks.items);
    for (size_t i = 0; i < blocks.count; i++)
        blocks.items[i] = shape_block(shaping, &sheet->items[i]);
    return blocks;
}

struct blocks shape_blocks(struct engine *engine,
                           const struct sheet_blocks *sheet, size_t page,
                           size_t pages)
{
    struct shaping shaping = { engine, page, pages, NULL };

    return shape_all(&shaping, sheet);
}

void shape_sheet(struct engine *engine)
{
    /* Head and foot keep room for page numbers of three digits. */
    enum { WIDE = 888 };

    engine->head = shape_blocks(engine, &engine->sheet->head, WIDE, WIDE);
    engine->body = shape_blocks(engine, &engine->sheet->body, 1, 1);
    engine->foot = shape_blocks(engine, &engine->sheet->foot, WIDE, WIDE);
}
