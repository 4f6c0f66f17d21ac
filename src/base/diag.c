#include "base/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/utf8.h"

struct diags diags_make(struct arena *arena)
{
    return (struct diags){ .arena = arena };
}

struct diag *diag_add(struct diags *diags, enum diag_severity severity,
                      const char *rule, struct position at, const char *format,
                      ...)
{
    struct diag *diag = LIST_ADD(diags->arena, diags);
    va_list args;

    va_start(args, format);
    *diag = (struct diag){
        .severity = severity,
        .rule = rule,
        .at = at,
        .width = 1,
        .message = arena_vprintf(diags->arena, format, args),
    };
    va_end(args);
    if (severity == DIAG_ERROR)
        diags->errors++;
    else if (severity == DIAG_WARNING)
        diags->warnings++;
    return diag;
}

/* Order: as files were named, then by line and column. */
struct sortable {
    const struct diag *diag;
    size_t file; /* rank of the file: index of its first diagnostic */
    size_t index;
};

static int compare(const void *a, const void *b)
{
    const struct sortable *x = a;
    const struct sortable *y = b;
    const struct position *p = &x->diag->at;
    const struct position *q = &y->diag->at;

    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    if (p->line != q->line)
        return p->line < q->line ? -1 : 1;
    if (p->column != q->column)
        return p->column < q->column ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* A file may have been read more than once. */
static bool same_file(const struct source *a, const struct source *b)
{
    return a == b || (a && b && !strcmp(a->name, b->name));
}

/* True when the same was said of this place already. */
static bool is_repeated(const struct sortable *order, size_t index)
{
    const struct sortable *one = &order[index];

    for (size_t i = index; i > 0; i--) {
        const struct sortable *other = &order[i - 1];

        if (other->file != one->file ||
            other->diag->at.line != one->diag->at.line ||
            other->diag->at.column != one->diag->at.column)
            return false;
        if (!strcmp(other->diag->rule, one->diag->rule) &&
            !strcmp(other->diag->message, one->diag->message))
            return true;
    }
    return false;
}

static void count_severities(struct diags *diags)
{
    diags->errors = diags->warnings = 0;
    for (size_t i = 0; i < diags->count; i++) {
        diags->errors += diags->items[i].severity == DIAG_ERROR;
        diags->warnings += diags->items[i].severity == DIAG_WARNING;
    }
}

void diags_sort(struct diags *diags)
{
    struct sortable *order =
        arena_calloc(diags->arena, diags->count + 1, sizeof *order);
    struct diag *sorted =
        arena_calloc(diags->arena, diags->count + 1, sizeof *sorted);
    size_t kept = 0;

    for (size_t i = 0; i < diags->count; i++) {
        size_t first = 0;

        while (!same_file(diags->items[first].at.source,
                          diags->items[i].at.source))
            first++;
        order[i] = (struct sortable){ &diags->items[i], first, i };
    }
    qsort(order, diags->count, sizeof *order, compare);
    for (size_t i = 0; i < diags->count; i++)
        if (!is_repeated(order, i))
            sorted[kept++] = *order[i].diag;
    diags->items = sorted;
    diags->capacity = diags->count + 1;
    diags->count = kept;
    count_severities(diags);
}

void diags_filter(struct diags *diags, size_t from,
                  bool (*drop)(struct diag *diag, void *context), void *context)
{
    size_t kept = from;

    for (size_t i = from; i < diags->count; i++)
        if (!drop(&diags->items[i], context))
            diags->items[kept++] = diags->items[i];
    diags->count = kept;
    count_severities(diags);
}

/*
 * Columns a character takes on a terminal: 2 for East Asian wide ones, none
 * for variation selectors.
 */
static int terminal_width(uint32_t c)
{
    if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF))
        return 0;
    if (utf8_is_control(c)) /* a "?" stands for it */
        return 1;
    if (c < 0x1100 || (c >= 0x2010 && c <= 0x206F) ||
        (c >= 0xFF61 && c <= 0xFFDC))
        return 1;
    return 2;
}

/* A line of blanks that ends in carets below column `column`. */
static void append_caret(struct bytes *out, const char *line, size_t len,
                         int column, int width)
{
    size_t n;
    int at = 1;

    bytes_append_string(out, "    ");
    for (size_t i = 0; i < len && at < column + width; i += n, at++) {
        uint32_t c = utf8_decode(line + i, len - i, &n);
        char mark = at < column ? ' ' : '^';

        if (c == '\t' && at < column)
            mark = '\t';
        for (int k = 0; k < terminal_width(c); k++)
            bytes_append_char(out, mark);
    }
    if (at <= column)
        bytes_append_char(out, '^');
    bytes_append_char(out, '\n');
}

