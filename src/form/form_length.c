/*
 * Lengths. Inside there is one unit, 1/1000 pt (or 1/1000 em, 1/1000 of a
 * share); millimetres are converted here, once, by whole numbers:
 * 1 mm = 72/25.4 pt, rounded to the nearest 1/1000 pt.
 */
#include "form/form_read.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/node.h"

/* Which units may stand in a place. */
enum {
    UNIT_POINT = 1,
    UNIT_EM = 2,
    UNIT_SHARE = 4,
    UNIT_AUTO = 8,
};

/* The largest page a PDF may have, 14400 pt, bounds every length. */
enum { LENGTH_LIMIT = 14400 * 1000 };

/*
 * Reads a decimal number with at most three decimals in thousandths, and
 * moves `*at` behind it. Returns false when there is none.
 */
static bool parse_thousandths(const char **at, int64_t *out)
{
    const char *p = *at;
    int64_t value = 0;
    int decimals = 0;

    if (*p < '0' || *p > '9')
        return false;
    for (; *p >= '0' && *p <= '9'; p++)
        if (value <= LENGTH_LIMIT)
            value = value * 10 + (*p - '0');
    if (*p == '.') {
        for (p++; *p >= '0' && *p <= '9' && decimals < 3; p++, decimals++)
            value = value * 10 + (*p - '0');
        if (!decimals)
            return false;
    }
    for (; decimals < 3; decimals++)
        value *= 10;
    *at = p;
    *out = value;
    return true;
}

/* True when `text` up to `end` is a length of the permitted units. */
static bool parse_length(const char *text, const char *end, int units,
                         struct form_length *out)
{
    static const struct {
        const char *name;
        int unit;
        enum form_unit kind;
    } names[] = {
        { "pt", UNIT_POINT, FORM_PT },
        { "em", UNIT_EM, FORM_EM },
        { "fr", UNIT_SHARE, FORM_FR },
    };
    int64_t value;
    size_t rest;

    if (end - text == 4 && !memcmp(text, "auto", 4)) {
        *out = (struct form_length){ .unit = FORM_AUTO };
        return units & UNIT_AUTO;
    }
    if (!parse_thousandths(&text, &value) || text > end)
        return false;
    rest = (size_t)(end - text);
    if (!rest && !value) {
        *out = (struct form_length){ .unit = FORM_PT };
        return units & UNIT_POINT;
    }
    if (rest != 2 || value > LENGTH_LIMIT)
        return false;
    if (!memcmp(text, "mm", 2)) {
        value = (value * 720 + 127) / 254;
        *out = (struct form_length){ FORM_PT, (int32_t)value };
        return (units & UNIT_POINT) && value <= LENGTH_LIMIT;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!memcmp(text, names[i].name, 2)) {
            *out = (struct form_length){ names[i].kind, (int32_t)value };
            return units & names[i].unit;
        }
    return false;
}

static const char *describe_units(int units)
{
    switch (units) {
    case UNIT_POINT:
        return _("a length in pt or mm, such as 8mm or 0.5pt");
    case UNIT_EM:
        return _("a length in em, such as 0.25em");
    case UNIT_POINT | UNIT_EM:
        return _("a length in pt, mm or em, such as 2pt or 1em");
    default:
        return _("a width in pt, mm, em or fr, or auto, such as 36.5fr");
    }
}

static bool read_length(struct form_reader *reader, const struct node *node,
                        int units, struct form_length *out)
{
    struct diag *diag;
    struct form_length length;

    if (!form_check_scalar(reader, node))
        return false;
    if (parse_length(node->value, node->value + node->len, units, &length)) {
        *out = length;
        return true;
    }
    diag = diag_add(reader->diags, DIAG_ERROR, "form-length", node->at,
                    _("\"%s\" is no length that can stand here"), node->value);
    diag->width = (int)utf8_count(node->value, node->len);
    diag->expected = describe_units(units);
    return false;
}

void form_read_points(struct form_reader *reader, const struct node *node,
                      void *out)
{
    struct form_length length;

    if (read_length(reader, node, UNIT_POINT, &length))
        *(int32_t *)out = length.value;
}

