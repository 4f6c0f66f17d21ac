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

uint32_t unicode_fold_width(uint32_t c)
{
    if (c == 0xFF62 || c == 0xFF63)
        return c - 0xFF62 + 0x300C;
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFF01 + '!' : c;
}

static bool holds(const char *group, uint32_t wanted)
{
    size_t n;

    for (; *group; group += n)
        if (unicode_fold_width(utf8_decode(group, 4, &n)) == wanted)
            return true;
    return false;
}

bool unicode_looks_like(uint32_t a, uint32_t b)
{
    a = unicode_fold_width(a);
    b = unicode_fold_width(b);
    if (a == b)
        return true;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (holds(groups[i], a) && holds(groups[i], b))
            return true;
    return false;
}

/* What stands in running text; ASCII and half-width forms are told apart. */
static const char *const sign_groups[UNICODE_SIGN_GROUPS] = {
    "～〜∼", "－−‐‑–", "―—─⸺", "○〇◯", "・·•∙⋅", "□☐◻", "×✕✖╳", "✓✔",
};

int unicode_sign_group(uint32_t c)
{
    /* What lies between the signs: most of what is asked about. */
    if (c < 0x80 || (c > 0x2E3A && c < 0x3007) || (c > 0x3007 && c < 0x301C) ||
        (c > 0x301C && c < 0x30FB) || (c > 0x30FB && c < 0xFF0D) ||
        (c > 0xFF0D && c < 0xFF5E))
        return -1;
    for (int i = 0; i < UNICODE_SIGN_GROUPS; i++) {
        const char *at = sign_groups[i];
        size_t n;

        for (; *at; at += n)
            if (utf8_decode(at, 4, &n) == c)
                return i;
    }
    return -1;
}

bool unicode_is_dash(uint32_t c)
{
    int group = unicode_sign_group(c);

    return group == unicode_sign_group(0x2212) ||
           group == unicode_sign_group(0x2015);
}

const char *unicode_spacing_mark(uint32_t c)
{
    return c == 0x3099 ? "゛" : c == 0x309A ? "゜" : NULL;
}
