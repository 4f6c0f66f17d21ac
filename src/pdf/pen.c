#include "pdf/pen.h"

#include "base/bytes.h"
#include "pdf/syntax.h"

void pen_append_pair(struct bytes *out, int64_t x, int64_t y)
{
    bytes_append_milli(out, x);
    bytes_append_char(out, ' ');
    bytes_append_milli(out, y);
    bytes_append_char(out, ' ');
}

static void end_string(struct pen *pen)
{
    if (pen->in_string)
        bytes_append_char(pen->out, pen->plain ? '>' : ')');
    pen->in_string = false;
}

static void append_byte(struct bytes *out, unsigned char c)
{
    if (c == '\r') {
        bytes_append_string(out, "\\r");
        return;
    }
    if (c == '(' || c == ')' || c == '\\')
        bytes_append_char(out, '\\');
    bytes_append_char(out, (char)c);
}

/* Two bytes, as a literal string has them (7.3.4.2); half as much to pack. */
static void append_code(struct pen *pen, uint16_t code)
{
    if (!pen->in_string)
        bytes_append_char(pen->out, pen->plain ? '<' : '(');
    pen->in_string = true;
    if (pen->plain) {
        syntax_append_hex4(pen->out, code);
        return;
    }
    append_byte(pen->out, (unsigned char)(code >> 8));
    append_byte(pen->out, (unsigned char)(code & 0xFF));
}

void pen_end_array(struct pen *pen)
{
    end_string(pen);
    if (pen->in_array)
        bytes_append_string(pen->out, "]TJ\n");
    pen->in_array = false;
}

void pen_begin_text(struct pen *pen)
{
    bytes_append_string(pen->out, "BT\n");
    pen->placed = false;
    pen->turned = false; /* the line matrix is that of the page again */
    pen->line_x = 0;
    pen->line_y = 0;
}

void pen_end_text(struct pen *pen)
{
    pen_end_array(pen);
    bytes_append_string(pen->out, "ET\n");
}

void pen_set_font(struct pen *pen, unsigned font, int32_t size, int32_t scale,
                  enum pen_stance stance)
{
    if (pen->font == font && pen->size == size && pen->scale == scale &&
        pen->stance == stance)
        return;
    pen_end_array(pen);
    if (pen->scale != scale) {
        bytes_append_milli(pen->out, (int64_t)scale * 100);
        bytes_append_string(pen->out, " Tz\n");
    }
    if (pen->font != font || pen->size != size ||
        (pen->stance == DOWN) != (stance == DOWN)) {
        bytes_append_string(pen->out, stance == DOWN ? "/V" : "/F");
        bytes_append_int(pen->out, font);
        bytes_append_char(pen->out, ' ');
        bytes_append_milli(pen->out, size);
        bytes_append_string(pen->out, " Tf\n");
    }
    if (stance == DOWN)
        fontuse_need_vertical(pen->fonts, font);
    pen->font = font;
    pen->size = size;
    pen->scale = scale;
    pen->stance = stance;
    pen->placed = false; /* `moved` counts in ems of the type before */
}

/*
 * Upright lines are placed from the line before (Td): in a cell that is the
 * same step again and again, which packs well.
 */
static void place(struct pen *pen, int64_t x, int64_t y)
{
    bool turned = pen->stance == TURNED;
    int64_t up = pen->page_height - y;

    pen_end_array(pen);
    if (turned || pen->turned) {
        bytes_append_string(pen->out, turned ? "0 -1 1 0 " : "1 0 0 1 ");
        pen_append_pair(pen->out, x, up);
        bytes_append_string(pen->out, "Tm\n");
    } else {
        pen_append_pair(pen->out, x - pen->line_x, up - pen->line_y);
        bytes_append_string(pen->out, "Td\n");
    }
    pen->turned = turned;
    pen->line_x = x;
    pen->line_y = up;
    pen->x = x;
    pen->y = y;
    pen->moved = 0;
    pen->spaced = 0;
    pen->placed = true;
}

/*
 * How far x, y is from the pen, along the line, in STEPs: condensed with
 * the glyphs (9.4.4).
 */
static int64_t steps_to(const struct pen *pen, int64_t x, int64_t y)
{
    int64_t along = pen->stance == ACROSS ? x - pen->x : y - pen->y;
    int64_t left = along * 1000 - pen->spaced * pen->scale;
    int64_t em = (int64_t)pen->size * pen->scale; /* 1/1000000 pt */
    int64_t off = left * PEN_MICRO - pen->moved * em;
    int64_t least = (PEN_STEP / 2 - 1) * em;

    if (off < least && off > -least) /* as a rule; divisions are slow */
        return 0;
    return pen_divide(pen_divide(left * PEN_MICRO, em) - pen->moved, PEN_STEP);
}

void pen_set_spacing(struct pen *pen, int32_t spacing)
{
    if (pen->spacing == spacing)
        return;
    pen_end_array(pen);
    bytes_append_milli(pen->out, spacing);
    bytes_append_string(pen->out, " Tc\n");
    pen->spacing = spacing;
}

void pen_show_glyph(struct pen *pen, struct fontuse_glyph glyph, int64_t x,
                    int64_t y)
{
    bool beside = pen->stance == ACROSS ? y != pen->y : x != pen->x;
    int64_t steps = 0;

    if (!pen->placed || beside)
        place(pen, x, y);
    else
        steps = steps_to(pen, x, y);
    if (!pen->in_array)
        bytes_append_char(pen->out, '[');
    pen->in_array = true;
    if (steps) {
        end_string(pen);
        /* What TJ subtracts moves left, or up where the pen goes down. */
        bytes_append_int(pen->out, pen->stance == DOWN ? steps : -steps);
        pen->moved += steps * PEN_STEP;
    }
    append_code(pen, glyph.code);
    pen->moved += pen->stance == DOWN ? PEN_MICRO : glyph.width;
    pen->spaced += pen->spacing;
}
