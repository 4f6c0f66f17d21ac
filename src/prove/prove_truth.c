/* What files must say: the outline's words by cell, the record's by value. */
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "form/form.h"
#include "form/web.h"
#include "prove/inside.h"
#include "record/record.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"

const char *truth_stage(const struct prove_truth *truth)
{
    return truth->document.sheet->stage->id;
}

const char *truth_stage_name(const struct prove_truth *truth)
{
    const struct form_stage *stage = truth->document.sheet->stage;

    return stage ? stage->name : NULL;
}

/* ---- the outline --------------------------------------------------------- */

/* An outline being read: as it is seen or, with `spoken`, as it is heard. */
struct reader {
    struct prove_truth *truth;
    struct prove_reading *reading;
    struct prove_cells *labels;
    const struct form_web_words *spoken;
};

/* The rule for the sign that these words begin with, or NULL. */
static const struct form_spoken *find_rule(const struct form_web_words *words,
                                           const char *at, size_t len)
{
    for (size_t i = 0; i < words->ears.count; i++) {
        const struct form_spoken *rule = &words->ears.items[i];

        if (strlen(rule->text) <= len &&
            !memcmp(at, rule->text, strlen(rule->text)))
            return rule;
    }
    return NULL;
}

void truth_append_spoken(const struct form_web_words *words, const char *utf8,
                         size_t len, struct bytes *out)
{
    for (size_t i = 0; i < len;) {
        const struct form_spoken *rule = find_rule(words, utf8 + i, len - i);

        if (rule)
            bytes_append_string(out, rule->spoken);
        else
            bytes_append_char(out, utf8[i]);
        i += rule ? strlen(rule->text) : 1;
    }
}

static void append_words(struct reader *reader, const char *utf8, size_t len)
{
    struct bytes *words = &reader->reading->words;

    if (reader->spoken)
        truth_append_spoken(reader->spoken, utf8, len, words);
    else
        bytes_append(words, utf8, len);
}

static void add_leaf(struct reader *reader, const struct outline_node *node)
{
    const struct span *span = node->span;
    size_t start = reader->reading->words.len;

    if (node->reading)
        append_words(reader, span->ruby, strlen(span->ruby));
    else
        append_words(reader, span->utf8, span->len);
    if (reader->spoken)
        return;
    *LIST_ADD(reader->truth->arena, &reader->truth->leaves) =
        (struct prove_leaf){
            .utf8 = span->utf8,
            .reading = node->reading,
            .start = start,
            .end = reader->reading->words.len,
        };
}

static void append_meaning(struct reader *reader, const char *meaning)
{
    bytes_append_char(&reader->reading->words, PROVE_MEANING);
    append_words(reader, meaning, strlen(meaning));
    bytes_append_char(&reader->reading->words, PROVE_MEANING);
}

static void read_children(struct reader *reader,
                          const struct outline_node *node);

static void read_node(struct reader *reader, const struct outline_node *node)
{
    bool counted = node->address && outline_is_count(node->address);
    struct prove_cells *cells =
        counted ? reader->labels : &reader->reading->cells;
    struct bytes *words = &reader->reading->words;
    size_t cell = cells->count;

    if (node->address)
        *LIST_ADD(reader->truth->arena, cells) =
            (struct prove_cell){ .address = node->address,
                                 .start = words->len };
    if (node->kind == OUTLINE_RUBY_TEXT)
        bytes_append_char(words, PROVE_READING);
    if (node->kind == OUTLINE_TEXT)
        add_leaf(reader, node);
    if (!node->meaning || !reader->spoken) /* a sign is not heard */
        read_children(reader, node);
    if (node->kind == OUTLINE_RUBY_TEXT)
        bytes_append_char(words, PROVE_READING);
    if (node->meaning)
        append_meaning(reader, node->meaning);
    if (!node->address)
        return;
    cells->items[cell].end = words->len;
    cells->items[cell].inner = cells->count == cell + 1;
}

static void read_children(struct reader *reader,
                          const struct outline_node *node)
{
    for (node = node->first; node; node = node->next)
        read_node(reader, node);
}

