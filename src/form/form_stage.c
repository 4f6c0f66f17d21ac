/* A stage's file: page, fit, styles; the blocks are form_block.c's. */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

/* Lines are this much apart, in 1/10 of the type size, when unsaid. */
enum { PITCH_TENTHS = 13 };

/* Lines of a cut paragraph that stay together on either side. */
enum { DEFAULT_KEEP = 2 };

/* Weight of the lines at changed words, 1/1000 pt. */
enum { CHANGE_RULE = 500 };

static int32_t default_pitch(int32_t size)
{
    return (int32_t)(((int64_t)size * PITCH_TENTHS + 5) / 10);
}

/* Type that can be set; `node` is where its size is said. */
static void check_size(struct form_reader *reader, const struct node *node,
                       int32_t least, int32_t most)
{
    enum { LEAST = 1000, MOST = 400 * 1000 };

    if (least < LEAST || most > MOST)
        diag_add(reader->diags, DIAG_ERROR, "form-length", node->at,
                 _("type of this size cannot be set"))
            ->expected = _("a size from 1pt to 400pt");
}

/* ---- fit -------------------------------------------------------------- */

static void read_arrangement(struct form_reader *reader,
                             const struct node *node, void *out)
{
    static const char *const words[] = { "aligned", "free" };
    struct form_fit *fit = out;
    int word;

    if (node->kind == NODE_SCALAR) {
        word = form_read_word(reader, node, words, 2);
        fit->may_align = fit->aligned_first = word == 0;
        fit->may_flow = word == 1;
        return;
    }
    fit->may_align = fit->may_flow = false;
    for (size_t i = 0; i < node->count && node->kind == NODE_SEQUENCE; i++) {
        word = form_read_word(reader, node->items[i], words, 2);
        if (word == 0)
            fit->aligned_first = !fit->may_flow;
        fit->may_align |= word == 0;
        fit->may_flow |= word == 1;
    }
    if (!fit->may_align && !fit->may_flow)
        diag_add(reader->diags, DIAG_ERROR, "form-fit", node->at,
                 _("no arrangement stands here"))
            ->expected = "[aligned, free]";
}

