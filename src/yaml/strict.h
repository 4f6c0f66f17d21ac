/*
 * strict: the lines of a YAML file, checked before libyaml sees them.
 *
 * libyaml stops at its first mistake and takes many an author's slip for
 * legal YAML (a comment, a folded text, an anchor). So the lines are read
 * here first, by the few rules a source follows: each line is a comment, a
 * `key:`, a `key: text` or one of these behind dashes. What breaks a rule is
 * reported, and a mended line of the same meaning goes into a copy of the
 * file; libyaml parses the copy. The copy has the same line numbers. Its
 * columns may differ, and each line knows by how much; a text that had to
 * be put in other words (in quotes, in one line) is kept here as a patch,
 * so that the tree gets the author's characters and places.
 *
 *     bytes -> strict_chars -> lines -> strict_lines -> copy -> node_read
 *                                       strict_value
 *
 * This header is for src/yaml alone.
 */
#ifndef YAML_STRICT_H
#define YAML_STRICT_H

#include <stdint.h>

#include "base/diag.h"
#include "yaml/node.h"

/* A scalar whose place in the copy holds other characters than its own. */
struct strict_patch {
    int column;         /* in the copy, from 0 */
    struct position at; /* in the source */
    enum node_style style;
    const char *value;
    size_t len;
    const char *raw; /* as written; line breaks of the source are '\n' */
    size_t raw_len;
};

struct strict_line {
    const char *text; /* as read here: bad characters replaced, tabs and
                         wide spaces of the indentation made spaces */
    size_t len;
    const char *copy; /* what libyaml reads */
    size_t copy_len;
    int shift;      /* source column minus column in `text`, ... */
    int late_from;  /* and from this column (from 0) on, if not 0, ... */
    int late_shift; /* so much more */
    int moved;      /* how much of `shift` was a mended indentation */
    int grown;      /* `copy` is so much longer than `text` ... */
    int grown_from; /* from this column of the copy on */
    bool mended;    /* its key or dash was mended: not to be tried again */
    bool reported;  /* a mistake of this line was reported */
    struct strict_patch *key;
    struct strict_patch *value;
};

enum strict_kind { STRICT_SEQUENCE, STRICT_MAPPING };

/* An open block collection. Columns from 0. */
struct strict_level {
    enum strict_kind kind;
    size_t column;    /* as indented in the source */
    size_t out;       /* as indented in the copy */
    bool pending;     /* its last key or dash has no value yet */
    size_t line;      /* index of the line of its last key or dash */
    const char *name; /* its last key, "" for a dash */
};

struct strict {
    struct arena *arena;
    const struct source *source;
    const struct node_options *options;
    struct diags *diags;
    struct strict_line *items; /* the lines */
    size_t count;
    size_t capacity;
    struct {
        struct strict_level *items;
        size_t count;
        size_t capacity;
    } levels;
    size_t reports;     /* diagnostics so far, see STRICT_REPORT_LIMIT */
    bool has_content;   /* a line that is neither blank nor a comment was met */
    bool ended;         /* lines from here on belong to a second document */
    bool text_reported; /* a line before any key was reported */
};

enum {
    STRICT_REPORT_LIMIT = 500,   /* diagnostics for one file */
    STRICT_KEY_LIMIT = 1000,     /* bytes of a key; libyaml stops at 1024 */
    STRICT_INSTEAD_LIMIT = 4000, /* bytes of a mended line worth showing */
};

/* ---- strict_chars.c ---------------------------------------------------- */

/*
 * Splits the source into lines and reports what cannot be text. False when
 * the file is in another encoding, so that nothing more can be said.
 */
bool strict_split(struct strict *strict);

/* U+0085, U+2028, U+2029. */
bool strict_is_separator(uint32_t c);

/* Not for texts: controls, a BOM inside a file, direction overrides. */
bool strict_is_control(uint32_t c);

/* ---- strict_level.c: the open collections ------------------------------ */

struct strict_level *strict_top_level(const struct strict *strict);

/*
 * Reads a mended line instead. It lost `lost` characters before byte `from`;
 * 0 when it lost them before its first one.
 */
void strict_replace_line(struct strict_line *line, const char *text,
                         size_t from, int lost);

/* A collection that begins behind the dash of its line. */
struct strict_level *strict_push_nested(struct strict *strict, size_t index,
                                        enum strict_kind kind, size_t at);

/* The level whose lines stand at `column`: the deepest one not beyond it. */
size_t strict_find_level(const struct strict *strict, size_t column);

const char *strict_describe_level(const struct strict *strict,
                                  const struct strict_level *level);

/*
 * The level of a line, mended if need be; `*at` follows a moved line. NULL
 * when the line had to be dropped.
 */
struct strict_level *strict_place_line(struct strict *strict, size_t index,
                                       enum strict_kind kind, size_t *at);

/* ---- strict_keyless.c: lines without key and dash ---------------------- */

/* `key:text`: reported, and true when the mended line can be read on. */
bool strict_mend_colon(struct strict *strict, size_t index, size_t at);

/* `-text` where dashes stand: reported and mended in the same way. */
bool strict_mend_dash(struct strict *strict, size_t index, size_t at);

/* A text where dashes stand. */
bool strict_mend_missing_dash(struct strict *strict, size_t index, size_t at);

/*
 * `key text`: a short first word among keys may be a key that lost its
 * colon.
 */
bool strict_mend_no_colon(struct strict *strict, size_t index, size_t at);

