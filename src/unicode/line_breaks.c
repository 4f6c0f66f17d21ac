/*
 * Where a line may be broken.
 *
 * ICU's line break iterator (UAX #14, `ja`, strict) runs over a
 * *shadow* of the text: one UTF-16 unit for each code point, in which
 * characters that Japanese sheets use in another way than UAX #14 assumes
 * are replaced by one of the class they have here:
 *
 *     ambiguous signs (circled digits, arrows, ◎○△×※)   an ideograph
 *     full-width digits and letters                       0, a
 *     full-width . , : / - between digits                 their ASCII twins
 *     wave dash typed as full-width tilde                 the wave dash
 *     horizontal bar                                      the em dash
 *     curly quotes                                        brackets
 *     ideographic space                                   a space
 *     under normal kinsoku: small kana and the like       an ideograph
 *
 * Of ideographs, kana and full-width brackets, stops and commas in a row ICU
 * sees the first and the last only, and nothing of a text that has nothing
 * else. Between two ideographs a line may always be broken (LB31), at the
 * marks the pass below decides whatever ICU says, and no rule looks past a
 * place where that is certain; so the rest of the row cannot matter, and it is
 * most of a text.
 *
 * An explicit pass then lays JIS X 4051 over it: what kinsoku forbids is
 * FORBIDDEN, what is only inseparable (by UAX #14, or a number with its
 * counter: inseparable.c) is EMERGENCY. Rejected: own pair
 * rules over the property UCHAR_LINE_BREAK. They save 1 ms of a cold
 * process at most and would have to be kept up with UAX #14 by hand.
 *
 * Opening an iterator costs as much as running it over a hundred
 * paragraphs, and the door has no context to keep it in: each thread keeps
 * one under a pthread key. It is the only state this
 * program keeps outside its documents; it holds nothing of a text.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "unicode/inseparable.h"
#include "unicode/kinsoku.h"
#include "unicode/unicode.h"

static pthread_key_t iterator_key;
static pthread_once_t iterator_once = PTHREAD_ONCE_INIT;

static void free_iterator(void *data)
{
    ubrk_close(data);
}

static void make_key(void)
{
    if (pthread_key_create(&iterator_key, free_iterator) != 0)
        memory_fail();
}

/* ICU's data is part of its library: opening fails for want of memory only. */
static UBreakIterator *find_iterator(void)
{
    UBreakIterator *iterator;
    UErrorCode error = U_ZERO_ERROR;

    pthread_once(&iterator_once, make_key);
    iterator = pthread_getspecific(iterator_key);
    if (iterator)
        return iterator;
    iterator = ubrk_open(UBRK_LINE, "ja@lb=strict", NULL, 0, &error);
    if (U_FAILURE(error) || pthread_setspecific(iterator_key, iterator) != 0)
        memory_fail();
    return iterator;
}

struct character {
    uint32_t at; /* byte offset */
    bool no_start;
    bool no_end;
    bool space;
    bool prefix;
    bool open;  /* between two such ones a break is certain */
    bool sure;  /* open, or a mark: between two such ones ICU has no say */
    bool loose; /* strict kinsoku would not let it begin a line */
};

/* The text as code points, its shadow, and where ICU would break. */
struct shadow {
    uint32_t *chars;
    struct character *items;
    UChar *units;     /* what ICU is to see */
    uint32_t *places; /* of which item each unit is */
    size_t unit_count;
    unsigned char *breaks; /* before item i */
    bool *held;            /* likewise: inside a number and its counter */
    size_t count;
};

/* A stand-in from the first plane for one of the others. */
static UChar supplementary_twin(uint32_t c)
{
    switch (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK)) {
    case U_LB_COMBINING_MARK:
        return 0x0301;
    case U_LB_ALPHABETIC:
    case U_LB_COMPLEX_CONTEXT:
        return 'a';
    case U_LB_NUMERIC:
        return '0';
    default:
        return u'一';
    }
}

/* Between digits these are part of the number; 0: not such a mark. */
static UChar numeric_twin(uint32_t c)
{
    switch (c) {
    case u'．':
    case u'，':
    case u'：':
    case u'／':
    case u'－':
        return (UChar)(c - 0xFEE0);
    default:
        return 0;
    }
}

static bool is_ascii_letter(uint32_t c)
{
    return c < 0x80 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static UChar ambiguous_twin(uint32_t c)
{
    int decomposition;

    if (u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK) != U_LB_AMBIGUOUS)
        return (UChar)c;
    decomposition = u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE);
    if (decomposition == U_DT_SUPER || decomposition == U_DT_SUB)
        return 'a'; /* m² is one word */
    return u'一';
}