static void read_fit(struct form_reader *reader, const struct node *node,
                     void *out)
{
    static const struct form_key table[] = {
        { "pages", form_read_count, offsetof(struct form_fit, pages), false },
        { "pages-most", form_read_count, offsetof(struct form_fit, pages_most),
          false },
        { "size", form_read_interval, offsetof(struct form_fit, size_least),
          false },
        { "pitch", form_read_interval, offsetof(struct form_fit, pitch_least),
          false },
        { "condense", form_read_condense,
          offsetof(struct form_fit, condense_least), false },
        { "arrangement", read_arrangement, 0, false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("fit"), table);
    struct form_fit *fit = out;
    size_t errors = reader->diags->errors;

    form_read_keys(reader, node, &keys, fit);
    if (reader->diags->errors == errors && node_lookup(node, "size"))
        check_size(reader, node_lookup(node, "size"), fit->size_least,
                   fit->size_most);
    if (!fit->pages_most)
        fit->pages_most = fit->pages;
    if (!fit->pitch_most) {
        fit->pitch_least = default_pitch(fit->size_least);
        fit->pitch_most = default_pitch(fit->size_most);
    }
    if (fit->pages_most < fit->pages)
        diag_add(reader->diags, DIAG_ERROR, "form-fit",
                 node_lookup(node, "pages-most")->at,
                 _("pages-most is smaller than pages"));
    if (fit->pitch_least < fit->size_least)
        diag_add(reader->diags, DIAG_ERROR, "form-fit", node->at,
                 _("lines would stand closer than their type is high"))
            ->expected = _("a pitch no smaller than the size");
}

/* ---- text and styles -------------------------------------------------- */

static void read_punctuation(struct form_reader *reader,
                             const struct node *node, void *out)
{
    static const char *const words[] = { "trim", "keep-start", "full" };
    int word = form_read_word(reader, node, words, 3);

    if (word >= 0)
        *(enum form_punctuation *)out = (enum form_punctuation)word;
}

static void read_text_rules(struct form_reader *reader, const struct node *node,
                            void *out)
{
    struct text_rules {
        struct unicode_kinsoku kinsoku;
        enum form_punctuation punctuation;
        int32_t cjk_latin_space;
        bool hang;
        int orphans;
        int widows;
    } rules = { .kinsoku = reader->kinsoku,
                .orphans = DEFAULT_KEEP,
                .widows = DEFAULT_KEEP };
    static const struct form_key table[] = {
        { "kinsoku", form_read_kinsoku, offsetof(struct text_rules, kinsoku),
          false },
        { "punctuation", read_punctuation,
          offsetof(struct text_rules, punctuation), false },
        { "cjk-latin-space", form_read_em,
          offsetof(struct text_rules, cjk_latin_space), false },
        { "hang", form_read_bool, offsetof(struct text_rules, hang), false },
        { "orphans", form_read_count, offsetof(struct text_rules, orphans),
          false },
        { "widows", form_read_count, offsetof(struct text_rules, widows),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("text"), table);
    struct form_stage *stage = out;

    form_read_keys(reader, node, &keys, &rules);
    reader->kinsoku = rules.kinsoku;
    reader->hang = rules.hang;
    stage->punctuation = rules.punctuation;
    stage->cjk_latin_space = rules.cjk_latin_space;
    stage->orphans = rules.orphans;
    stage->widows = rules.widows;
}

/* A size or the word "fit", which leaves `fit_size` standing. */
static void read_style_size(struct form_reader *reader, const struct node *node,
                            void *out)
{
    struct form_style *style = out;
    size_t errors = reader->diags->errors;

    style->fit_size = node->kind == NODE_SCALAR && !strcmp(node->value, "fit");
    if (style->fit_size)
        return;
    form_read_points(reader, node, &style->size);
    if (reader->diags->errors == errors)
        check_size(reader, node, style->size, style->size);
}

static void read_style_pitch(struct form_reader *reader,
                             const struct node *node, void *out)
{
    struct form_style *style = out;
    bool fit = node->kind == NODE_SCALAR && !strcmp(node->value, "fit");

    if (fit != style->fit_size)
        diag_add(reader->diags, DIAG_ERROR, "form-style", node->at,
                 _("size and pitch are both \"fit\" or both lengths"));
    else if (!fit)
        form_read_points(reader, node, &style->pitch);
}

static void read_style_font(struct form_reader *reader, const struct node *node,
                            void *out)
{
    struct form_style *style = out;

    style->font_at = node->at;
    form_read_string(reader, node, &style->font);
}

static void read_one_style(struct form_reader *reader,
                           const struct node_pair *pair,
                           struct form_style *style)
{
    static const struct form_key table[] = {
        { "font", read_style_font, 0, false },
        { "size", read_style_size, 0, false },
        { "pitch", read_style_pitch, 0, false },
        { "align", form_read_align, offsetof(struct form_style, align), false },
        { "kinsoku", form_read_kinsoku, offsetof(struct form_style, kinsoku),
          false },
        { "hang", form_read_bool, offsetof(struct form_style, hang), false },
        { "changes", form_read_changes, offsetof(struct form_style, changes),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a style"), table);
    const struct form_fit *fit = &reader->stage->fit;

    *style = (struct form_style){
        .name = pair->key->value,
        .font = "gothic",
        .fit_size = true,
        .kinsoku = reader->kinsoku,
        .hang = reader->hang,
        .changes = reader->changes,
    };
    form_read_keys(reader, pair->value, &keys, style);
    if (style->fit_size && !fit->size_most)
        diag_add(reader->diags, DIAG_ERROR, "form-style", pair->key->at,
                 _("the style \"%s\" takes its size from \"fit\", which has "
                   "none"),
                 style->name)
            ->expected = _("a size here, or \"fit: {size: [7pt, 8pt]}\" for "
                           "the whole sheet");
    if (!style->fit_size && !style->pitch)
        style->pitch = default_pitch(style->size);
    if (!style->fit_size && style->pitch < style->size)
        diag_add(reader->diags, DIAG_ERROR, "form-style", pair->value->at,
                 _("lines would stand closer than their type is high"))
            ->expected = _("a pitch no smaller than the size");
}

/* Of all styles that do not say. */
static void read_stage_changes(struct form_reader *reader,
                               const struct node *node, void *out)
{
    (void)out;
    form_read_changes(reader, node, &reader->changes);
}

static void read_styles(struct form_reader *reader, const struct node *node,
                        void *out)
{
    struct form_stage *stage = out;

    if (node->kind != NODE_MAPPING) {
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("names and their values must stand here"))
            ->expected = "body: {font: gothic, size: 8pt}";
        return;
    }
    /* One block: cells point at styles, which must not move. */
    stage->style_capacity = node->count;
    stage->styles =
        arena_calloc(reader->arena, node->count + 1, sizeof *stage->styles);
    for (size_t i = 0; i < node->count; i++)
        read_one_style(reader, &node->pairs[i],
                       &stage->styles[stage->style_count++]);
}

const struct form_style *form_lookup_style(const struct form_stage *stage,
                                           const char *name)
{
    for (size_t i = 0; i < stage->style_count; i++)
        if (!strcmp(stage->styles[i].name, name))
            return &stage->styles[i];
    return NULL;
}

void form_read_style(struct form_reader *reader, const struct node *node,
                     void *out)
{
    const struct form_stage *stage = reader->stage;
    const struct form_style *style;
    const char **names;
    struct diag *diag;

    if (!form_check_scalar(reader, node))
        return;
    style = form_lookup_style(stage, node->value);
    if (style) {
        *(const struct form_style **)out = style;
        return;
    }
    names = arena_calloc(reader->arena, stage->style_count + 1, sizeof *names);
    for (size_t i = 0; i < stage->style_count; i++)
        names[i] = stage->styles[i].name;
    diag = diag_add(reader->diags, DIAG_ERROR, "form-style", node->at,
                    _("no style is called \"%s\""), node->value);
    diag->width = (int)utf8_count(node->value, node->len);
    diag->similar = diag_nearest(node->value, names, stage->style_count);
    if (!diag->similar)
        diag->expected = arena_printf(
            reader->arena, _("one of these styles: %s"),
            form_join_words(reader->arena, names, stage->style_count));
}

/* ---- the file --------------------------------------------------------- */

static void read_body(struct form_reader *reader, const struct node *node,
                      void *out)
{
    reader->on_sheet = true;
    form_read_blocks(reader, node, out);
    reader->on_sheet = false;
}

static void read_paged_blocks(struct form_reader *reader,
                              const struct node *node, void *out)
{
    reader->paged = true;
    read_body(reader, node, out);
    reader->paged = false;
}

void form_read_stage(struct form_reader *reader, const struct node *root)
{
#define STAGE(member) offsetof(struct form_stage, member)
    static const struct form_key table[] = {
        { "name", form_read_string, STAGE(name), true },
        { "title", form_read_text, STAGE(title), true },
        { "author", form_read_text, STAGE(author), false },
        { "subject", form_read_text, STAGE(subject), false },
        { "keywords", form_read_text, STAGE(keywords), false },
        { "page", form_read_page, STAGE(page), true },
        { "fit", read_fit, STAGE(fit), false },
        { "text", read_text_rules, 0, false },
        { "changes", read_stage_changes, 0, false },
        { "styles", read_styles, 0, true },
        { "boxes", form_read_boxes, 0, false },
        { "deadlines", form_read_deadlines, STAGE(deadlines), false },
        { "head", read_paged_blocks, STAGE(head), false },
        { "body", read_body, STAGE(body), true },
        { "foot", read_paged_blocks, STAGE(foot), false },
        { "page-number", form_read_page_number, 0, false },
    };
#undef STAGE
    static const struct form_keys keys =
        FORM_KEYS(N_("the file of a stage"), table);
    struct form_scope document = { .fields = &reader->form->fields };

    reader->kinsoku = (struct unicode_kinsoku){ .strict = true };
    reader->hang = false;
    reader->changes = (struct form_changes){ .rule = CHANGE_RULE };
    reader->stage->orphans = DEFAULT_KEEP;
    reader->stage->widows = DEFAULT_KEEP;
    reader->stage->fit.may_align = true;
    reader->stage->fit.aligned_first = true;
    reader->stage->fit.condense_least = 1000;
    reader->stage->fit.condense_most = 1000;
    reader->scope = &document;
    form_read_keys(reader, root, &keys, reader->stage);
    reader->scope = NULL;
}