void form_read_em(struct form_reader *reader, const struct node *node,
                  void *out)
{
    struct form_length length;

    if (read_length(reader, node, UNIT_EM, &length))
        *(int32_t *)out = length.value;
}

void form_read_height(struct form_reader *reader, const struct node *node,
                      void *out)
{
    read_length(reader, node, UNIT_POINT | UNIT_EM, out);
}

void form_read_size(struct form_reader *reader, const struct node *node,
                    void *out)
{
    struct form_length *length = out;

    if (read_length(reader, node, UNIT_POINT | UNIT_EM, length) &&
        !length->value)
        diag_add(reader->diags, DIAG_ERROR, "form-length", node->at,
                 _("a row cannot be 0 high"));
}

void form_read_width(struct form_reader *reader, const struct node *node,
                     void *out)
{
    struct form_length *length = out;

    if (read_length(reader, node, UNIT_POINT | UNIT_EM | UNIT_SHARE | UNIT_AUTO,
                    length) &&
        length->unit != FORM_AUTO && !length->value)
        diag_add(reader->diags, DIAG_ERROR, "form-length", node->at,
                 _("a column cannot be 0 wide"));
}

/* One value for all four sides, or keys for single ones. */
static void read_sides(struct form_reader *reader, const struct node *node,
                       const struct form_keys *keys, void *out)
{
    size_t errors = reader->diags->errors;

    if (node->kind != NODE_SCALAR) {
        form_read_keys(reader, node, keys, out);
        return;
    }
    for (size_t i = 0; i < keys->count && reader->diags->errors == errors; i++)
        keys->items[i].read(reader, node, (char *)out + keys->items[i].offset);
}