/* From here on the words live as long as the rest. */
static void keep_words(struct arena *arena, struct bytes *words)
{
    struct bytes kept = {
        .data = (unsigned char *)arena_copy(
            arena, words->len ? (const char *)words->data : "", words->len),
        .len = words->len,
    };

    bytes_free(words);
    *words = kept;
}

const char *truth_name(const struct prove_truth *truth)
{
    const struct value *title =
        record_lookup_use(truth->document.sheet->record, "title");

    return title && title->present ? value_words(truth->arena, &title->text)
           : truth->document.sheet->form->gathers
               ? truth->document.sheet->form->name
               : truth->document.id;
}

static const struct outline_node *find_section(const struct outline_node *node,
                                               const char *address)
{
    const struct outline_node *found = NULL;

    if (node->kind == OUTLINE_SECTION && node->address &&
        !strcmp(node->address, address))
        return node;
    for (node = node->first; node && !found; node = node->next)
        found = find_section(node, address);
    return found;
}

static const struct outline_node *find_heading(const struct outline_node *node)
{
    const struct outline_node *found = NULL;

    if (node->kind == OUTLINE_HEADING)
        return node;
    for (node = node->first; node && !found; node = node->next)
        found = find_heading(node);
    return found;
}

static void append_title(const struct outline_node *node, struct bytes *out)
{
    if (node->meaning ||
        (node->cell && node->cell->form->role == FORM_ROLE_LABEL))
        return;
    if (node->kind == OUTLINE_TEXT && !node->reading)
        bytes_append(out, node->span->utf8, node->span->len);
    for (node = node->first; node; node = node->next)
        append_title(node, out);
}

char *truth_title(const struct prove_truth *truth, const char *address)
{
    const struct outline_node *node = find_section(truth->tree->root, address);
    struct bytes out = { 0 };
    char *title;

    node = node ? find_heading(node) : NULL;
    if (!node)
        return NULL;
    append_title(node, &out);
    title = arena_copy(truth->arena, out.len ? (const char *)out.data : "",
                       out.len);
    bytes_free(&out);
    return title;
}

struct prove_truth truth_aloud(struct prove_truth *truth,
                               const struct form_web_words *words)
{
    struct prove_truth aloud = *truth;
    struct reader reader = { truth, &aloud.outline, &aloud.labels, words };

    aloud.outline = (struct prove_reading){ 0 };
    aloud.labels = (struct prove_cells){ 0 };
    read_node(&reader, truth->tree->root);
    keep_words(truth->arena, &aloud.outline.words);
    return aloud;
}

static int compare_leaves(const void *a, const void *b)
{
    const struct prove_leaf *x = a;
    const struct prove_leaf *y = b;

    if (x->utf8 != y->utf8)
        return (uintptr_t)x->utf8 < (uintptr_t)y->utf8 ? -1 : 1;
    return x->reading - y->reading;
}

/* ---- the record ---------------------------------------------------------- */

static void append_text(struct bytes *out, const struct text *text)
{
    for (size_t i = 0; text && i < text->count; i++) {
        const struct span *span = &text->items[i];

        bytes_append(out, span->utf8, span->len);
        if (!span->ruby)
            continue;
        bytes_append_char(out, PROVE_READING);
        bytes_append_string(out, span->ruby);
        bytes_append_char(out, PROVE_READING);
    }
}

char *truth_join(struct prove_truth *truth, const struct text *marker,
                 const struct text *text)
{
    struct bytes bytes = { 0 };
    char *words;

    append_text(&bytes, marker);
    append_text(&bytes, text);
    words = arena_copy(truth->arena, (const char *)bytes.data, bytes.len);
    bytes_free(&bytes);
    return words;
}

/* True when the sheet shows words of the text. Leaves are sorted by now. */
static bool is_shown(const struct prove_truth *truth, const struct text *text)
{
    for (size_t i = 0; text && i < text->count; i++) {
        struct prove_leaf want = { .utf8 = text->items[i].utf8 };

        if (text->items[i].len && truth->leaves.count &&
            bsearch(&want, truth->leaves.items, truth->leaves.count,
                    sizeof want, compare_leaves))
            return true;
    }
    return false;
}

