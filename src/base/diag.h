/*
 * diag: messages to the author.
 *
 * Stages add diagnostics and go on, so that one run reports every mistake;
 * the command line prints them sorted by place. A diagnostic is what is
 * wrong, what was expected and, where one can be given, what to write
 * instead. Message texts go through gettext: pass N_()-marked msgids'
 * translations, i.e. diag_add(..., _("text %s"), ...).
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/source.h"

struct arena;
struct bytes;
struct pack_reader;

enum diag_severity {
    DIAG_ERROR,   /* nothing is written */
    DIAG_WARNING, /* look at it */
    DIAG_NOTE,    /* good to know */
};

/* A change of the source that nobody could want otherwise. */
struct diag_mend {
    size_t offset; /* in the bytes of the source */
    size_t len;
    const char *with; /* NULL: there is none */
};

struct diag {
    enum diag_severity severity;
    const char *rule;   /* stable id such as "yaml-comment" */
    struct position at; /* line 0: about the whole file or run */
    int width;          /* code points under the caret, at least 1 */
    const char *message;
    const char *expected; /* NULL or a sentence */
    const char *instead;  /* NULL or the mended line or word */
    const char *similar;  /* NULL or the word probably meant */
    const char *reason;   /* NULL or why, and who says so */
    struct diag_mend mend;
};

struct diags {
    struct arena *arena; /* owns all strings */
    struct diag *items;
    size_t count;
    size_t capacity;
    size_t errors;   /* how many of the items are errors */
    size_t warnings; /* and how many are warnings */
};

/* An empty list whose strings live in `arena`. */
struct diags diags_make(struct arena *arena);

/*
 * Adds a diagnostic and returns it, so that the caller can set `width`,
 * `expected`, `instead` and `similar` (strings from diags->arena or
 * longer-lived). The pointer is good until the next diag_add().
 */
struct diag *diag_add(struct diags *diags, enum diag_severity severity,
                      const char *rule, struct position at, const char *format,
                      ...) __attribute__((format(printf, 5, 6)));

/*
 * Writes all diagnostics in order of file, line and column: `name:line:col:
 * error: message [rule]`, the source line, a caret line, the hints. What a
 * file that was read for several sheets got each time is said and counted
 * once.
 */
void diags_print(struct diags *diags, struct bytes *out);

/* What a list of diagnostics can be written as. */
enum diag_format {
    DIAG_TEXT,   /* for people: diags_print() */
    DIAG_JSON,   /* an array of objects, docs/check.md */
    DIAG_GCC,    /* file:line:column: error: message [rule] */
    DIAG_GITHUB, /* workflow commands: ::error file=... */
};

/* The same list in the same order, for programs. */
void diags_write(struct diags *diags, enum diag_format format,
                 struct bytes *out);

/*
 * Puts the items in the order they are written: files as they were named,
 * then lines and columns. What was said twice of one place is kept once.
 */
void diags_sort(struct diags *diags);

/*
 * Takes items [from, count) off the list for which `drop` says so; errors
 * and warnings are counted anew.
 */
void diags_filter(struct diags *diags, size_t from,
                  bool (*drop)(struct diag *diag, void *context),
                  void *context);

/* Packs all of them with the files they point into (base/pack.h). */
void diags_pack(const struct diags *diags, struct bytes *out);

/*
 * Adds what was packed of the document `own`, a path. Other files are the
 * ones that are pointed into already, where they have the same name.
 */
void diags_unpack(struct diags *diags, const char *own,
                  struct pack_reader *reader);

/*
 * The candidate nearest to `word` by edit distance in code points, or NULL
 * when none is near enough to be a slip: at most a third of its letters, at
 * least one, or only letters too many or too few (okurigana).
 */
const char *diag_nearest(const char *word, const char *const *candidates,
                         size_t count);

#endif
