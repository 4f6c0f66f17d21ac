/* A layout from a sheet: shape, fit, place. */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/inside.h"

/* A bar without room for its parts, which makes its head or foot too high. */
static const struct block *crowded_bar(const struct blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (blocks->items[i].crowded)
            return &blocks->items[i];
    return NULL;
}

static void report_edges(struct engine *engine)
{
    const struct block *bar = crowded_bar(&engine->head);

    bar = bar ? bar : crowded_bar(&engine->foot);
    if (bar) {
        report_bar(engine, bar);
        return;
    }
    diag_add(engine->diags, DIAG_ERROR, "layout-overflow",
             (struct position){ 0 },
             _("head and foot together are higher than the page"));
    engine->failed = true;
}

static void place_body(struct engine *engine, struct layout *layout,
                       const bool *flows)
{
    struct place place;

    if (engine->body_bottom < engine->body_top) {
        report_edges(engine);
        return;
    }
    place = place_start(engine, layout);
    for (size_t i = 0; i < engine->body.count; i++)
        place_block(&place, &engine->body, i, flows[i]);
    place_end(&place);
}

struct layout *layout_make(struct arena *arena, const struct sheet *sheet,
                           struct font_set *fonts, struct diags *diags)
{
    struct engine engine = {
        .arena = arena,
        .scratch = arena_new(),
        .sheet = sheet,
        .fonts = fonts,
        .diags = diags,
        .scale = 1000,
    };
    struct layout *layout = arena_alloc(arena, sizeof *layout);
    bool *flows;

    shape_sheet(&engine);
    clear_sheet(&engine);
    flows = arena_calloc(arena, engine.body.count + 1, sizeof *flows);
    if (!engine.failed && fit_sheet(&engine, flows)) {
        layout->title = sheet->title;
        layout->lang = sheet->form->lang;
        layout->size = engine.size;
        layout->pitch = engine.pitch;
        layout->scale = engine.scale;
        place_body(&engine, layout, flows);
    }
    arena_free(engine.scratch);
    return engine.failed ? NULL : layout;
}