void form_read_borders(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const struct form_key table[] = {
        { "top", form_read_points, offsetof(struct form_borders, top), false },
        { "right", form_read_points, offsetof(struct form_borders, right),
          false },
        { "bottom", form_read_points, offsetof(struct form_borders, bottom),
          false },
        { "left", form_read_points, offsetof(struct form_borders, left),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a set of rules"), table);

    read_sides(reader, node, &keys, out);
}

void form_read_padding(struct form_reader *reader, const struct node *node,
                       void *out)
{
    static const struct form_key table[] = {
        { "top", form_read_height, offsetof(struct form_padding, top), false },
        { "right", form_read_height, offsetof(struct form_padding, right),
          false },
        { "bottom", form_read_height, offsetof(struct form_padding, bottom),
          false },
        { "left", form_read_height, offsetof(struct form_padding, left),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a padding"), table);

    read_sides(reader, node, &keys, out);
}

/*
 * Fills ends[0] and ends[1] from one value or from the least and the most.
 * False when neither stands there.
 */
static bool read_ends(struct form_reader *reader, const struct node *node,
                      void (*read)(struct form_reader *reader,
                                   const struct node *node, void *out),
                      int32_t *ends)
{
    if (node->kind == NODE_SCALAR) {
        read(reader, node, &ends[0]);
        ends[1] = ends[0];
        return true;
    }
    if (node->kind != NODE_SEQUENCE || node->count != 2)
        return false;
    for (size_t i = 0; i < 2; i++)
        read(reader, node->items[i], &ends[i]);
    if (ends[0] > ends[1])
        diag_add(reader->diags, DIAG_ERROR, "form-fit", node->items[0]->at,
                 _("the least is larger than the most"))
            ->instead =
            arena_printf(reader->arena, "[%s, %s]", node->items[1]->value,
                         node->items[0]->value);
    return true;
}

void form_read_interval(struct form_reader *reader, const struct node *node,
                        void *out)
{
    if (!read_ends(reader, node, form_read_points, out))
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("one length or two of them must stand here"))
            ->expected = _("8pt, or the least and the most: [7pt, 8pt]");
}

/* "85%" as 850. */
static void read_percentage(struct form_reader *reader, const struct node *node,
                            void *out)
{
    enum { LEAST = 50, MOST = 100 };
    const char *p;
    int value = 0;
    struct diag *diag;

    if (!form_check_scalar(reader, node))
        return;
    for (p = node->value; *p >= '0' && *p <= '9' && value <= MOST; p++)
        value = value * 10 + (*p - '0');
    if (!strcmp(p, "%") && value >= LEAST && value <= MOST) {
        *(int32_t *)out = value * 10;
        return;
    }
    diag = diag_add(reader->diags, DIAG_ERROR, "form-fit", node->at,
                    _("\"%s\" is no width that type can be condensed to"),
                    node->value);
    diag->width = (int)utf8_count(node->value, node->len);
    diag->expected = _("a percentage from 50% to 100%, such as 80%");
}

void form_read_condense(struct form_reader *reader, const struct node *node,
                        void *out)
{
    if (!read_ends(reader, node, read_percentage, out))
        diag_add(reader->diags, DIAG_ERROR, "form-type", node->at,
                 _("one percentage or two of them must stand here"))
            ->expected = _("90%, or the least and the most: [80%, 100%]");
}

/* Portrait sizes in 1/1000 mm; the B series is that of JIS P 0138. */
static const struct {
    const char *name;
    int32_t width;
    int32_t height;
} papers[] = {
    { "A3", 297000, 420000 }, { "A4", 210000, 297000 },
    { "A5", 148000, 210000 }, { "B4", 257000, 364000 },
    { "B5", 182000, 257000 },
};

static int32_t milli_mm_to_points(int32_t mm)
{
    return (int32_t)(((int64_t)mm * 720 + 127) / 254);
}

/* "A4 landscape"; false when the first word is no paper. */
static bool parse_paper(const char *text, struct form_page *page)
{
    for (size_t i = 0; i < sizeof papers / sizeof papers[0]; i++) {
        const char *rest = text + 2;
        int32_t width = milli_mm_to_points(papers[i].width);
        int32_t height = milli_mm_to_points(papers[i].height);

        if (strncmp(text, papers[i].name, 2))
            continue;
        if (strcmp(rest, "") && strcmp(rest, " portrait") &&
            strcmp(rest, " landscape"))
            return false;
        page->width = strcmp(rest, " landscape") ? width : height;
        page->height = strcmp(rest, " landscape") ? height : width;
        return true;
    }
    return false;
}

static void read_page_size(struct form_reader *reader, const struct node *node,
                           void *out)
{
    struct form_page *page = out;
    struct form_length width;
    struct form_length height;
    const char *space;
    struct diag *diag;

    if (!form_check_scalar(reader, node) || parse_paper(node->value, page))
        return;
    space = strchr(node->value, ' ');
    if (space && parse_length(node->value, space, UNIT_POINT, &width) &&
        parse_length(space + 1, node->value + node->len, UNIT_POINT, &height) &&
        width.value && height.value) {
        page->width = width.value;
        page->height = height.value;
        return;
    }
    diag = diag_add(reader->diags, DIAG_ERROR, "form-page", node->at,
                    _("\"%s\" is no size of a page"), node->value);
    diag->width = (int)utf8_count(node->value, node->len);
    diag->expected = _("A3, A4, A5, B4 or B5 with portrait or landscape, or "
                       "width and height such as \"210mm 297mm\"");
}

static void read_margin(struct form_reader *reader, const struct node *node,
                        void *out)
{
    static const struct form_key table[] = {
        { "top", form_read_points, offsetof(struct form_page, margin_top),
          false },
        { "right", form_read_points, offsetof(struct form_page, margin_right),
          false },
        { "bottom", form_read_points, offsetof(struct form_page, margin_bottom),
          false },
        { "left", form_read_points, offsetof(struct form_page, margin_left),
          false },
    };
    static const struct form_keys keys = FORM_KEYS(N_("a margin"), table);
    struct form_page *page = out;

    read_sides(reader, node, &keys, out);
    if (page->width && (page->margin_left + page->margin_right >= page->width ||
                        page->margin_top + page->margin_bottom >= page->height))
        diag_add(reader->diags, DIAG_ERROR, "form-page", node->at,
                 _("the margins leave no room on the page"));
}

void form_read_page(struct form_reader *reader, const struct node *node,
                    void *out)
{
    static const struct form_key table[] = {
        { "size", read_page_size, 0, true },
        { "margin", read_margin, 0, true },
    };
    static const struct form_keys keys = FORM_KEYS(N_("the page"), table);

    form_read_keys(reader, node, &keys, out);
}
