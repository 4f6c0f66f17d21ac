/*
 * Page numbers of a book. They are known last, when every part has its
 * pages, so they stand on pages of their own that are printed over those of
 * the parts: in the bottom margin, where a sheet never reaches.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/inside.h"

enum { CLEARANCE = 500 }; /* between a page's contents and its number */

struct layout_frame layout_frame_page(const struct layout_page *page)
{
    struct layout_frame frame = {
        .width = page->width,
        .height = page->height,
        .body = page->body,
        .bottom = page->body.y + page->body.height,
    };

    for (size_t i = 0; i < page->rule_count; i++) {
        const struct layout_rect *rect = &page->rules[i].rect;

        if (rect->y + rect->height > frame.bottom)
            frame.bottom = rect->y + rect->height;
    }
    return frame;
}

static void report_touch(struct engine *engine, size_t page, struct position at)
{
    diag_add(engine->diags, DIAG_ERROR, "layout-overflow", at,
             _("the page number would touch what stands on page %zu"), page)
        ->expected = _("a smaller \"edge\", smaller type or a greater bottom "
                       "margin in the forms");
    engine->failed = true;
}

/* The number of one page, in its margin. */
static void number_page(struct engine *engine, const struct layout_frame *frame,
                        struct layout *layout, size_t count)
{
    struct layout_page *page =
        ARRAY_ADD(engine->arena, layout->pages, layout->page_count,
                  layout->page_capacity);
    const struct sheet_block *sheet = engine->sheet->page_number.items;
    struct blocks blocks = shape_blocks(engine, &engine->sheet->page_number,
                                        layout->page_count, count);
    const struct block *block = blocks.items;
    int32_t y = frame->height - engine->sheet->stage->page_number_edge;

    *page = (struct layout_page){
        .width = frame->width,
        .height = frame->height,
        .body = { 0, 0, frame->width, frame->height },
    };
    if (engine->failed)
        return;
    measure_blocks(engine, &blocks, frame->body.width);
    y -= block->height;
    if (y < frame->bottom + CLEARANCE) {
        report_touch(engine, layout->page_count, sheet->form->at);
        return;
    }
    engine->edge = true;
    emit_box(engine, page,
             &(struct emission){
                 .role = LAYOUT_PARAGRAPH,
                 .address = sheet->address,
                 .rect = { frame->body.x, y, frame->body.width, block->height },
                 .align = sheet->form->style->align,
                 .lines = block->lines,
                 .last = block->lines->count,
             });
}

struct layout *layout_number_pages(struct arena *arena,
                                   const struct sheet *sheet,
                                   const struct layout_frame *frames,
                                   size_t count, struct font_set *fonts,
                                   struct diags *diags)
{
    struct engine engine = {
        .arena = arena,
        .scratch = arena_new(),
        .sheet = sheet,
        .fonts = fonts,
        .diags = diags,
        .size = sheet->stage->fit.size_most,
        .pitch = sheet->stage->fit.pitch_most,
        .scale = sheet->stage->fit.condense_most,
    };
    struct layout *layout = arena_alloc(arena, sizeof *layout);

    layout->title = sheet->title;
    layout->lang = sheet->form->lang;
    layout->size = engine.size;
    layout->pitch = engine.pitch;
    layout->scale = engine.scale;
    for (size_t i = 0; i < count && sheet->page_number.count && !engine.failed;
         i++) {
        arena_clear(engine.scratch);
        engine.making = arena_alloc(engine.scratch, sizeof *engine.making);
        number_page(&engine, &frames[i], layout, count);
    }
    arena_free(engine.scratch);
    return engine.failed ? NULL : layout;
}
