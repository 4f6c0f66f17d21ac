#include "prove/marked.h"

#include <string.h>

#include "base/arena.h"
#include "prove/cmap.h"
#include "prove/token.h"

enum {
    DEPTH_LIMIT = 64,
    NUMBER_LIMIT = 1 << 20, /* of marked-content numbers */
};

enum kind { PLAIN, ELEMENT, ARTIFACT, SPELLED };

/* A marked-content sequence that is open. */
struct open {
    enum kind kind;
    size_t number; /* ELEMENT */
    size_t start;  /* of its words */
    char *actual;  /* SPELLED: the words that hold */
    bool loose;    /* SPELLED: some of its fonts are */
};

struct operands {
    struct token *items;
    size_t count;
    size_t capacity;
};

struct state {
    const struct marked_font *font;
    long rendering; /* Tr */
};

struct content {
    struct arena *arena;
    struct marked_page page;
    const struct marked_fonts *fonts;
    struct tokens tokens;
    struct operands operands;
    struct open open[DEPTH_LIMIT];
    size_t depth;
    struct state states[DEPTH_LIMIT]; /* q and Q */
    size_t saved;
    struct state state;
};

static const char *text_of(const struct content *content, struct token token)
{
    return token_text(&content->tokens, token);
}

static bool is(const struct content *content, struct token token,
               enum token_kind kind, const char *text)
{
    return token.kind == kind && !strcmp(text_of(content, token), text);
}

/* ---- marked content ------------------------------------------------------ */

static const struct open *find_open(const struct content *content,
                                    enum kind kind)
{
    for (size_t i = content->depth; i--;)
        if (content->open[i].kind == kind)
            return &content->open[i];
    return NULL;
}

/* The value of a key in the dictionary among the operands. */
static const struct token *find_key(const struct content *content,
                                    const char *key)
{
    int depth = 0;

    for (size_t i = 0; i + 1 < content->operands.count; i++) {
        struct token token = content->operands.items[i];

        depth +=
            token.kind == TOKEN_DICT_OPEN || token.kind == TOKEN_ARRAY_OPEN;
        depth -=
            token.kind == TOKEN_DICT_CLOSE || token.kind == TOKEN_ARRAY_CLOSE;
        if (depth == 1 && is(content, token, TOKEN_NAME, key))
            return &content->operands.items[i + 1];
    }
    return NULL;
}

static struct marked_piece *find_piece(struct content *content, long number)
{
    struct marked_page *page = &content->page;

    if (number < 0 || number > NUMBER_LIMIT)
        return NULL;
    while (page->count <= (size_t)number)
        *LIST_ADD(content->arena, page) = (struct marked_piece){ 0 };
    return &page->items[number];
}

static void open_element(struct content *content, struct open *open,
                         long number)
{
    struct marked_piece *piece = find_piece(content, number);

    open->kind = ELEMENT;
    if (!piece || piece->shown || find_open(content, ELEMENT) ||
        find_open(content, ARTIFACT) || find_open(content, SPELLED)) {
        content->page.faults |= MARKED_TWICE;
        open->kind = PLAIN;
        return;
    }
    open->number = (size_t)number;
    *piece = (struct marked_piece){ .shown = true, .start = open->start };
}

static void open_spelled(struct content *content, struct open *open,
                         struct token token)
{
    struct bytes text = { 0 };

    open->kind = SPELLED;
    cmap_append_text(text_of(content, token), token.len, &text);
    open->actual =
        arena_copy(content->arena, (const char *)text.data, text.len);
    bytes_free(&text);
}

static void begin_marked(struct content *content)
{
    const struct token *number = find_key(content, "MCID");
    const struct token *actual = find_key(content, "ActualText");
    const struct operands *operands = &content->operands;
    struct open open = { .start = content->page.words.len };

    if (content->depth == DEPTH_LIMIT) {
        content->page.faults |= MARKED_NESTING;
        return;
    }
    if (number && number->kind == TOKEN_NUMBER) {
        open_element(content, &open, number->number);
    } else if (operands->count &&
               is(content, operands->items[0], TOKEN_NAME, "Artifact")) {
        open.kind = ARTIFACT;
        if (find_open(content, ELEMENT))
            content->page.faults |= MARKED_TWICE;
    }
    if (actual && actual->kind == TOKEN_STRING) {
        if (open.kind != PLAIN) /* one sequence does not do both */
            content->page.faults |= MARKED_NESTING;
        else
            open_spelled(content, &open, *actual);
    }
    content->open[content->depth++] = open;
}

static const char no_words[] = "\xE2\x80\x8B"; /* ZERO WIDTH SPACE */

/*
 * True when glyphs stand for the words: further glyphs of one cluster stand
 * for ZERO WIDTH SPACE (docs/prove.md), which the words may also hold.
 */
static bool spells(const char *glyphs, size_t len, const char *actual)
{
    size_t skip = sizeof no_words - 1;

    while (len) {
        if (*actual == *glyphs &&
            (*glyphs != no_words[0] || strncmp(glyphs, no_words, skip) ||
             !strncmp(actual, no_words, skip))) {
            actual++;
            glyphs++;
            len--;
        } else if (len >= skip && !strncmp(glyphs, no_words, skip)) {
            glyphs += skip;
            len -= skip;
        } else {
            return false;
        }
    }
    return !*actual;
}