/* A sheet that gathers shows a choice of its sources' values. */
static void add_line(struct prove_truth *truth, struct prove_line line)
{
    if (truth->document.sheet->form->gathers && !is_shown(truth, line.text))
        return;
    line.words = truth_join(truth, line.marker, line.text);
    if (*line.words)
        *LIST_ADD(truth->arena, &truth->lines) = line;
}

static void add_values(struct prove_truth *truth, const struct record *record,
                       const char *prefix);

static void add_value(struct prove_truth *truth, const struct value *value,
                      const char *prefix)
{
    struct arena *arena = truth->arena;
    const char *key = value->field->key;
    struct prove_line line = { .value = value };

    line.address = arena_printf(arena, "%s%s", prefix, key);
    for (size_t i = 0; i < value->records.count; i++)
        add_values(truth, value->records.items[i],
                   value->field->type == FORM_GROUP
                       ? arena_printf(arena, "%s%s.", prefix, key)
                       : arena_printf(arena, "%s%s[%zu]/", prefix, key, i + 1));
    if (!value->present)
        return;
    line.text = &value->text;
    add_line(truth, line);
    for (size_t i = 0; i < value->entries.count; i++) {
        line.order = i + 1;
        line.marker = &value->entries.items[i].marker;
        line.text = &value->entries.items[i].text;
        add_line(truth, line);
    }
}

/*
 * The form's own name and lists of file names are for the program: no sheet
 * shows them. Data files do, where they are compared, but not counted.
 */
static void add_values(struct prove_truth *truth, const struct record *record,
                       const char *prefix)
{
    for (size_t i = 0; i < record->fields->count; i++) {
        const struct value *value = &record->values[i];

        if (form_concerns(value->field, truth_stage(truth)) &&
            value->field->type != FORM_NAME)
            add_value(truth, value, prefix);
    }
}

struct prove_truth *prove_truth_make(struct arena *arena,
                                     const struct prove_document *document)
{
    struct prove_truth *truth = arena_alloc(arena, sizeof *truth);
    struct reader reader = { truth, &truth->outline, &truth->labels, NULL };

    *truth = (struct prove_truth){
        .arena = arena,
        .document = *document,
        .tree = outline_make(arena, document->sheet),
    };
    read_node(&reader, truth->tree->root);
    if (truth->leaves.count)
        qsort(truth->leaves.items, truth->leaves.count,
              sizeof *truth->leaves.items, compare_leaves);
    add_values(truth, document->sheet->record, "");
    keep_words(arena, &truth->outline.words);
    return truth;
}

struct prove_line *truth_find_line(struct prove_truth *truth,
                                   const struct value *value, size_t order)
{
    for (size_t i = 0; i < truth->lines.count; i++)
        if (truth->lines.items[i].value == value &&
            truth->lines.items[i].order == order)
            return &truth->lines.items[i];
    return NULL;
}

/* ---- sums ---------------------------------------------------------------- */

size_t prove_cell_count(const struct prove_truth *truth)
{
    size_t count = 0;

    for (size_t i = 0; i < truth->lines.count; i++)
        count += !i ||
                 truth->lines.items[i].value != truth->lines.items[i - 1].value;
    return count;
}

size_t prove_character_count(const struct prove_truth *truth)
{
    size_t count = 0;

    for (size_t i = 0; i < truth->lines.count; i++)
        for (const char *c = truth->lines.items[i].words; *c; c++)
            count += ((unsigned char)*c & 0xC0) != 0x80 && *c != PROVE_READING;
    return count;
}

bool prove_digest(const struct prove_truth *truth, char out[PROVE_DIGEST])
{
    struct sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];

    for (size_t i = 0; i < truth->lines.count; i++)
        if (!truth->lines.items[i].found)
            return false;
    sha256_init(&context);
    for (size_t i = 0; i < truth->lines.count; i++) {
        const struct prove_line *line = &truth->lines.items[i];
        const char *const parts[] = { line->address, "\t", line->found, "\n" };

        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
            sha256_update(&context, strlen(parts[p]),
                          (const uint8_t *)parts[p]);
    }
    sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return true;
}
