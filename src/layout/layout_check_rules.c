/*
 * Rules as a pen would draw them.
 *
 * A rule lies centred on an edge. Where one ends at a rule that crosses it,
 * it ends at that rule's far side: any shorter and the corner has a notch,
 * any longer and it sticks out. Else it ends at the edge of a box, where no
 * rule crosses.
 * Two rules of one direction lie on each other only below a crossing one,
 * where a rule changes its weight.
 */
#include <stdlib.h>

#include "layout/check.h"
#include "layout/layout.h"

/* What is not seen: a column's rounded share, half of an odd weight. */
enum { ROUNDING = 10 };

/* A rule along its own direction. */
struct bar {
    int32_t from;
    int32_t to;
    int32_t middle; /* across */
    int32_t weight;
};

static struct bar bar_of(const struct layout_rule *rule)
{
    const struct layout_rect *rect = &rule->rect;

    if (rule->vertical)
        return (struct bar){ rect->y, rect->y + rect->height,
                             rect->x + rect->width / 2, rect->width };
    return (struct bar){ rect->x, rect->x + rect->width,
                         rect->y + rect->height / 2, rect->height };
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* How far beyond the middle of `crossing` the end lies; sign -1: before. */
static int32_t beyond(const struct bar *crossing, int32_t end, int sign)
{
    return sign * (end - crossing->middle);
}

/*
 * True when `crossing` goes through the rule, or ends at its far side, and
 * the rule's end is near enough to belong to it.
 */
static bool is_near(const struct bar *bar, const struct bar *crossing,
                    int32_t end, int sign)
{
    int32_t reach =
        (larger(bar->weight, crossing->weight) + crossing->weight) / 2;

    return crossing->from <= bar->middle - bar->weight / 2 + ROUNDING &&
           crossing->to >= bar->middle + bar->weight / 2 - ROUNDING &&
           abs(beyond(crossing, end, sign)) <= reach + ROUNDING;
}

/* True when the end is at the far side of `crossing`. */
static bool ends_at(const struct bar *crossing, int32_t end, int sign)
{
    return abs(beyond(crossing, end, sign) - crossing->weight / 2) <= ROUNDING;
}

/*
 * True when a rule of another table runs so close that the two are one line
 * to the eye: what is crossed there is either's.
 */
static bool is_crowded(const struct layout_page *page,
                       const struct layout_rule *rule, int32_t end)
{
    struct bar bar = bar_of(rule);

    for (size_t i = 0; i < page->rule_count; i++) {
        struct bar other = bar_of(&page->rules[i]);
        int32_t apart = abs(other.middle - bar.middle);

        if (page->rules[i].vertical == rule->vertical && apart > ROUNDING &&
            apart <= other.weight + bar.weight &&
            other.from <= end + other.weight + bar.weight &&
            other.to >= end - other.weight - bar.weight)
            return true;
    }
    return false;
}

/* The same for a box of another table whose edge has no rule there. */
static bool is_beside_edge(const struct layout_page *page,
                           const struct layout_rule *rule, int32_t end)
{
    struct bar bar = bar_of(rule);

    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_rect *rect = &page->boxes[i].rect;
        int32_t near = rule->vertical ? rect->x : rect->y;
        int32_t far = near + (rule->vertical ? rect->width : rect->height);
        int32_t from = rule->vertical ? rect->y : rect->x;
        int32_t to = from + (rule->vertical ? rect->height : rect->width);
        int32_t apart = abs(near - bar.middle);

        if (abs(far - bar.middle) < apart)
            apart = abs(far - bar.middle);
        if (apart > ROUNDING && apart <= bar.weight && from <= end &&
            to >= end - bar.weight)
            return true;
    }
    return false;
}

/* True when a box has an edge there: a rule may end with its cell. */
static bool is_box_edge(const struct layout_page *page, bool vertical,
                        int32_t end)
{
    for (size_t i = 0; i < page->box_count; i++) {
        const struct layout_rect *rect = &page->boxes[i].rect;
        int32_t from = vertical ? rect->y : rect->x;
        int32_t size = vertical ? rect->height : rect->width;

        if (abs(end - from) <= ROUNDING || abs(end - from - size) <= ROUNDING)
            return true;
    }
    return false;
}

