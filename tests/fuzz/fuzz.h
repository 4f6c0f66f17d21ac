/*
 * fuzz: what the fuzz targets share.
 *
 * A target is a file NAME_fuzz.c with LLVMFuzzerTestOneInput(). It is linked
 * twice: with libFuzzer for `make fuzz`, and with replay.c, which runs it on
 * files that are kept. A finding is a crash, a report of a sanitizer, a hang,
 * or fuzz_fail(): something that must hold did not.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

struct arena;
struct bytes;
struct font_set;
struct form;
struct form_stage;
struct layout;
struct node;
struct record;
struct sheet;

/* Always 0. The data is the target's for the call only. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Ends the program with a message and a trace: a finding. */
_Noreturn void fuzz_fail(const char *what, const char *detail);

/* ---- inputs of several files --------------------------------------------- */

/*
 * An input may hold several files: a line "=== NAME" stands before each. What
 * stands before the first such line is the file "".
 */
struct fuzz_part {
    char *name; /* NUL-terminated */
    const char *data;
    size_t len;
};

struct fuzz_parts {
    struct fuzz_part *items;
    size_t count;
    size_t capacity;
};

struct fuzz_parts fuzz_split(struct arena *arena, const uint8_t *data,
                             size_t len);

/* A part by name; an empty one when there is none. */
struct fuzz_part fuzz_lookup(const struct fuzz_parts *parts, const char *name);

/* A folder of this process, removed at its end. */
const char *fuzz_folder(void);

/* Writes FOLDER/NAME; `name` may not leave the folder. False if it would. */
bool fuzz_write(const char *name, const void *data, size_t len);

/* Removes all files in the folder. */
void fuzz_sweep(void);

/* ---- from a form and a source to the outputs ----------------------------- */

/* The program's own fonts, opened once. */
struct font_set *fuzz_fonts(void);

struct fuzz_run {
    struct arena *arena;
    struct diags diags;
};

/* Formats the messages; FUZZ_SHOW in the environment shows them, too. */
void fuzz_tell(struct fuzz_run *run);

/*
 * The form that a source's own words name, one of seven that are loaded once;
 * the last of them for others.
 */
const struct form *fuzz_find_form(const struct node *root);

/* A source read into a record of the form; NULL when it has errors. */
struct record *fuzz_read(struct fuzz_run *run, const char *data, size_t len,
                         const struct form *form,
                         const struct form_stage *stage);

/*
 * Record to sheet, layout, text, HTML, CSV, JSON and (`all`) PDF and a
 * picture. The layout must be true to the source, and what can be proven of
 * the files must be.
 */
void fuzz_outputs(struct fuzz_run *run, const struct form_stage *stage,
                  const struct record *record, struct font_set *fonts,
                  bool all);

/*
 * The same of a record with changes, which nothing proves: sheet, layout,
 * text and (`all`) PDF and a picture; the page goes to `page`.
 */
void fuzz_marked_outputs(struct fuzz_run *run, const struct form_stage *stage,
                         const struct record *record, bool all,
                         struct bytes *page);

/* True for one of `n` inputs, always the same ones. */
bool fuzz_chosen(const uint8_t *data, size_t len, unsigned n);

#endif