/*
 * `- key:text` or `- key text`, with further keys below the first: an entry
 * of keys whose first lost its colon, and not a text.
 */
bool strict_mend_item(struct strict *strict, size_t index, size_t at);

void strict_report_no_key(struct strict *strict, size_t index, size_t at);

/* ---- strict_lines.c ---------------------------------------------------- */

/* Checks all lines and writes the copy of each. */
void strict_check(struct strict *strict);

/* ---- strict_value.c ---------------------------------------------------- */

/*
 * Checks the value that starts at byte `at` of line `index`, behind a key or
 * a dash; `level` is the collection it belongs to, whose `pending` is set
 * when no value stands here. Returns the index of the next line to read.
 */
size_t strict_value(struct strict *strict, size_t index, size_t at,
                    struct strict_level *level);

/*
 * Reports the text that stands at byte `at` of line `index`, below the key
 * or dash of `level`, instead of behind it. Returns the next line's index.
 */
size_t strict_value_below(struct strict *strict, size_t index, size_t at,
                          struct strict_level *level);

/* ---- strict_quote.c ---------------------------------------------------- */

/* Quoted scalars: like strict_value(), for a value that begins with one. */
size_t strict_quoted(struct strict *strict, size_t index, size_t at,
                     struct strict_level *level);

/* ---- strict_flow.c ----------------------------------------------------- */

enum strict_flow_end { STRICT_FLOW_CLOSED, STRICT_FLOW_OPEN, STRICT_FLOW_DEEP };

/*
 * Finds the end of the flow collection at byte `at` of line `*index`: the
 * line it ends in and the byte behind it. `last` is one behind the last
 * line to look at.
 */
enum strict_flow_end strict_flow_end(const struct strict *strict, size_t last,
                                     size_t *index, size_t *at);

/* Like strict_value(), for a value that begins with [ or {. */
size_t strict_flow(struct strict *strict, size_t index, size_t at,
                   struct strict_level *level);

/* ---- strict_scan.c: looking at a line ---------------------------------- */

/* Byte of the first character that is no space at or behind `at`. */
size_t strict_skip_spaces(const struct strict_line *line, size_t at);

/* End of the line without the spaces at its end. */
size_t strict_trimmed(const struct strict_line *line);

/* Nothing but spaces, or a comment of its own. */
bool strict_is_blank(const struct strict_line *line);

/* A '-' at `at` with a space or nothing behind it. */
bool strict_is_dash(const struct strict_line *line, size_t at);

/* Byte of the '#' that starts a comment at or behind `at`, else the end. */
size_t strict_find_comment(const struct strict_line *line, size_t at);

/* Byte of the quote that closes the one at `at`, else the end. */
size_t strict_find_quote(const struct strict_line *line, size_t at);

/*
 * Byte of the colon of a `key:` that starts at `at`; the end when there is
 * none. `*key_end` gets the end of the key itself.
 */
size_t strict_find_key(const struct strict_line *line, size_t at,
                       size_t *key_end);

/* Can `len` bytes be a field's name, rather than a sentence? */
bool strict_is_name(const char *text, size_t len);

/* A dash, or a key that can be a field's name, at `at`. */
bool strict_is_entry(const struct strict_line *line, size_t at);

/* The next line that is not blank; strict->count when none is left. */
size_t strict_next(const struct strict *strict, size_t index);

/* No other key follows the one at byte `at` of line `index` in its mapping. */
bool strict_is_single(const struct strict *strict, size_t index, size_t at);

/* ---- strict_mend.c: reporting and mending ------------------------------ */

/* Position of byte `at` of line `index`. */
struct position strict_at(const struct strict *strict, size_t index, size_t at);

/* Column in the source, from 1, of a column of the text, from 0. */
int strict_column(const struct strict_line *line, int column);

/*
 * Reports a mistake at bytes `at` to `end` of a line. Returns a diagnostic
 * to fill in, also when it will not be shown because there are too many.
 */
struct diag *strict_report(struct strict *strict, size_t index, size_t at,
                           size_t end, const char *rule, const char *format,
                           ...) __attribute__((format(printf, 6, 7)));

/* `len` bytes in the quotes that need the fewest escapes. */
char *strict_quote(const struct strict *strict, const char *text, size_t len);

/* The same, or the bare text where no quotes are needed. */
char *strict_plain_or_quote(const struct strict *strict, const char *text,
                            size_t len);

/* The line up to byte `at`, then `rest`; NULL when it is too long to show. */
char *strict_instead(const struct strict *strict, size_t index, size_t at,
                     const char *rest);

/* Lets libyaml read `len` bytes at `at` of the copy as an own scalar. */
void strict_patch_value(struct strict *strict, size_t index, size_t at,
                        struct strict_patch patch);

/* The same for a key at bytes `at` to `end`; call after the value's patch. */
void strict_patch_key(struct strict *strict, size_t index, size_t at,
                      size_t end, struct strict_patch patch);

/* A patch that gives bytes `at` to `end` of a line as a plain text. */
struct strict_patch strict_plain_patch(const struct strict *strict,
                                       size_t index, size_t at, size_t end);

/* Takes the lines from `first` to before `last` out of the copy. */
void strict_drop(struct strict *strict, size_t first, size_t last);

/*
 * One line made of `len` bytes of several lines divided by '\n': a space
 * where two Latin words meet, nothing between Japanese characters.
 */
char *strict_join(const struct strict *strict, const char *text, size_t len);

/* The text of the copy, lines ended by '\n'. */
char *strict_copy(const struct strict *strict, size_t *len);

#endif
