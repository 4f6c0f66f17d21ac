/* Texts as words: what they are, what they weigh, what two have in common. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "compare/inside.h"
#include "unicode/unicode.h"

/* ---- ids: the same number for the same bytes ----------------------------- */

struct compare_id {
    const char *key;
    size_t len;
    uint32_t hash;
    uint32_t id;   /* from 1; 0: free */
    uint32_t fold; /* the id of the folded word */
};

enum { FIRST_ROOM = 1024 };

struct compare compare_begin(struct arena *arena, const char *stage)
{
    return (struct compare){
        .arena = arena,
        .stage = stage,
        .ids = arena_calloc(arena, FIRST_ROOM, sizeof(struct compare_id)),
        .id_room = FIRST_ROOM,
    };
}

static uint32_t hash_bytes(const char *data, size_t len)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)data[i]) * 16777619u;
    return hash;
}

static struct compare_id *find_slot(const struct compare *compare,
                                    const char *key, size_t len, uint32_t hash)
{
    size_t mask = compare->id_room - 1;
    size_t i = hash & mask;

    while (compare->ids[i].id &&
           (compare->ids[i].hash != hash || compare->ids[i].len != len ||
            memcmp(compare->ids[i].key, key, len) != 0))
        i = (i + 1) & mask;
    return &compare->ids[i];
}

static void grow_ids(struct compare *compare)
{
    struct compare_id *olds = compare->ids;
    size_t room = compare->id_room;

    compare->id_room = room * 2;
    compare->ids =
        arena_calloc(compare->arena, compare->id_room, sizeof *compare->ids);
    for (size_t i = 0; i < room; i++)
        if (olds[i].id)
            *find_slot(compare, olds[i].key, olds[i].len, olds[i].hash) =
                olds[i];
}

/* The slot of a key, made when there is none; good until the next one. */
static struct compare_id *intern(struct compare *compare, const char *key,
                                 size_t len)
{
    uint32_t hash = hash_bytes(key, len);
    struct compare_id *slot;

    if (compare->id_count * 2 >= compare->id_room)
        grow_ids(compare);
    slot = find_slot(compare, key, len, hash);
    if (!slot->id)
        *slot =
            (struct compare_id){ .key = arena_copy(compare->arena, key, len),
                                 .len = len,
                                 .hash = hash,
                                 .id = (uint32_t)++compare->id_count };
    return slot;
}

static bool is_ascii(const char *utf8, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)utf8[i] > 0x7F)
            return false;
    return true;
}

static void identify(struct compare *compare, struct compare_word *word,
                     const char *key, size_t len)
{
    struct compare_id *slot = intern(compare, key, len);
    uint32_t fold = slot->fold;

    word->id = slot->id;
    if (!fold) {
        const char *folded = is_ascii(key, len)
                                 ? NULL
                                 : unicode_fold_text(compare->arena, key, len);

        fold = folded && strcmp(folded, slot->key) != 0
                   ? intern(compare, folded, strlen(folded))->id
                   : word->id;
        find_slot(compare, key, len, hash_bytes(key, len))->fold = fold;
    }
    word->fold = fold;
}

/* ---- words --------------------------------------------------------------- */

enum {
    LIGHT_LETTERS = 2, /* kana of a word that is taken for a particle */
    LIGHT_WEIGHT = 1,
    LETTER_WEIGHT = 4,
    WEIGHED_LETTERS = 8, /* further ones add nothing */
};

static bool is_light(uint32_t c)
{
    enum unicode_class class = unicode_jlreq_class(c);

    return class <= UNICODE_COMMAS || class == UNICODE_INSEPARABLE ||
           class == UNICODE_IDEOGRAPHIC_SPACE ||
           class == UNICODE_WESTERN_SPACE || class == UNICODE_HIRAGANA ||
           class == UNICODE_SMALL_KANA;
}

static void weigh(struct compare_word *word, const char *utf8)
{
    size_t letters = 0;
    bool light = true;

    for (size_t i = 0, width; i < word->len; i += width, letters++)
        light &= is_light(utf8_decode(utf8 + i, word->len - i, &width));
    word->light = light && letters <= LIGHT_LETTERS;
    if (letters > WEIGHED_LETTERS)
        letters = WEIGHED_LETTERS;
    word->weight =
        word->light ? LIGHT_WEIGHT : LETTER_WEIGHT * (uint32_t)letters;
}

