/*
 * Bytes to lines: encodings, control characters, tabs. A bad character is
 * replaced by one character, so that columns stay what the author sees.
 */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/utf8.h"
#include "yaml/strict.h"

enum {
    REPLACEMENT = 0xFFFD,
    WIDE_SPACE = 0x3000,
    NO_BREAK_SPACE = 0xA0,
    LEVEL_WIDTH = 2, /* spaces a tab or a wide space stands for */
    LOOK_BACK = 100, /* lines above, in search of an open level */
    TABS_MOST = 64,
};

bool strict_is_separator(uint32_t c)
{
    return c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool strict_is_control(uint32_t c)
{
    return utf8_is_control(c) && !strict_is_separator(c);
}

/* ---- the whole file ---------------------------------------------------- */

static void report_file(struct strict *strict, const char *message)
{
    struct position at = { .source = strict->source };
    struct diag *diag =
        diag_add(strict->diags, DIAG_ERROR, "yaml-utf8", at, "%s", message);

    diag->expected = _("a file that is saved with the encoding UTF-8");
}

static bool is_utf16(const struct source *source)
{
    const unsigned char *data = (const unsigned char *)source->data;
    size_t zeros = 0;

    if (source->len < 2)
        return false;
    if ((data[0] == 0xFF && data[1] == 0xFE) ||
        (data[0] == 0xFE && data[1] == 0xFF))
        return true;
    for (size_t i = 0; i < source->len; i++)
        zeros += !data[i];
    return zeros > source->len / 8 && source->len >= 8;
}

/* The files of word processors and spreadsheets: ZIP, or OLE before 2007. */
static bool is_office(const struct source *source)
{
    return (source->len >= 4 && !memcmp(source->data, "PK\3\4", 4)) ||
           (source->len >= 4 && !memcmp(source->data, "\xD0\xCF\x11\xE0", 4));
}

/* More bytes that are no UTF-8 than characters that are: not a slip. */
static bool is_other_encoding(const struct source *source)
{
    size_t bad = 0;
    size_t good = 0;
    size_t n;

    for (size_t i = 0; i < source->len; i += n) {
        uint32_t c = utf8_decode(source->data + i, source->len - i, &n);

        bad += c == UTF8_BAD;
        good += c != UTF8_BAD && c >= 0x80;
    }
    return bad > 3 && bad > good;
}

/* Do all bytes pair up as Shift_JIS (JIS X 0208, half-width kana)? */
static bool is_shift_jis(const struct source *source)
{
    const unsigned char *data = (const unsigned char *)source->data;

    for (size_t i = 0; i < source->len; i++) {
        unsigned char next = i + 1 < source->len ? data[i + 1] : 0;

        if (data[i] < 0x80 || (data[i] >= 0xA1 && data[i] <= 0xDF))
            continue;
        if (data[i] == 0x80 || data[i] == 0xA0 || data[i] > 0xFC ||
            next < 0x40 || next == 0x7F || next > 0xFC)
            return false;
        i++;
    }
    return true;
}

/* ---- one line ---------------------------------------------------------- */

/* The first bad character of a kind, and how many stand side by side. */
struct finding {
    size_t at;
    size_t end;
    uint32_t c; /* the character, or the byte */
    bool found;
};

static void note_finding(struct finding *finding, size_t at, size_t end,
                         uint32_t c)
{
    if (!finding->found)
        *finding = (struct finding){ at, end, c, true };
    else if (finding->end == at)
        finding->end = end;
}

/* The line as first read: `raw` without the characters to be left out. */
static char *line_without_bad(const struct strict *strict, const char *raw,
                              size_t len)
{
    char *out = arena_alloc(strict->arena, len + 1);
    size_t used = 0;
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t c = utf8_decode(raw + i, len - i, &n);

        if (c == UTF8_BAD)
            return NULL;
        if (c != '\t' && (strict_is_control(c) || strict_is_separator(c)))
            continue;
        memcpy(out + used, raw + i, n);
        used += n;
    }
    return out;
}

static void report_findings(struct strict *strict, size_t index,
                            const struct finding *bad,
                            const struct finding *control,
                            const struct finding *separator,
                            const char *instead)
{
    struct diag *diag;

    if (bad->found) {
        diag = strict_report(strict, index, bad->at, bad->end, "yaml-utf8",
                             _("here is no UTF-8 character but the byte %02X"),
                             bad->c);
        diag->expected = _("a file that is saved with the encoding UTF-8");
    }
    if (control->found) {
        diag = strict_report(strict, index, control->at, control->end,
                             "yaml-control",
                             _("an invisible control character (U+%04X) "
                               "stands here"),
                             control->c);
        diag->expected = _("the line without it");
        diag->instead = instead;
    }
    if (separator->found) {
        diag = strict_report(strict, index, separator->at, separator->end,
                             "yaml-separator",
                             _("an invisible line separator (U+%04X) stands "
                               "here"),
                             separator->c);
        diag->expected = _("the line without it");
        diag->instead = instead;
    }
}