static UChar shadow_of(const struct shadow *text, size_t i)
{
    uint32_t c = text->chars[i];
    uint32_t before = i > 0 ? text->chars[i - 1] : 0;
    uint32_t after = i + 1 < text->count ? text->chars[i + 1] : 0;

    if (text->items[i].space)
        return ' ';
    if (text->items[i].loose)
        return u'一';
    if (c < 0x80 || (c >= 0x3041 && c < 0xFE00))
        return (UChar)c;
    if (c == UTF8_BAD)
        return 'a';
    if (c > 0xFFFF)
        return supplementary_twin(c);
    if (numeric_twin(c) && unicode_digit(before) >= 0 &&
        unicode_digit(after) >= 0)
        return numeric_twin(c);
    if (unicode_digit(c) >= 0)
        return '0';
    if ((c >= u'Ａ' && c <= u'Ｚ') || (c >= u'ａ' && c <= u'ｚ'))
        return 'a';
    if (c == u'～')
        return u'〜';
    if (c == u'―')
        return u'—';
    if (c == u'‘' || c == u'“')
        return u'「';
    if (c == u'”' ||
        (c == u'’' && !(is_ascii_letter(before) && is_ascii_letter(after))))
        return u'」';
    return ambiguous_twin(c);
}

/* Room for `most` characters, in one piece that starts with the items. */
static struct shadow open_shadow(size_t most)
{
    struct shadow text = { .count = 0 };
    size_t marks = most * (sizeof *text.breaks + sizeof *text.held);

    text.items =
        memory_alloc(most * (sizeof *text.items + sizeof *text.chars +
                             sizeof *text.places + sizeof *text.units) +
                     marks);
    text.chars = (uint32_t *)(text.items + most);
    text.places = text.chars + most;
    text.units = (UChar *)(text.places + most);
    text.breaks = (unsigned char *)(text.units + most);
    text.held = (bool *)(text.breaks + most);
    memset(text.breaks, 0, marks);
    return text;
}

/* Classes of marks, full-width, that judge_break() decides alone. */
enum {
    DECIDED = 1 << UNICODE_OPENING | 1 << UNICODE_CLOSING |
              1 << UNICODE_FULL_STOPS | 1 << UNICODE_COMMAS,
};

static bool is_ideograph(uint32_t c)
{
    return c >= 0x4E00 && c <= 0x9FFF;
}

static void read_characters(struct shadow *text, const char *utf8, size_t len,
                            const struct unicode_kinsoku *kinsoku,
                            unsigned char *classes)
{
    bool listed = kinsoku->start || kinsoku->end;
    size_t n;

    for (size_t at = 0; at < len; at += n) {
        uint32_t c = utf8_decode(utf8 + at, len - at, &n);
        bool ideograph = is_ideograph(c);
        enum unicode_class class =
            ideograph ? UNICODE_IDEOGRAPHIC : unicode_jlreq_class(c);
        bool open = ideograph ||
                    ((class == UNICODE_HIRAGANA || class == UNICODE_KATAKANA) &&
                     c <= 0x30FA);

        if (classes)
            classes[at] = (unsigned char)class;
        text->chars[text->count] = c;
        if (ideograph && !listed) {
            text->items[text->count++] = (struct character){ .at = (uint32_t)at,
                                                             .open = true,
                                                             .sure = true };
            continue;
        }
        text->items[text->count++] = (struct character){
            .at = (uint32_t)at,
            .no_start = kinsoku_forbids_start(kinsoku, c, class),
            .no_end = kinsoku_forbids_end(kinsoku, c, class),
            .space = unicode_is_space(c),
            .loose = !kinsoku->strict && kinsoku_is_strict_only(class),
            .prefix = class == UNICODE_PREFIXED,
            .open = open,
            .sure = open || (c >= 0x3000 && (DECIDED >> class & 1)),
        };
    }
}

/* As a rule: nothing but what UAX #14 says of the two holds them together. */
static bool is_free(const struct shadow *text, size_t i)
{
    const struct character *before = &text->items[i - 1];
    const struct character *item = &text->items[i];

    return item->open && before->open && !item->no_start && !before->no_end &&
           !text->held[i];
}

/*
 * True at the ends of a text, too: no rule of what is sure asks for them.
 */
static bool is_sure(const struct shadow *text, size_t i)
{
    if (i >= text->count) /* also for the one before the first */
        return true;
    return text->items[i].sure;
}