static struct compare_word *add_word(struct compare *compare,
                                     struct compare_words *words, size_t at,
                                     size_t len)
{
    struct compare_word *word = LIST_ADD(compare->arena, words);

    *word = (struct compare_word){ .at = at, .len = len };
    weigh(word, words->utf8 + at);
    return word;
}

static void append_bytes(struct compare *compare, struct compare_words *words,
                         const char *utf8, size_t len)
{
    if (words->len + len + 1 > words->room) {
        size_t room = (words->len + len + 1) * 2;
        char *more = arena_alloc(compare->arena, room);

        if (words->len)
            memcpy(more, words->utf8, words->len);
        words->utf8 = more;
        words->room = room;
    }
    memcpy(words->utf8 + words->len, utf8, len);
    words->len += len;
}

/* Cuts what was appended since byte `first` into words. */
static void cut(struct compare *compare, struct compare_words *words,
                size_t first)
{
    size_t *ends;
    size_t count;
    size_t at = 0;

    if (words->len == first)
        return;
    count = unicode_words(compare->arena, words->utf8 + first,
                          words->len - first, &ends);
    for (size_t i = 0; i < count; at = ends[i++]) {
        size_t len = ends[i] - at;
        struct compare_word *word = add_word(compare, words, first + at, len);

        identify(compare, word, words->utf8 + first + at, len);
    }
}

/* A span that is one word, and is another one with another reading. */
static void add_span(struct compare *compare, struct compare_words *words,
                     const struct span *span)
{
    const char *key = arena_printf(
        compare->arena, "%.*s\n%s\n%s", (int)span->len, span->utf8,
        span->ruby ? span->ruby : "", span->lang ? span->lang : "");
    size_t at = words->len;
    struct compare_word *word;

    append_bytes(compare, words, span->utf8, span->len);
    word = add_word(compare, words, at, span->len);
    word->whole = true;
    identify(compare, word, key, strlen(key));
}

void compare_add_words(struct compare *compare, struct compare_words *words,
                       const struct text *text, bool whole)
{
    size_t first = words->len;

    for (size_t i = 0; i < text->count; i++) {
        const struct span *span = &text->items[i];

        if (!whole && (span->ruby || span->lang)) {
            cut(compare, words, first);
            add_span(compare, words, span);
            first = words->len;
        } else {
            append_bytes(compare, words, span->utf8, span->len);
        }
    }
    if (whole && words->len > first) {
        struct compare_word *word =
            add_word(compare, words, first, words->len - first);

        word->whole = true;
        identify(compare, word, words->utf8 + first, words->len - first);
    } else {
        cut(compare, words, first);
    }
}

/* ---- bags ---------------------------------------------------------------- */

void compare_fill_bag(struct compare *compare, struct compare_bag *bag,
                      const struct compare_words *words, uint32_t times)
{
    for (size_t i = 0; i < words->count; i++)
        if (!words->items[i].whole || !words->items[i].light)
            *LIST_ADD(compare->arena, bag) =
                (struct compare_count){ words->items[i].fold,
                                        words->items[i].weight * times };
}

static int by_fold(const void *a, const void *b)
{
    const struct compare_count *left = a;
    const struct compare_count *right = b;

    return left->fold < right->fold ? -1 : left->fold > right->fold;
}

void compare_sort_bag(struct compare_bag *bag)
{
    size_t count = 0;

    bag->weight = 0;
    if (bag->count)
        qsort(bag->items, bag->count, sizeof *bag->items, by_fold);
    for (size_t i = 0; i < bag->count; i++) {
        bag->weight += bag->items[i].weight;
        if (count && bag->items[count - 1].fold == bag->items[i].fold)
            bag->items[count - 1].weight += bag->items[i].weight;
        else
            bag->items[count++] = bag->items[i];
    }
    bag->count = count;
}

uint64_t compare_common(const struct compare_bag *a,
                        const struct compare_bag *b)
{
    uint64_t common = 0;

    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        const struct compare_count *left = &a->items[i];
        const struct compare_count *right = &b->items[j];

        if (left->fold == right->fold)
            common +=
                left->weight < right->weight ? left->weight : right->weight;
        i += left->fold <= right->fold;
        j += left->fold >= right->fold;
    }
    return common;
}

int compare_likeness(const struct compare_bag *a, const struct compare_bag *b)
{
    uint64_t both = a->weight + b->weight;

    return both ? (int)(2000 * compare_common(a, b) / both) : 0;
}