/* Shows the source line; a very long one is cut around the column. */
static void append_source(struct bytes *out, const struct diag *diag)
{
    enum { BEFORE = 40, SHOWN = 80 };
    size_t len;
    const char *line = source_line(diag->at.source, diag->at.line, &len);
    int column = diag->at.column;
    size_t n;

    if (!line || column < 1)
        return;
    if (utf8_count(line, len) > SHOWN) {
        const char *end;
        size_t left = len;

        while (column > BEFORE && left) {
            utf8_decode(line, left, &n);
            line += n;
            left -= n;
            column--;
        }
        end = line;
        for (int i = 0; i < SHOWN && left; i++) {
            utf8_decode(end, left, &n);
            end += n;
            left -= n;
        }
        len = (size_t)(end - line);
    }
    bytes_append_string(out, "    ");
    message_append(out, line, len, "\t");
    bytes_append_char(out, '\n');
    append_caret(out, line, len, column, diag->width);
}

static void append_hint(struct bytes *out, const char *label, const char *text)
{
    if (!text)
        return;
    bytes_printf(out, "    %s: ", label);
    message_append(out, text, strlen(text), "\n\t");
    bytes_append_char(out, '\n');
}

static const char *severity_name(enum diag_severity severity)
{
    static const char *const names[] = {
        [DIAG_ERROR] = N_("error"),
        [DIAG_WARNING] = N_("warning"),
        [DIAG_NOTE] = N_("note"),
    };

    return _(names[severity]);
}

static void append_diag(struct bytes *out, const struct diag *diag)
{
    const struct position *at = &diag->at;

    const char *name = at->source ? at->source->name : "chosho";

    message_append(out, name, strlen(name), "");
    if (at->source && at->line)
        bytes_printf(out, ":%d:%d", at->line, at->column);
    bytes_printf(out, ": %s: ", severity_name(diag->severity));
    message_append(out, diag->message, strlen(diag->message), "\n\t");
    bytes_printf(out, " [%s]\n", diag->rule);
    if (at->source && at->line)
        append_source(out, diag);
    append_hint(out, _("expected"), diag->expected);
    append_hint(out, _("did you mean"), diag->similar);
    append_hint(out, _("write instead"), diag->instead);
    append_hint(out, _("why"), diag->reason);
}

void diags_print(struct diags *diags, struct bytes *out)
{
    diags_sort(diags);
    for (size_t i = 0; i < diags->count; i++)
        append_diag(out, &diags->items[i]);
}

enum { WORD_LIMIT = 64 };

/* Code points of a word; returns how many, WORD_LIMIT at most. */
static size_t decode_word(const char *word, uint32_t out[WORD_LIMIT])
{
    size_t len = strlen(word);
    size_t count = 0;
    size_t n;

    for (size_t i = 0; i < len && count < WORD_LIMIT; i += n)
        out[count++] = utf8_decode(word + i, len - i, &n);
    return count;
}

/* Levenshtein distance in code points, one row at a time. */
static size_t distance(const char *left, const char *right)
{
    uint32_t a[WORD_LIMIT];
    uint32_t b[WORD_LIMIT];
    size_t row[WORD_LIMIT + 1];
    size_t na = decode_word(left, a);
    size_t nb = decode_word(right, b);

    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);

            if (best > row[j] + 1)
                best = row[j] + 1;
            if (best > row[j - 1] + 1)
                best = row[j - 1] + 1;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[nb];
}

/*
 * True when all letters of `part` stand in `whole` in that order: how a word
 * with and without its okurigana relate. A single letter proves nothing.
 */
static bool is_thinned(const char *part, const char *whole)
{
    uint32_t a[WORD_LIMIT];
    uint32_t b[WORD_LIMIT];
    size_t na = decode_word(part, a);
    size_t nb = decode_word(whole, b);
    size_t found = 0;

    for (size_t i = 0; i < nb && found < na; i++)
        found += b[i] == a[found];
    return na > 1 && found == na;
}

const char *diag_nearest(const char *word, const char *const *candidates,
                         size_t count)
{
    size_t letters = utf8_count(word, strlen(word));
    const char *nearest = NULL;
    size_t best = letters < 3 ? 2 : letters / 3 + 1;

    for (size_t i = 0; i < count; i++) {
        size_t far = distance(word, candidates[i]);
        size_t size = utf8_count(candidates[i], strlen(candidates[i]));

        if (far > 1 && (is_thinned(candidates[i], word) ||
                        is_thinned(word, candidates[i])))
            far = 1;
        if (far < best && far < size) {
            best = far;
            nearest = candidates[i];
        }
    }
    return nearest;
}
