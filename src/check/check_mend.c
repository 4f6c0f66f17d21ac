/* What is done with findings: mended, or gathered for people. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "check/inside.h"

/* ---- mending ----------------------------------------------------------------
 */

static int compare_mends(const void *a, const void *b)
{
    const struct diag_mend *x = *(const struct diag_mend *const *)a;
    const struct diag_mend *y = *(const struct diag_mend *const *)b;

    return x->offset < y->offset ? -1 : x->offset > y->offset;
}

size_t check_mend(struct diags *diags, const struct source *source,
                  struct bytes *out)
{
    const struct diag_mend **mends =
        arena_calloc(diags->arena, diags->count + 1, sizeof *mends);
    size_t count = 0;
    size_t done = 0;
    size_t at = 0;

    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].at.source == source && diags->items[i].mend.with)
            mends[count++] = &diags->items[i].mend;
    qsort(mends, count, sizeof *mends, compare_mends);
    for (size_t i = 0; i < count; i++) {
        if (mends[i]->offset < at)
            continue; /* of what was changed already */
        bytes_append(out, source->data + at, mends[i]->offset - at);
        bytes_append_string(out, mends[i]->with);
        at = mends[i]->offset + mends[i]->len;
        done++;
    }
    if (done)
        bytes_append(out, source->data + at, source->len - at);
    return done;
}

/* ---- gathering
 * ---------------------------------------------------------------- */

enum { SHOWN = 3, LINES = 12 };

/* A rule in a file, while its findings are counted. */
struct group {
    const char *rule;
    const struct source *source;
    size_t count;
    struct diag *rest; /* the one that stands for the others, when placed */
    const char *lines;
    size_t listed;
    int last;
};

struct groups {
    struct group *items;
    size_t count;
    size_t capacity;
};

/* Proofreading only: what record_read() says is never gathered. */
static bool is_style(const struct diag *diag)
{
    return diag->severity != DIAG_ERROR && diag->reason && diag->at.source;
}

static struct group *find_group(struct diags *diags, struct groups *groups,
                                const struct diag *diag)
{
    struct group *group;

    for (size_t i = 0; i < groups->count; i++)
        if (groups->items[i].source == diag->at.source &&
            !strcmp(groups->items[i].rule, diag->rule))
            return &groups->items[i];
    group = LIST_ADD(diags->arena, groups);
    *group = (struct group){ .rule = diag->rule, .source = diag->at.source };
    return group;
}

static void add_line(struct diags *diags, struct group *group, int line)
{
    if (line == group->last)
        return;
    group->last = line;
    if (group->listed++ < LINES)
        group->lines = arena_printf(diags->arena, "%s%s%d",
                                    group->lines ? group->lines : "",
                                    group->lines ? ", " : "", line);
}

/* Was the reason of the rule given before? Once is enough for a run. */
static bool is_told(const struct groups *groups, const struct group *group)
{
    for (const struct group *g = groups->items; g < group; g++)
        if (!strcmp(g->rule, group->rule))
            return true;
    return group->count > 1;
}

static bool is_gone(struct diag *diag, void *context)
{
    (void)context;
    return !diag->message;
}

void check_group(struct diags *diags)
{
    struct groups groups = { 0 };

    diags_sort(diags);
    for (size_t i = 0; i < diags->count; i++) {
        struct diag *diag = &diags->items[i];
        struct group *group;

        if (!is_style(diag))
            continue;
        group = find_group(diags, &groups, diag);
        group->count++;
        if (is_told(&groups, group))
            diag->reason = NULL;
        if (group->count <= SHOWN)
            continue;
        add_line(diags, group, diag->at.line);
        if (group->rest)
            diag->message = NULL;
        else
            group->rest = diag;
    }
    for (size_t i = 0; i < groups.count; i++) {
        struct group *group = &groups.items[i];
        size_t more = group->count - SHOWN;

        if (!group->rest || more < 2)
            continue;
        group->rest->message = arena_printf(
            diags->arena,
            ngettext("%zu more like these, in line %s%s",
                     "%zu more like these, in lines %s%s", group->listed),
            more, group->lines, group->listed > LINES ? ", ..." : "");
        group->rest->similar = NULL;
        group->rest->reason = NULL;
    }
    diags_filter(diags, 0, is_gone, NULL);
}
