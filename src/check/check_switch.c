/*
 * Switches: a form's own, and comments above a line.
 *
 *     # chosho: off style-space style-slip
 *     - the line it is about
 *
 * Sources are strict YAML: a line that begins with # is a comment, and it
 * stands on a line of its own.
 */
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "check/inside.h"

/* A rule switched off for one line. */
struct line_switch {
    const char *rule;
    int line; /* the one it is about */
    struct position at;
    bool used;
};

struct line_switches {
    struct line_switch *items;
    size_t count;
    size_t capacity;
};

struct switching {
    struct diags *diags;
    const struct form *form;
    const struct source *source;
    struct line_switches lines;
};

/* ---- comments ---------------------------------------------------------------
 */

/* The words behind "# chosho: off", or NULL; `len` gets shorter. */
static const char *match_comment(const char *line, size_t *len)
{
    static const char *const words[] = { "#", "chosho:", "off" };
    const char *end = line + *len;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);

        while (line < end && *line == ' ')
            line++;
        if ((size_t)(end - line) < n || memcmp(line, words[i], n) != 0)
            return NULL;
        line += n;
    }
    *len = (size_t)(end - line);
    return line;
}

static bool is_comment(const char *line, size_t len)
{
    size_t i = 0;

    while (i < len && line[i] == ' ')
        i++;
    return i < len && line[i] == '#';
}

/* The first line below that is no comment. */
static int line_below(const struct source *source, int line)
{
    size_t len;
    const char *text;

    do
        text = source_line(source, ++line, &len);
    while (text && is_comment(text, len));
    return line;
}

static void add_comment(struct switching *switching, int number,
                        const char *line, const char *words, size_t len)
{
    struct arena *arena = switching->diags->arena;

    for (size_t i = 0; i < len;) {
        size_t n = 0;

        while (i < len && strchr(" ,\t", words[i]))
            i++;
        while (i + n < len && !strchr(" ,\t", words[i + n]))
            n++;
        if (n)
            *LIST_ADD(arena, &switching->lines) = (struct line_switch){
                .rule = arena_copy(arena, words + i, n),
                .line = line_below(switching->source, number),
                .at = { switching->source, number,
                        (int)utf8_count(line, (size_t)(words - line) + i) + 1 },
            };
        i += n;
    }
}

/* One pass over the bytes: source_line() would begin anew for each line. */
static void read_comments(struct switching *switching)
{
    const struct source *source = switching->source;
    const char *end = source->data + source->len;
    size_t len = 0;
    int number = 1;

    for (const char *line = source_line(source, 1, &len); line; number++) {
        size_t behind;
        const char *words;

        len = 0;
        while (line + len < end && line[len] != '\n' && line[len] != '\r')
            len++;
        behind = len;
        words = match_comment(line, &behind);
        if (words)
            add_comment(switching, number, line, words, behind);
        line += len;
        if (line >= end)
            return;
        line += line[0] == '\r' && line + 1 < end && line[1] == '\n' ? 2 : 1;
    }
}

/* ---- what is off
 * -------------------------------------------------------------- */

static bool is_off_here(struct switching *switching, const struct diag *diag)
{
    bool off = false;

    for (size_t i = 0; i < switching->lines.count; i++) {
        struct line_switch *line = &switching->lines.items[i];

        if (line->line == diag->at.line && !strcmp(line->rule, diag->rule))
            off = line->used = true;
    }
    return off;
}

static bool weigh(struct diag *diag, void *context)
{
    static const enum diag_severity severities[] = {
        [FORM_SWITCH_NOTE] = DIAG_NOTE,
        [FORM_SWITCH_WARNING] = DIAG_WARNING,
        [FORM_SWITCH_ERROR] = DIAG_ERROR,
    };
    struct switching *switching = context;
    const struct form_switches *switches = &switching->form->check.switches;

    if (diag->severity == DIAG_ERROR || diag->at.source != switching->source)
        return false;
    if (is_off_here(switching, diag))
        return true;
    for (size_t i = 0; i < switches->count; i++) {
        if (strcmp(switches->items[i].rule, diag->rule) != 0)
            continue;
        if (switches->items[i].to == FORM_SWITCH_OFF)
            return true;
        diag->severity = severities[switches->items[i].to];
    }
    return false;
}

/* ---- switches without a rule
 * --------------------------------------------------- */

static bool is_rule(const char *const *rules, size_t count, const char *rule)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(rules[i], rule))
            return true;
    return false;
}

/* A form's switches are seen by each of its sources. */
static bool is_told(const struct diags *diags, struct position at)
{
    for (size_t i = 0; i < diags->count; i++) {
        const struct position *other = &diags->items[i].at;

        if (other->source == at.source && other->line == at.line &&
            other->column == at.column)
            return true;
    }
    return false;
}

static void check_rule_name(struct switching *switching, const char *rule,
                            struct position at)
{
    size_t count;
    const char **rules = check_list_rules(switching->diags->arena, &count);
    struct diag *diag;

    if (is_rule(rules, count, rule) || is_told(switching->diags, at))
        return;
    diag = diag_add(switching->diags, DIAG_WARNING, "check-rule", at,
                    _("no rule that can be switched is called \"%s\""), rule);
    diag->width = (int)utf8_count(rule, strlen(rule));
    diag->similar = diag_nearest(rule, rules, count);
}

void check_switch(struct diags *diags, size_t from, const struct form *form,
                  const struct source *source)
{
    struct switching switching = { diags, form, source, { 0 } };
    const struct form_switches *switches = &form->check.switches;

    read_comments(&switching);
    diags_filter(diags, from, weigh, &switching);
    for (size_t i = 0; i < switches->count; i++)
        check_rule_name(&switching, switches->items[i].rule,
                        switches->items[i].at);
    for (size_t i = 0; i < switching.lines.count; i++)
        check_rule_name(&switching, switching.lines.items[i].rule,
                        switching.lines.items[i].at);
}
