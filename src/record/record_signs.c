/*
 * Look-alikes: signs of one source that readers cannot tell apart, so that
 * a search finds only some of them. Notes, never errors: a wave dash and a
 * swung dash on one sheet may be meant.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "record/record_read.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

enum { LONG_VOWEL = 0x30FC };

/* A sign that has look-alikes, and where it was met first. */
struct record_sign {
    uint32_t c;
    int group;
    size_t count;
    struct position at;
};

static const char *show(struct record_reader *reader, uint32_t c)
{
    char utf8[5] = "";

    utf8_encode(c, utf8);
    return arena_strdup(reader->diags->arena, utf8);
}

static void note_sign(struct record_reader *reader, uint32_t c, int group,
                      struct position at)
{
    for (size_t i = 0; i < reader->signs->count; i++)
        if (reader->signs->items[i].c == c) {
            reader->signs->items[i].count++;
            return;
        }
    *LIST_ADD(reader->arena, reader->signs) =
        (struct record_sign){ .c = c, .group = group, .count = 1, .at = at };
}

static bool is_katakana(uint32_t c)
{
    return (c >= 0x30A1 && c <= 0x30FA) || c == LONG_VOWEL;
}

static void report_dash(struct record_reader *reader, uint32_t c,
                        struct position at)
{
    diag_add(reader->diags, DIAG_NOTE, "source-look-alike", at,
             _("\"%s\" (U+%04X) between katakana looks like the mark of a "
               "long vowel"),
             show(reader, c), (unsigned)c)
        ->similar = show(reader, LONG_VOWEL);
}

void record_note_signs(struct record_reader *reader, const struct node *node,
                       size_t start)
{
    uint32_t before = 0;
    size_t n;

    for (size_t i = start; i < node->len; i += n) {
        uint32_t c = utf8_decode(node->value + i, node->len - i, &n);
        int group = unicode_sign_group(c);
        uint32_t next = 0;
        size_t skip;

        if (group >= 0 && i + n < node->len)
            next = utf8_decode(node->value + i + n, node->len - i - n, &skip);
        if (group >= 0 && is_katakana(before) && is_katakana(next) &&
            unicode_is_dash(c))
            report_dash(reader, c, node_position_at(node, i));
        else if (group >= 0)
            note_sign(reader, c, group, node_position_at(node, i));
        before = c;
    }
}

/* The sign of a group that the source has most often, or first. */
static const struct record_sign *usual_sign(const struct record_reader *reader,
                                            int group)
{
    const struct record_sign *usual = NULL;

    for (size_t i = 0; i < reader->signs->count; i++) {
        const struct record_sign *sign = &reader->signs->items[i];

        if (sign->group == group && (!usual || sign->count > usual->count))
            usual = sign;
    }
    return usual;
}

void record_report_signs(struct record_reader *reader)
{
    for (size_t i = 0; i < reader->signs->count; i++) {
        const struct record_sign *sign = &reader->signs->items[i];
        const struct record_sign *usual = usual_sign(reader, sign->group);

        if (usual != sign)
            diag_add(reader->diags, DIAG_NOTE, "source-look-alike", sign->at,
                     _("\"%s\" (U+%04X) looks like \"%s\" (U+%04X), which "
                       "this source has as well"),
                     show(reader, sign->c), (unsigned)sign->c,
                     show(reader, usual->c), (unsigned)usual->c)
                ->expected = _("one sign throughout, unless the two are meant "
                               "to differ");
    }
}