/* Nothing in a line, or in the whole file, is to be replaced; as a rule. */
static bool is_clean(const char *raw, size_t len)
{
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t c = utf8_decode(raw + i, len - i, &n);

        /* ASCII, kana, ideographs, full-width forms: most of what is. */
        if ((c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n' || c == '\r' ||
            (c > 0x2069 && c < 0xFEFF) || (c > 0xFEFF && c < 0xFFFE))
            continue;
        if (c == UTF8_BAD || strict_is_control(c) || strict_is_separator(c))
            return false;
    }
    return true;
}

/* Replaces the bad characters of the line last added, and reports them. */
static void mend_characters(struct strict *strict)
{
    struct strict_line *line = &strict->items[strict->count - 1];
    const char *raw = line->text;
    size_t len = line->len;
    struct finding bad = { 0 };
    struct finding control = { 0 };
    struct finding separator = { 0 };
    struct bytes out = { 0 };
    size_t n;

    for (size_t i = 0; i < len; i += n) {
        uint32_t c = utf8_decode(raw + i, len - i, &n);
        char replacement[4];
        size_t size = utf8_encode(REPLACEMENT, replacement);

        if (c == UTF8_BAD)
            note_finding(&bad, out.len, out.len + size, (unsigned char)raw[i]);
        else if (strict_is_separator(c))
            note_finding(&separator, out.len, out.len + size, c);
        else if (c != '\t' && strict_is_control(c))
            note_finding(&control, out.len, out.len + size, c);
        else
            size = 0;
        if (size)
            bytes_append(&out, replacement, size);
        else
            bytes_append(&out, raw + i, n);
    }
    line->text = arena_copy(strict->arena, (char *)out.data, out.len);
    line->len = out.len;
    bytes_free(&out);
    report_findings(strict, strict->count - 1, &bad, &control, &separator,
                    line_without_bad(strict, raw, len));
}

static void add_line(struct strict *strict, const char *raw, size_t len,
                     bool clean)
{
    *LIST_ADD(strict->arena, strict) =
        (struct strict_line){ .text = raw, .len = len };
    if (!clean && !is_clean(raw, len))
        mend_characters(strict);
}

/* ---- tabs and wide spaces ---------------------------------------------- */

/* Spaces that a blank of the indentation stands for; 0: not a blank. */
static int indent_width(uint32_t c)
{
    return c == ' ' || c == NO_BREAK_SPACE ? 1
           : c == '\t' || c == WIDE_SPACE  ? LEVEL_WIDTH
                                           : 0;
}

static void report_indent(struct strict *strict, size_t index, size_t at,
                          uint32_t c, const char *instead)
{
    bool tab = c == '\t';
    struct diag *diag = strict_report(
        strict, index, at, at + 1, tab ? "yaml-tab" : "yaml-indent", "%s",
        tab               ? _("a tab stands in the indentation")
        : c == WIDE_SPACE ? _("a full-width space stands in the indentation")
                          : _("a no-break space stands in the indentation"));

    diag->expected = _("ordinary spaces, two for each level");
    diag->instead = instead;
}

/*
 * Does a key, or a dash, stand at this column in a line above that is still
 * open? What is below a key without text stands two columns further in.
 */
static bool is_open_column(const struct strict *strict, size_t index,
                           size_t column, bool dash)
{
    size_t limit = SIZE_MAX;
    bool last = true;

    for (size_t seen = 0; index > 0 && seen < LOOK_BACK && limit; seen++) {
        const struct strict_line *line = &strict->items[--index];
        size_t indent = strict_skip_spaces(line, 0);
        size_t key = indent;

        if (strict_is_blank(line))
            continue;
        while (strict_is_dash(line, key)) {
            if (dash && key == column && key < limit)
                return true;
            key = strict_skip_spaces(line, key + 1);
        }
        if (!dash && key == column && key < limit)
            return true;
        if (last && line->text[strict_trimmed(line) - 1] == ':' &&
            column == key + LEVEL_WIDTH)
            return true;
        last = false;
        limit = indent < limit ? indent : limit;
    }
    return false;
}

