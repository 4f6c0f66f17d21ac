/* The marker grammar: what an entry may begin with. */
#include "record/record_read.h"

#include <string.h>

#include "base/utf8.h"
#include "form/form.h"
#include "unicode/unicode.h"

/* Numbers of markers stay far below what an int32_t holds. */
enum { NUMBER_DIGITS = 4 };

/* Bytes of the number a text begins with, 0 when there is none. */
static size_t match_number(const char *text, int32_t *number)
{
    size_t len = strlen(text);
    size_t at = 0;
    size_t n;

    *number = 0;
    for (int digits = 0; at < len; digits++, at += n) {
        int digit = unicode_digit(utf8_decode(text + at, len - at, &n));

        if (digit < 0)
            break;
        if (digits == NUMBER_DIGITS)
            return 0;
        *number = *number * 10 + digit;
    }
    return at;
}

/* The part of a pattern before its N; the part behind it goes to `rest`. */
static size_t split_pattern(const char *pattern, const char **rest)
{
    size_t before = strcspn(pattern, "N");

    *rest = pattern[before] ? pattern + before + 1 : pattern + before;
    return before;
}

static size_t match_pattern(const struct form_marker *marker, const char *text,
                            int32_t *number)
{
    const char *rest;
    size_t before = split_pattern(marker->pattern, &rest);
    size_t digits = 0;

    if (strncmp(text, marker->pattern, before))
        return 0;
    if (marker->numbered) {
        digits = match_number(text + before, number);
        if (!digits)
            return 0;
    }
    if (strncmp(text + before + digits, rest, strlen(rest)))
        return 0;
    return before + digits + strlen(rest);
}

static struct record_match match_marker(const struct form_marker *marker,
                                        const char *text)
{
    struct record_match match = { .marker = marker };
    size_t joint = marker->range ? strlen(marker->range) : 0;
    size_t more;
    int32_t to;

    match.len = match_pattern(marker, text, &match.from);
    match.to = match.from;
    if (!match.len || !joint || strncmp(text + match.len, marker->range, joint))
        return match;
    more = match_pattern(marker, text + match.len + joint, &to);
    if (more) {
        match.len += joint + more;
        match.to = to;
        match.range = true;
    }
    return match;
}

struct record_match record_match_marker(const struct form_markers *markers,
                                        const char *text)
{
    struct record_match best = { 0 };

    for (size_t i = 0; markers && i < markers->count; i++) {
        struct record_match match = match_marker(&markers->items[i], text);

        if (match.len > best.len)
            best = match;
    }
    return best;
}

size_t record_match_mixture(const struct form_markers *markers,
                            const char *text)
{
    for (size_t i = 0; markers && i < markers->count; i++) {
        const struct form_marker *first = &markers->items[i];
        const char *rest;
        size_t before = split_pattern(first->pattern, &rest);
        size_t digits;
        int32_t number;

        if (!first->numbered || strncmp(text, first->pattern, before))
            continue;
        digits = match_number(text + before, &number);
        for (size_t k = 0; digits && k < markers->count; k++) {
            const struct form_marker *second = &markers->items[k];

            split_pattern(second->pattern, &rest);
            if (second->numbered && *rest &&
                !strncmp(text + before + digits, rest, strlen(rest)))
                return before + digits + strlen(rest);
        }
    }
    return 0;
}
