/*
 * Fitting a sheet to its page budget.
 *
 * What may vary: the type size (with the pitch, both between the bounds of
 * the template) and, for each section, whether the rows of its items are
 * aligned across the columns or the columns flow freely. Wishes in order:
 *
 *     1. the fewest pages the budget asks for (`pages`, then more, up to
 *        `pages-most`)
 *     2. the widest type, where the template lets it be condensed
 *     3. as many sections as possible in the arrangement named first
 *     4. the largest type
 *
 * For one size the best choice of arrangements is found exactly: walking
 * the blocks, best[k] is the earliest place (page, y) that can be reached
 * with k sections in the second arrangement. An earlier place never makes
 * what follows end later, so keeping the earliest is enough.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "layout/inside.h"

enum {
    SIZE_STEP = 100, /* between the sizes tried, 1/1000 pt */
    SCALE_STEP = 50, /* between the widths tried, in thousandths */
};

/* The plan that is best so far; within a budget, or of the fewest pages. */
struct plan {
    bool found;
    size_t seconds; /* sections in the second arrangement */
    size_t pages;
    int32_t size;
    int32_t scale;
    bool *flows;
};

struct reached {
    bool possible;
    struct place place;
};

void measure_sheet(struct engine *engine)
{
    const struct form_page *page = &engine->sheet->stage->page;
    int32_t width = page->width - page->margin_left - page->margin_right;

    engine->overflows = 0;
    measure_blocks(engine, &engine->head, width);
    measure_blocks(engine, &engine->body, width);
    measure_blocks(engine, &engine->foot, width);
    engine->body_top = page->margin_top + blocks_height(&engine->head, false);
    engine->body_bottom = page->height - page->margin_bottom -
                          blocks_height(&engine->foot, false);
    check_heights(engine, &engine->body);
}

/* Measures everything at another size, in a scratch arena made empty. */
static void set_size(struct engine *engine, int32_t size)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;
    int32_t range = fit->size_most - fit->size_least;

    arena_clear(engine->scratch);
    engine->making = arena_alloc(engine->scratch, sizeof *engine->making);
    engine->size = size;
    engine->pitch = fit->pitch_most;
    if (range)
        engine->pitch =
            fit->pitch_least +
            (int32_t)((int64_t)(fit->pitch_most - fit->pitch_least) *
                      (size - fit->size_least) / range);
    measure_sheet(engine);
}

/* Free columns are never cut by a page break: too tall a one is aligned. */
static bool can_flow(const struct engine *engine, const struct block *block)
{
    return block->height_free <= engine->body_bottom - engine->body_top;
}

static bool first_flows(const struct engine *engine)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;

    return fit->may_flow && (!fit->may_align || !fit->aligned_first);
}

/* True when a section may, or must, be set in the second arrangement. */
static bool may_change(const struct engine *engine, const struct block *block)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;

    if (first_flows(engine) && !can_flow(engine, block))
        return true;
    return block->sheet->kind == FORM_BLOCK_EACH && fit->may_align &&
           fit->may_flow && block->height != block->height_free;
}

static bool earlier(const struct place *a, const struct place *b)
{
    return a->page != b->page ? a->page < b->page : a->y < b->y;
}

/* Tries block i from `from`; keeps it in `to` when that is earlier. */
static bool try_block(const struct reached *from, struct reached *to, size_t i,
                      bool flow)
{
    struct place place = from->place;
    const struct blocks *body;

    if (!from->possible)
        return false;
    body = &place.engine->body;
    if (flow && !can_flow(place.engine, &body->items[i]))
        return false;
    place_block(&place, body, i, flow);
    if (to->possible && !earlier(&place, &to->place))
        return false;
    *to = (struct reached){ true, place };
    return true;
}

struct search {
    size_t count;         /* blocks */
    struct reached *best; /* [count + 1] places, by sections changed */
    bool *changed;        /* [block][k]: how best[k] came about */
};

/* All choices of arrangements at the engine's size. */
static struct search search_size(struct engine *engine)
{
    size_t count = engine->body.count;
    size_t width = count + 1;
    bool first = first_flows(engine);
    struct search search = { .count = count };

    search.best = arena_calloc(engine->scratch, width, sizeof *search.best);
    search.changed = arena_calloc(engine->scratch, count * width + 1,
                                  sizeof *search.changed);
    search.best[0] = (struct reached){ true, place_start(engine, NULL) };
    for (size_t i = 0; i < count; i++) {
        struct block *block = &engine->body.items[i];
        bool change = may_change(engine, block);
        struct reached *next =
            arena_calloc(engine->scratch, width, sizeof *next);

        for (size_t k = 0; k <= i + 1; k++) {
            try_block(&search.best[k], &next[k], i, first);
            if (k && change)
                search.changed[i * width + k] =
                    try_block(&search.best[k - 1], &next[k], i, !first);
        }
        search.best = next;
    }
    return search;
}

/* Reads back which sections were changed to reach best[k]. */
static void read_flows(const struct engine *engine, const struct search *search,
                       size_t k, bool *flows)
{
    bool first = first_flows(engine);

    for (size_t i = search->count; i-- > 0;) {
        bool changed = search->changed[i * (search->count + 1) + k];

        flows[i] = changed ? !first : first;
        k -= changed;
    }
}

