/*
 * Readings (ruby), docs/sources.md:
 *
 *     BAR base OPEN reading CLOSE       a base with its reading
 *     BAR words OPEN :en CLOSE          words of another language (BCP 47)
 *     BAR BAR, OPEN OPEN, CLOSE CLOSE   the sign itself
 *
 * The signs are U+FF5C, U+300A and U+300B. What comes out is spans of the
 * source's own bytes; a base is one span and carries its reading.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "record/record_read.h"
#include "unicode/unicode.h"
#include "yaml/node.h"

enum { SIGN = 3 }; /* bytes of each */

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

struct splitting {
    struct record_reader *reader;
    const struct text *text; /* as read, one stretch of bytes */
    const char *utf8;
    size_t len;
    struct text out;
};

static bool is_sign(const struct splitting *splitting, size_t at,
                    const char *sign)
{
    return splitting->len - at >= SIGN &&
           !memcmp(splitting->utf8 + at, sign, SIGN);
}

static bool is_any(const struct splitting *splitting, size_t at)
{
    return is_sign(splitting, at, unicode_ruby_bar) ||
           is_sign(splitting, at, unicode_ruby_open) ||
           is_sign(splitting, at, unicode_ruby_close);
}

/* True for a sign that is doubled at `at`. */
static bool is_doubled(const struct splitting *splitting, size_t at)
{
    return is_any(splitting, at) && splitting->len - at >= 2 * SIGN &&
           !memcmp(splitting->utf8 + at, splitting->utf8 + at + SIGN, SIGN);
}

/* Adds bytes [start, end), which may lie in several spans. */
static void add_plain(struct splitting *splitting, size_t start, size_t end)
{
    while (start < end) {
        size_t within;
        const struct span *span = text_span_at(splitting->text, start, &within);
        struct span piece = *span;
        size_t left = span->len - within;

        piece.utf8 += within;
        piece.len = left < end - start ? left : end - start;
        piece.at = text_position(splitting->text, start);
        text_add(splitting->reader->arena, &splitting->out, piece);
        start += piece.len;
    }
}

static void report(struct splitting *splitting, size_t at, const char *message)
{
    diag_add(splitting->reader->diags, DIAG_ERROR, "source-ruby",
             text_position(splitting->text, at), "%s", _(message))
        ->expected =
        arena_printf(splitting->reader->arena,
                     _("%sbase%sreading%s, or the sign doubled for itself"),
                     unicode_ruby_bar, unicode_ruby_open, unicode_ruby_close);
}

/* The next sign from `at` on, or the length. */
static size_t next_sign(const struct splitting *splitting, size_t at)
{
    size_t n;

    while (at < splitting->len && !is_any(splitting, at)) {
        utf8_decode(splitting->utf8 + at, splitting->len - at, &n);
        at += n;
    }
    return at;
}

/* Where the words go on behind a wrong reading that opens at `at`. */
static size_t skip_reading(const struct splitting *splitting, size_t at)
{
    size_t close = next_sign(splitting, at + SIGN);
    bool closed =
        close < splitting->len && is_sign(splitting, close, unicode_ruby_close);

    return closed ? close + SIGN : at + SIGN;
}

/* The shape of a language tag: letters, then parts of letters and digits. */
static bool is_language(const char *tag)
{
    size_t len = strspn(tag, ALPHABET);

    if (len < 2 || len > 8)
        return false;
    for (tag += len; *tag == '-'; tag += len) {
        len = strspn(++tag, ALPHABET "0123456789");
        if (len < 1 || len > 8)
            return false;
    }
    return !*tag;
}

/* What bytes [start, end) behind a base say of it. */
static void add_said(struct splitting *splitting, struct span *span,
                     size_t start, size_t end)
{
    const char *said =
        arena_printf(splitting->reader->arena, "%.*s", (int)(end - start),
                     splitting->utf8 + start);

    if (*said != ':') {
        span->ruby = said;
        return;
    }
    span->lang = said + 1;
    if (!is_language(span->lang))
        diag_add(splitting->reader->diags, DIAG_ERROR, "source-language",
                 text_position(splitting->text, start),
                 _("\"%s\" is not the tag of a language"), span->lang)
            ->expected = _("a tag such as en, zh-Hans or pt-BR");
}

/* The base and reading whose bar stands at `at`; returns where they end. */
static size_t add_base(struct splitting *splitting, size_t at)
{
    size_t base = at + SIGN;
    size_t open = next_sign(splitting, base);
    size_t reading = open + SIGN;
    size_t close;
    struct span span = { .origin = SPAN_SOURCE };

    if (open == splitting->len || open == base ||
        !is_sign(splitting, open, unicode_ruby_open)) {
        report(splitting, at,
               open == base ? N_("a reading has no base")
                            : N_("a base has no reading"));
        return open == base && is_sign(splitting, open, unicode_ruby_open)
                   ? skip_reading(splitting, open)
                   : open;
    }
    close = next_sign(splitting, reading);
    if (close == splitting->len ||
        !is_sign(splitting, close, unicode_ruby_close) || close == reading) {
        report(splitting, open,
               close == reading ? N_("a reading is empty")
                                : N_("a reading is not closed"));
        return close == reading ? skip_reading(splitting, open) : close;
    }
    span.utf8 = splitting->utf8 + base;
    span.len = open - base;
    span.at = text_position(splitting->text, base);
    add_said(splitting, &span, reading, close);
    text_add(splitting->reader->arena, &splitting->out, span);
    return close + SIGN;
}

struct text record_split_ruby(struct record_reader *reader, struct text text)
{
    struct splitting splitting = { .reader = reader, .text = &text };
    size_t from = 0;
    size_t at;

    if (!text.count)
        return text;
    splitting.utf8 = text.items[0].utf8;
    splitting.len = text_length(&text);
    while ((at = next_sign(&splitting, from)) < splitting.len) {
        bool doubled = is_doubled(&splitting, at);

        add_plain(&splitting, from, doubled ? at + SIGN : at);
        if (doubled) {
            from = at + 2 * SIGN;
        } else if (is_sign(&splitting, at, unicode_ruby_bar)) {
            from = add_base(&splitting, at);
            from = from == at ? at + SIGN : from;
        } else {
            report(&splitting, at, N_("this sign stands alone"));
            from = is_sign(&splitting, at, unicode_ruby_open)
                       ? skip_reading(&splitting, at)
                       : at + SIGN;
        }
    }
    add_plain(&splitting, from, splitting.len);
    return splitting.out;
}