/*
 * sign 1: the end to the right or below; -1: the other. Where rules of
 * several weights meet on one line, the heaviest counts.
 */
static bool ends_well(const struct layout_page *page,
                      const struct layout_rule *rule, int sign)
{
    struct bar bar = bar_of(rule);
    int32_t end = sign > 0 ? bar.to : bar.from;
    struct bar best = { 0 };

    for (size_t i = 0; i < page->rule_count; i++) {
        struct bar crossing = bar_of(&page->rules[i]);

        if (page->rules[i].vertical != rule->vertical &&
            is_near(&bar, &crossing, end, sign) &&
            ends_at(&crossing, end, sign) && crossing.weight > best.weight)
            best = crossing;
    }
    if (!best.weight && !is_box_edge(page, rule->vertical, end))
        return false;
    if (!best.weight)
        best.middle = end;
    for (size_t i = 0; i < page->rule_count; i++) {
        struct bar crossing = bar_of(&page->rules[i]);

        if (page->rules[i].vertical != rule->vertical &&
            is_near(&bar, &crossing, end, sign) &&
            abs(crossing.middle - best.middle) <= ROUNDING &&
            crossing.weight > best.weight + ROUNDING)
            return false;
    }
    return true;
}

static bool may_end(const struct layout_page *page,
                    const struct layout_rule *rule, int sign)
{
    struct bar bar = bar_of(rule);
    int32_t end = sign > 0 ? bar.to : bar.from;

    return ends_well(page, rule, sign) || is_crowded(page, rule, end) ||
           is_beside_edge(page, rule, end);
}

static bool covers(const struct layout_rect *a, const struct layout_rect *b)
{
    return a->x <= b->x + ROUNDING && a->y <= b->y + ROUNDING &&
           a->x + a->width >= b->x + b->width - ROUNDING &&
           a->y + a->height >= b->y + b->height - ROUNDING;
}

/* What two rules have in common; false when that is nothing. */
static bool common(const struct layout_rect *a, const struct layout_rect *b,
                   struct layout_rect *out)
{
    int32_t x0 = larger(a->x, b->x);
    int32_t y0 = larger(a->y, b->y);
    int32_t x1 = -larger(-(a->x + a->width), -(b->x + b->width));
    int32_t y1 = -larger(-(a->y + a->height), -(b->y + b->height));

    *out = (struct layout_rect){ x0, y0, x1 - x0, y1 - y0 };
    return x1 > x0 && y1 > y0;
}

static bool is_covered(const struct layout_page *page, bool vertical,
                       const struct layout_rect *rect)
{
    for (size_t i = 0; i < page->rule_count; i++)
        if (page->rules[i].vertical != vertical &&
            covers(&page->rules[i].rect, rect))
            return true;
    return false;
}

/* True when another rule of its direction lies on rule i. */
static bool is_drawn_over(const struct layout_page *page, size_t i)
{
    const struct layout_rule *rule = &page->rules[i];
    struct layout_rect both;

    for (size_t k = 0; k < i; k++) {
        const struct layout_rule *other = &page->rules[k];

        if (other->vertical == rule->vertical &&
            abs(bar_of(other).middle - bar_of(rule).middle) <= ROUNDING &&
            common(&rule->rect, &other->rect, &both) &&
            !is_covered(page, rule->vertical, &both))
            return true;
    }
    return false;
}

void check_rules(struct check *check, const struct layout_page *page)
{
    for (size_t i = 0; i < page->rule_count; i++) {
        const struct layout_rule *rule = &page->rules[i];

        if (!may_end(page, rule, 1) || !may_end(page, rule, -1))
            check_fault(check, "a rule", "does not end at the rule it meets");
        if (is_drawn_over(page, i))
            check_fault(check, "a rule", "lies on another rule");
    }
}