/* What best[k] of a search comes to. */
static void keep_plan(const struct engine *engine, const struct search *search,
                      size_t k, struct plan *plan)
{
    plan->found = true;
    plan->seconds = k;
    plan->size = engine->size;
    plan->scale = engine->scale;
    plan->pages = search->best[k].place.page + 1;
    read_flows(engine, search, k, plan->flows);
}

/* True when k sections changed on so many pages are better than `plan`. */
static bool is_better(const struct engine *engine, const struct plan *plan,
                      size_t pages, size_t k)
{
    if (!plan->found || pages < plan->pages)
        return true;
    return pages == plan->pages && engine->scale == plan->scale &&
           k < plan->seconds;
}

/*
 * Keeps the size's best plan when it is better than what was found: within
 * the budget, and until there is one, on the fewest pages of all tries.
 */
static void consider(struct engine *engine, size_t budget, struct plan *plan,
                     struct plan *fewest)
{
    struct search search;

    if (engine->overflows)
        return;
    search = search_size(engine);
    for (size_t k = 0; k <= search.count; k++) {
        size_t pages = search.best[k].place.page + 1;

        if (!search.best[k].possible)
            continue;
        if (budget && pages > budget) {
            if (!plan->found && is_better(engine, fewest, pages, k))
                keep_plan(engine, &search, k, fewest);
            continue;
        }
        if (!plan->found || k < plan->seconds)
            keep_plan(engine, &search, k, plan);
        return;
    }
}

/* Tries every size, the largest first. */
static void try_sizes(struct engine *engine, size_t budget, struct plan *plan,
                      struct plan *fewest)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;
    int32_t size = fit->size_most;

    for (;;) {
        set_size(engine, size);
        consider(engine, budget, plan, fewest);
        if (size == fit->size_least || (plan->found && !plan->seconds))
            return;
        size = size - SIZE_STEP > fit->size_least ? size - SIZE_STEP
                                                  : fit->size_least;
    }
}

/* Tries the widths, the widest first, until one keeps the budget. */
static void try_scales(struct engine *engine, size_t budget, struct plan *plan,
                       struct plan *fewest)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;

    for (engine->scale = fit->condense_most;; engine->scale -= SCALE_STEP) {
        if (engine->scale < fit->condense_least)
            engine->scale = fit->condense_least;
        try_sizes(engine, budget, plan, fewest);
        if (plan->found || engine->scale == fit->condense_least)
            return;
    }
}

/* Says which section is the first beyond the last allowed page. */
static void report_overflow(struct engine *engine)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;
    const struct blocks *body = &engine->body;
    struct place place = place_start(engine, NULL);
    const char *name = NULL;
    int32_t beyond = 0;
    struct diag *diag;

    for (size_t i = 0; i < body->count; i++) {
        bool flow = fit->may_flow && can_flow(engine, &body->items[i]);

        place_block(&place, body, i, flow);
        if (place.page >= (size_t)fit->pages_most && !name)
            name = body->items[i].sheet->address;
    }
    beyond = (int32_t)(place.page + 1 - (size_t)fit->pages_most);
    if (name && *name != '#')
        diag = diag_add(engine->diags, DIAG_ERROR, "layout-fit",
                        (struct position){ 0 },
                        _("the sheet does not fit on %d pages even at the "
                          "smallest type: %s and what follows need %d more"),
                        fit->pages_most, name, (int)beyond);
    else /* a block outside of records has a number instead of a name */
        diag = diag_add(engine->diags, DIAG_ERROR, "layout-fit",
                        (struct position){ 0 },
                        _("the sheet does not fit on %d pages even at the "
                          "smallest type; it needs %d more"),
                        fit->pages_most, (int)beyond);
    diag->expected = _("shorter texts, or more pages (`fit`) in the form");
    engine->failed = true;
}

bool fit_sheet(struct engine *engine, bool *flows)
{
    const struct form_fit *fit = &engine->sheet->stage->fit;
    struct plan plan = { .flows = flows };
    struct plan fewest = { .flows = arena_calloc(engine->arena,
                                                 engine->body.count + 1, 1) };

    try_scales(engine, (size_t)fit->pages, &plan, &fewest);
    if (!plan.found && fewest.found &&
        fewest.pages <= (size_t)fit->pages_most) {
        memcpy(flows, fewest.flows, engine->body.count * sizeof *flows);
        plan = fewest;
    }
    engine->complain = true;
    if (!plan.found) {
        if (engine->overflows)
            set_size(engine, engine->size);
        else
            report_overflow(engine);
        return false;
    }
    if (engine->size != plan.size || engine->scale != plan.scale) {
        engine->scale = plan.scale;
        set_size(engine, plan.size);
    }
    if (plan.pages > LAYOUT_PAGE_LIMIT) {
        diag_add(engine->diags, DIAG_ERROR, "layout-fit",
                 (struct position){ 0 },
                 _("the sheet has %zu pages; it may have %d"), plan.pages,
                 LAYOUT_PAGE_LIMIT);
        engine->failed = true;
        return false;
    }
    engine->pages = plan.pages;
    if (fit->pages && plan.pages > (size_t)fit->pages)
        diag_add(engine->diags, DIAG_WARNING, "layout-pages",
                 (struct position){ 0 },
                 _("%zu pages: more than the %d the form asks for"), plan.pages,
                 fit->pages);
    return true;
}