/* Makes the shadow; marks the breaks that need no ICU. */
static void cast_shadow(struct shadow *text)
{
    for (size_t i = 0; i < text->count; i++) {
        bool behind = is_sure(text, i - 1);

        if (text->items[i].sure && behind) {
            text->breaks[i] = i > 0;
            if (is_sure(text, i + 1))
                continue;
        }
        text->places[text->unit_count] = (uint32_t)i;
        text->units[text->unit_count++] = shadow_of(text, i);
    }
}

static void mark_breaks(struct shadow *text)
{
    UBreakIterator *iterator;
    UErrorCode error = U_ZERO_ERROR;
    size_t count = text->unit_count;

    if (!count)
        return;
    iterator = find_iterator();
    ubrk_setText(iterator, text->units, (int32_t)count, &error);
    if (U_FAILURE(error))
        memory_fail();
    for (int32_t at = ubrk_next(iterator);
         at != UBRK_DONE && (size_t)at < count; at = ubrk_next(iterator))
        text->breaks[text->places[at]] = 1;
}

/* The character before `i` that shows, or NULL. */
static const struct character *last_visible(const struct shadow *text, size_t i)
{
    while (i > 0 && text->items[i - 1].space)
        i--;
    return i > 0 ? &text->items[i - 1] : NULL;
}

static bool is_ascii_graphic(uint32_t c)
{
    return c > ' ' && c < 0x7F;
}

/* A number with its squared unit (㎡, ㌔) or full-width minus. */
static bool is_number_with_sign(uint32_t a, uint32_t b)
{
    return (unicode_digit(a) >= 0 && b >= 0x3300 && b <= 0x33FF) ||
           (unicode_digit(b) >= 0 && a == u'－');
}

/*
 * What UAX #14 breaks and sheets do not: addresses and hyphenated words are
 * whole, but for a bracket that opens behind another has closed.
 */
static bool is_inside_word(uint32_t a, uint32_t b)
{
    return is_ascii_graphic(a) && is_ascii_graphic(b) && !strchr(")]}", (int)a);
}

/* What may happen before item i (i > 0), which starts a cluster. */
static enum unicode_break judge_break(const struct shadow *text, size_t i)
{
    const struct character *item = &text->items[i];
    const struct character *visible = last_visible(text, i);
    uint32_t a = text->chars[i - 1];
    uint32_t b = text->chars[i];

    if (item->no_start || item->space || (visible && visible->no_end))
        return UNICODE_BREAK_FORBIDDEN;
    if (text->items[i - 1].space)
        return UNICODE_BREAK_ALLOWED;
    if (unicode_digit(b) >= 0 && text->items[i - 1].prefix)
        return UNICODE_BREAK_FORBIDDEN;
    if (a == 0x2060 || b == 0x2060 || a == 0xFEFF || b == 0xFEFF)
        return UNICODE_BREAK_FORBIDDEN; /* word joiner */
    if (text->held[i])
        return UNICODE_BREAK_EMERGENCY;
    if (item->no_end && b >= 0x3000)
        return UNICODE_BREAK_ALLOWED; /* also behind a per cent sign */
    if (!text->breaks[i] || is_number_with_sign(a, b) || is_inside_word(a, b))
        return UNICODE_BREAK_EMERGENCY;
    return UNICODE_BREAK_ALLOWED;
}

void unicode_line_breaks(const char *utf8, size_t len,
                         const struct unicode_kinsoku *kinsoku,
                         unsigned char *out, unsigned char *classes)
{
    struct shadow text;
    size_t cluster = 0; /* where the next cluster starts */

    if (len == 0)
        return;
    memset(out, UNICODE_BREAK_NEVER, len);
    text = open_shadow(len);
    read_characters(&text, utf8, len, kinsoku, classes);
    cast_shadow(&text);
    inseparable_mark(text.chars, text.count, text.held);
    mark_breaks(&text);
    for (size_t i = 0; i < text.count; i++) {
        size_t at = text.items[i].at;

        if (at < cluster)
            continue;
        if (at > 0)
            out[at] =
                (unsigned char)(is_free(&text, i) ? UNICODE_BREAK_ALLOWED
                                                  : judge_break(&text, i));
        if (i + 1 < text.count && unicode_is_plain(text.chars[i]) &&
            unicode_is_plain(text.chars[i + 1]))
            cluster = text.items[i + 1].at;
        else
            cluster = unicode_cluster_end(utf8, len, at);
    }
    free(text.items);
}
