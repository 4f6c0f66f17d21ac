/*
 * Words, for comparing texts.
 *
 * ICU's word iterator (UAX #29, with its dictionary for kanji and kana) cuts
 * the text; numbers are then made whole again, with their separators, in
 * whichever width they are typed. A number's counter is a word of its own,
 * a letter that ICU keeps with it ("A4") is not.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "unicode/unicode.h"

/* As for lines (line_breaks.c): opening costs more than what it is for. */
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

static UBreakIterator *find_iterator(void)
{
    UBreakIterator *iterator;
    UErrorCode error = U_ZERO_ERROR;

    pthread_once(&iterator_once, make_key);
    iterator = pthread_getspecific(iterator_key);
    if (iterator)
        return iterator;
    iterator = ubrk_open(UBRK_WORD, "ja", NULL, 0, &error);
    if (U_FAILURE(error) || pthread_setspecific(iterator_key, iterator) != 0)
        memory_fail();
    return iterator;
}

/* Marks where ICU's words end. */
static void cut_words(const char *utf8, size_t len, unsigned char *cuts)
{
    UBreakIterator *iterator = find_iterator();
    UErrorCode error = U_ZERO_ERROR;
    UText text = UTEXT_INITIALIZER;

    utext_openUTF8(&text, utf8, (int64_t)len, &error);
    ubrk_setUText(iterator, &text, &error);
    if (U_FAILURE(error))
        memory_fail();
    for (int32_t at = ubrk_first(iterator); at != UBRK_DONE;
         at = ubrk_next(iterator))
        cuts[at] = 1;
    utext_close(&text);
}

/* The character at byte `at`; 0 at the end. `*next` is where it ends. */
static uint32_t char_at(const char *utf8, size_t len, size_t at, size_t *next)
{
    size_t width = 0;
    uint32_t c = at < len ? utf8_decode(utf8 + at, len - at, &width) : 0;

    *next = at + width;
    return c;
}

static bool is_separator(uint32_t c)
{
    return c == ',' || c == '.' || c == 0xFF0C || c == 0xFF0E;
}

/* The end of the number that begins at byte `at`; `at` when none does. */
static size_t number_end(const char *utf8, size_t len, size_t at)
{
    size_t end = at;
    size_t next;
    size_t behind;

    while (unicode_digit(char_at(utf8, len, end, &next)) >= 0) {
        end = next;
        if (is_separator(char_at(utf8, len, end, &next)) &&
            unicode_digit(char_at(utf8, len, next, &behind)) >= 0)
            end = next;
    }
    return end;
}

/* Numbers are whole, whatever ICU makes of separators and widths. */
static void join_numbers(const char *utf8, size_t len, unsigned char *cuts)
{
    bool letters = false; /* the word that is being read began with one */
    size_t next;

    for (size_t at = 0; at < len; at = next) {
        size_t end = number_end(utf8, len, at);
        uint32_t c = char_at(utf8, len, at, &next);

        if (end == at || (letters && !cuts[at])) {
            letters = u_isalpha((UChar32)c) && c < 0x3000;
            continue;
        }
        cuts[at] = 1;
        memset(cuts + at + 1, 0, end - at - 1);
        letters = false;
        next = end;
    }
}

size_t unicode_words(struct arena *arena, const char *utf8, size_t len,
                     size_t **ends)
{
    unsigned char *cuts = arena_alloc(arena, len + 1);
    size_t count = 0;

    cut_words(utf8, len, cuts);
    cuts[len] = 1;
    join_numbers(utf8, len, cuts);
    for (size_t i = 1; i <= len; i++)
        count += cuts[i];
    *ends = arena_calloc(arena, count + 1, sizeof **ends);
    count = 0;
    for (size_t i = 1; i <= len; i++)
        if (cuts[i])
            (*ends)[count++] = i;
    return count;
}

bool unicode_is_number(const char *utf8, size_t len)
{
    return len && number_end(utf8, len, 0) == len;
}

char *unicode_fold_text(struct arena *arena, const char *utf8, size_t len)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    /* No character of NFKC is longer than 18 for one (U+FDFA). */
    size_t room = len * 18 + 1;
    UChar *wide = memory_alloc((len + 1) * sizeof *wide);
    UChar *folded = memory_alloc(room * sizeof *folded);
    char *out = NULL;
    int32_t count;

    u_strFromUTF8(wide, (int32_t)len + 1, &count, utf8, (int32_t)len, &error);
    count = unorm2_normalize(nfkc, wide, count, folded, (int32_t)room, &error);
    if (U_SUCCESS(error)) {
        size_t bytes = (size_t)count * 3 + 1;

        out = arena_alloc(arena, bytes);
        u_strToUTF8(out, (int32_t)bytes, NULL, folded, count, &error);
    }
    if (U_FAILURE(error))
        memory_fail();
    free(wide);
    free(folded);
    return out;
}
