/* Signs that are typed for one another because they look alike. */
#include "base/utf8.h"
#include "unicode/unicode.h"

/* One line for each sign that sheets use, with what is taken for it. */
static const char *const groups[] = {
    "○〇◯●⚪⚫⭕❍◌oO0οΟоО", /* Latin, digit, Greek, Cyrillic */
    "◎◉⊚⦾⦿",
    "△▲▵▴⊿Δ∆",
    "▽▼▿▾∇",
    "□■▢☐◻◼",
    "◇◆⋄◊",
    "☆★⭐",
    "×✕✖✗✘╳⨯❌xXхХχΧ",
};

/* Full-width ASCII as ASCII. */
static uint32_t fold_width(uint32_t c)
{
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c;
}

static bool holds(const char *group, uint32_t wanted)
{
    size_t n;

    for (; *group; group += n)
        if (fold_width(utf8_decode(group, 4, &n)) == wanted)
            return true;
    return false;
}

bool unicode_looks_like(uint32_t a, uint32_t b)
{
    a = fold_width(a);
    b = fold_width(b);
    if (a == b)
        return true;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (holds(groups[i], a) && holds(groups[i], b))
            return true;
    return false;
}