/*
 * Spaces that the tabs in front of a line stand for: those of the widest
 * usual stop that puts it below or beside a line above.
 */
static int tabs_width(const struct strict *strict, size_t index, size_t at)
{
    static const size_t stops[] = { 8, 4, LEVEL_WIDTH };
    const struct strict_line *line = &strict->items[index];
    size_t tabs = strspn(line->text, "\t");
    bool dash = strict_is_dash(line, at);

    for (size_t i = 0; tabs < TABS_MOST && i < 3; i++)
        if (is_open_column(strict, index, tabs * stops[i] + at - tabs, dash))
            return (int)(tabs * stops[i] + at - tabs);
    return 0;
}

/* Makes the indentation plain spaces. Blank lines are left alone. */
static void mend_indent(struct strict *strict, size_t index)
{
    struct strict_line *line = &strict->items[index];
    size_t at = 0;
    size_t first = line->len;
    uint32_t found = 0;
    bool tabs = true;
    int columns = 0;
    int width = 0;
    size_t n;
    char *text;

    while (at < line->len) {
        uint32_t c = utf8_decode(line->text + at, line->len - at, &n);

        if (!indent_width(c))
            break;
        if (c != ' ' && !found) {
            found = c;
            first = at;
        }
        tabs = tabs && (c == '\t' || c == ' ');
        width += indent_width(c);
        columns++;
        at += n;
    }
    if (!found || at == line->len)
        return;
    if (tabs && !first) {
        int meant = tabs_width(strict, index, at);

        width = meant ? meant : width;
    }
    text = arena_printf(strict->arena, "%*s%.*s", width, "",
                        (int)(line->len - at), line->text + at);
    if (line->text[at] != '#')
        report_indent(strict, index, first, found, text);
    line->shift = columns - width;
    line->text = text;
    line->len = strlen(text);
}

/* Makes tabs behind the indentation spaces; at the line's end silently. */
static void mend_tabs(struct strict *strict, size_t index)
{
    struct strict_line *line = &strict->items[index];
    size_t end = line->len;
    const char *first = memchr(line->text, '\t', line->len);
    char *text;

    if (!first || strict_is_blank(line))
        return;
    if (strict->options->allow_comments)
        end = strict_find_comment(line, 0);
    while (end > 0 &&
           (line->text[end - 1] == ' ' || line->text[end - 1] == '\t'))
        end--;
    text = arena_copy(strict->arena, line->text, line->len);
    for (size_t i = 0; i < line->len; i++)
        if (text[i] == '\t')
            text[i] = ' ';
    if ((size_t)(first - line->text) < end) {
        size_t at = (size_t)(first - line->text);
        struct diag *diag = strict_report(strict, index, at, at + 1, "yaml-tab",
                                          _("a tab stands in this line"));

        diag->expected = _("a space, or nothing");
        diag->instead = text;
    }
    line->text = text;
}

/* ---- the door ---------------------------------------------------------- */

static void split_lines(struct strict *strict, bool clean)
{
    const char *at = strict->source->data;
    const char *end = at + strict->source->len;

    if (strict->source->len >= 3 && !memcmp(at, "\xEF\xBB\xBF", 3))
        at += 3;
    while (at < end) {
        const char *stop = at;

        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        add_line(strict, at, (size_t)(stop - at), clean);
        at = stop;
        if (at < end)
            at += at[0] == '\r' && at + 1 < end && at[1] == '\n' ? 2 : 1;
    }
}

bool strict_split(struct strict *strict)
{
    const struct source *source = strict->source;
    bool clean = is_clean(source->data, source->len);

    if (is_office(source)) {
        struct position at = { .source = source };

        diag_add(strict->diags, DIAG_ERROR, "yaml-utf8", at,
                 _("this is no text but a file of a word processor or a "
                   "spreadsheet"))
            ->expected = _("its words, in a text file with the encoding UTF-8");
        return false;
    }
    if (!clean && is_utf16(source)) {
        report_file(strict, _("the file is not UTF-8 but UTF-16"));
        return false;
    }
    if (!clean && is_other_encoding(source)) {
        report_file(strict,
                    is_shift_jis(source)
                        ? _("the file is not UTF-8; it looks like Shift_JIS")
                        : _("the file is not UTF-8"));
        return false;
    }
    split_lines(strict, clean);
    for (size_t i = 0; i < strict->count; i++) {
        mend_indent(strict, i);
        mend_tabs(strict, i);
    }
    return true;
}
