/*
 * Column widths. Fixed columns have what they ask for; auto columns get
 * between the narrowest and the widest their contents can be; what is left
 * goes to the fr columns by their shares, to the last 1/1000 pt. Widths are
 * numbers only: no font is known here.
 */
#include "base/arena.h"
#include "layout/inside.h"

static bool is_auto(const struct column *column, bool shrink)
{
    return column->length.unit == FORM_AUTO ||
           (shrink && column->length.unit == FORM_FR);
}

/*
 * Widens the auto columns below a spanning cell until they hold it. Beside
 * a share, which gets what is left, they need only hold its narrowest.
 */
static void apply_span(struct column *columns, const struct column_span *span,
                       bool shrink)
{
    size_t autos = 0;
    bool shared = false;
    int64_t min = 0;
    int64_t max = 0;

    for (size_t i = span->first; i < span->first + span->count; i++) {
        autos += is_auto(&columns[i], shrink);
        shared |= !shrink && columns[i].length.unit == FORM_FR;
        min += columns[i].min;
        max += columns[i].max;
    }
    for (size_t i = span->first; i < span->first + span->count; i++) {
        if (!is_auto(&columns[i], shrink))
            continue;
        if (span->min > min) {
            int64_t more = (span->min - min) / (int64_t)autos;

            columns[i].min += (int32_t)more;
            min += more;
        }
        if (span->max > max && !shared) {
            int64_t more = (span->max - max) / (int64_t)autos;

            columns[i].max += (int32_t)more;
            max += more;
        }
        if (columns[i].max < columns[i].min)
            columns[i].max = columns[i].min;
        autos--;
    }
}

/* Gives the auto columns up to `room`; returns what they took. */
static int64_t spread_auto(const struct column *columns, size_t count,
                           bool shrink, int64_t room, int32_t *widths)
{
    int64_t min = 0;
    int64_t want = 0;
    int64_t used = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_auto(&columns[i], shrink))
            continue;
        min += columns[i].min;
        want += columns[i].max - columns[i].min;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t more;

        if (!is_auto(&columns[i], shrink))
            continue;
        more = columns[i].max - columns[i].min;
        if (!shrink && want > room - min)
            more = room > min ? more * (room - min) / want : 0;
        widths[i] = (int32_t)(columns[i].min + more);
        used += widths[i];
    }
    return used;
}

/* Shares `room` among the fr columns so that the sum is exact. */
static void spread_fr(const struct column *columns, size_t count, int64_t room,
                      int32_t *widths)
{
    int64_t shares = 0;
    int64_t seen = 0;
    int64_t given = 0;

    for (size_t i = 0; i < count; i++)
        if (columns[i].length.unit == FORM_FR)
            shares += columns[i].length.value;
    for (size_t i = 0; i < count && shares; i++) {
        if (columns[i].length.unit != FORM_FR)
            continue;
        seen += columns[i].length.value;
        widths[i] = (int32_t)(room > 0 ? room * seen / shares - given : 0);
        given += widths[i];
    }
}

void columns_solve(struct column *columns, size_t count,
                   const struct column_span *spans, size_t span_count,
                   int32_t available, int32_t em, int32_t *widths)
{
    bool shrink = available < 0;
    int64_t room = available;

    for (size_t i = 0; i < count; i++) {
        if (is_auto(&columns[i], shrink) || columns[i].length.unit == FORM_FR)
            continue;
        widths[i] = resolve_length(columns[i].length, em);
        columns[i].min = columns[i].max = widths[i];
        room -= widths[i];
    }
    for (size_t i = 0; i < span_count; i++)
        apply_span(columns, &spans[i], shrink);
    room -= spread_auto(columns, count, shrink, room, widths);
    if (!shrink)
        spread_fr(columns, count, room, widths);
}