static void end_spelled(struct content *content, const struct open *open)
{
    struct bytes *words = &content->page.words;
    size_t len = words->len - open->start;
    char *glyphs =
        arena_copy(content->arena,
                   len ? (const char *)words->data + open->start : "", len);

    if (!open->loose && !spells(glyphs, len, open->actual))
        content->page.faults |= MARKED_DIFFERS;
    words->len = open->start;
    bytes_append_string(words, open->actual);
}

static void end_marked(struct content *content)
{
    struct open *open;

    if (!content->depth) {
        content->page.faults |= MARKED_NESTING;
        return;
    }
    open = &content->open[--content->depth];
    if (open->kind == SPELLED)
        end_spelled(content, open);
    if (open->kind == ELEMENT)
        content->page.items[open->number].end = content->page.words.len;
    if (open->kind == ARTIFACT)
        content->page.words.len = open->start;
}

/* ---- painting ------------------------------------------------------------ */

static void paint(struct content *content)
{
    if (!find_open(content, ELEMENT) && !find_open(content, ARTIFACT))
        content->page.faults |= MARKED_OUTSIDE;
}

/* Images and forms: only artifacts may be such. */
static void paint_object(struct content *content)
{
    paint(content);
    if (!find_open(content, ARTIFACT))
        content->page.faults |= MARKED_UNKNOWN;
}

static void show(struct content *content)
{
    enum { NEITHER = 3, CLIP_ONLY = 7 }; /* rendering modes (9.3.6) */
    const struct marked_font *font = content->state.font;

    paint(content);
    if (!font)
        content->page.faults |= MARKED_NO_FONT;
    if (content->state.rendering == NEITHER ||
        content->state.rendering == CLIP_ONLY)
        content->page.faults |= MARKED_INVISIBLE;
    if (font && font->loose)
        for (size_t i = 0; i < content->depth; i++)
            content->open[i].loose = true;
    for (size_t i = 0; i < content->operands.count; i++) {
        struct token token = content->operands.items[i];

        if (token.kind == TOKEN_STRING)
            cmap_append(font ? font->cmap : NULL, text_of(content, token),
                        token.len, &content->page.words);
    }
}

/* ---- state --------------------------------------------------------------- */

static void set_font(struct content *content)
{
    content->state.font = NULL;
    if (!content->operands.count ||
        content->operands.items[0].kind != TOKEN_NAME)
        return;
    for (size_t i = 0; i < content->fonts->count; i++)
        if (!strcmp(content->fonts->items[i].name,
                    text_of(content, content->operands.items[0])))
            content->state.font = &content->fonts->items[i];
}

static void set_rendering(struct content *content)
{
    if (content->operands.count)
        content->state.rendering = content->operands.items[0].number;
}

static void save(struct content *content)
{
    if (content->saved == DEPTH_LIMIT)
        content->page.faults |= MARKED_NESTING;
    else
        content->states[content->saved++] = content->state;
}

static void restore(struct content *content)
{
    if (!content->saved)
        content->page.faults |= MARKED_NESTING;
    else
        content->state = content->states[--content->saved];
}

/* A font may also come from here; nothing of ours does that. */
static void set_graphics_state(struct content *content)
{
    content->page.faults |= MARKED_UNKNOWN;
}

/* The operators that show, paint or mark (annex A); others change nothing. */
static const struct {
    const char *name;
    void (*run)(struct content *content);
} operators[] = {
    { "Tj", show },          { "TJ", show },
    { "'", show },           { "\"", show },
    { "Tf", set_font },      { "Tr", set_rendering },
    { "q", save },           { "Q", restore },
    { "BMC", begin_marked }, { "BDC", begin_marked },
    { "EMC", end_marked },   { "f", paint },
    { "F", paint },          { "f*", paint },
    { "S", paint },          { "s", paint },
    { "B", paint },          { "B*", paint },
    { "b", paint },          { "b*", paint },
    { "sh", paint },         { "Do", paint_object },
    { "BI", paint_object },  { "gs", set_graphics_state },
};

/* Words that are operands. */
static bool is_value(const struct content *content, struct token word)
{
    return is(content, word, TOKEN_WORD, "true") ||
           is(content, word, TOKEN_WORD, "false") ||
           is(content, word, TOKEN_WORD, "null");
}

static void run(struct content *content, struct token word)
{
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (is(content, word, TOKEN_WORD, operators[i].name)) {
            operators[i].run(content);
            return;
        }
}

struct marked_page marked_read(struct arena *arena, const void *data,
                               size_t len, const struct marked_fonts *fonts)
{
    struct content content = { .arena = arena,
                               .fonts = fonts,
                               .tokens = tokens_begin(data, len) };
    struct token token;

    while ((token = tokens_next(&content.tokens)).kind != TOKEN_END) {
        if (token.kind != TOKEN_WORD || is_value(&content, token)) {
            *LIST_ADD(arena, &content.operands) = token;
            continue;
        }
        run(&content, token);
        content.operands.count = 0;
        content.tokens.text.len = 0;
    }
    if (content.depth)
        content.page.faults |= MARKED_NESTING;
    while (content.depth)
        end_marked(&content);
    tokens_end(&content.tokens);
    return content.page;
}
