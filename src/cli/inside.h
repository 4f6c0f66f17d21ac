/* Inside of the command line: what its files share. */
#ifndef CLI_INSIDE_H
#define CLI_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "cli/cli.h"
#include "raster/raster.h"

struct arena;
struct bytes;
struct data_edition;
struct data_model;
struct form;
struct form_check_words;
struct form_data_words;
struct form_stage;
struct form_web_words;
struct font_set;
struct layout;
struct node;
struct outline;
struct outfile;
struct pack_reader;
struct record;
struct sheet;
struct sheet_entries;
struct source;

/* ---- cli_options.c ------------------------------------------------------- */

struct options {
    const char *command;
    const char *lang;      /* NULL: the environment's */
    const char *stage;     /* NULL: the edition's, else the form's usual */
    bool all_stages;       /* every one an edition lists */
    const char *from;      /* `new`: the folder of last year's edition */
    const char *out;       /* folder of the outputs */
    const char *templates; /* a further folder of forms, or NULL */
    bool pdf;              /* formats of `build` */
    bool png;
    bool text;
    bool book;    /* editions as books */
    bool summary; /* one sheet of an edition's departments */
    bool csv;
    bool json;
    struct raster_options picture; /* the size of png */
    bool html;
    bool fragment;
    bool formats;            /* the formats were named */
    enum diag_format report; /* of `check` */
    bool fix;                /* `check` mends what it can */
    bool all;       /* `check`: every finding; `diff`: also what is the same */
    bool site;      /* `build` makes a whole site */
    bool ears;      /* fragments have spoken forms */
    int heading;    /* level of a fragment's first heading */
    int jobs;       /* worker processes of `build`; 0: as needed */
    int shard;      /* the share of the documents, from 1 */
    int shards;     /* of so many; 0: all documents */
    bool watch;     /* build again whenever a file changes */
    bool indexes;   /* only what is not a single document's */
    bool outline;   /* `dump` writes what is read aloud */
    bool term;      /* `diff` writes for people */
    bool exit_code; /* and tells by its status whether there is a change */
    const char *style;     /* of its sheet: a stage of the form; or NULL */
    const char *old_label; /* heads of its columns; NULL: the form's */
    const char *new_label;
    enum { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color;
    bool hook;      /* `init` writes a pre-commit hook */
    const char *ci; /* and an example for "github" or "gitlab"; or NULL */
    bool help;
    bool version;
    char **paths;
    size_t path_count;
};

/*
 * Reads argv. False when a word is wrong; `*wrong` is then that word and
 * `*why` a message id.
 */
bool options_read(int argc, char **argv, struct options *options,
                  const char **wrong, const char **why);

/* The command that was probably meant by a wrong one, or NULL. */
const char *options_nearest_command(const struct options *options);

void options_print_help(void);

/* ---- cli_start.c --------------------------------------------------------- */

/* Standard streams that were closed, signals. First of all. */
void start_process(void);

/* ---- cli_place.c --------------------------------------------------------- */

/* Where the program's own files are, wherever it is started from. */
struct places {
    char *templates;
    char *fonts; /* fonts.yaml */
    char *locale;
    char *prove; /* the program chosho-prove */
};

/* Finds them from the program's own path. */
struct places places_find(struct arena *arena);

/* ---- cli_load.c ---------------------------------------------------------- */

struct forms {
    struct form **items;
    size_t count;
    size_t capacity;
    bool broken; /* some form could not be loaded, and that was said */
};

/* What the open data of forms looks like. */
struct models {
    struct form_model {
        const struct form *form;
        const struct form_stage *stage;
        const struct data_model *model;
    } * items;
    size_t count;
    size_t capacity;
};

/* A stage of an edition, as it names it. */
struct edition_stage {
    const char *name;
    struct position at;
    const struct value *day;         /* NULL: none */
    const struct data_edition *data; /* with that day */
};

/* All of them: those it lists, and the one it is at. */
struct edition_stages {
    struct edition_stage *items;
    size_t count;
    size_t capacity;
    const struct edition_stage *now;    /* the one it is at, or NULL */
    const struct data_edition *undated; /* for a stage it does not name */
};

/* A source on its way to an output, or an edition on its way to a book. */
struct document {
    struct arena *arena; /* of record, sheet and layout; NULL: the session's */
    const char *path;
    const struct source *source; /* NULL: not read */
    const char *stem;            /* file name without .yaml */
    const char *date;            /* PDF date of its edition, or NULL */
    const char *stage_name;      /* wanted by option or edition, or NULL */
    struct position stage_at;    /* where the edition says it */
    const struct edition_stages *stages; /* of its edition, or NULL */
    const struct edition_stage *at;      /* its own of these, or NULL */
    const char *folder; /* of the edition it was named by, or NULL */
    const struct data_edition *edition; /* NULL: none */
    const struct form *form;            /* NULL: the source could not be read */
    const struct form_stage *stage;
    const char *stage_folder;            /* of its outputs */
    const struct sheet_entries *entries; /* a book's contents, or NULL */
    struct record *record;
    struct sheet *sheet;
    const struct outline *outline; /* NULL: not asked for yet */
    struct layout *layout;
    const struct data_model *model; /* of its open data */
    /* What stays of it when it was built and given up: */
    const char *out_folder; /* of its outputs; NULL: not known yet */
    struct position where;  /* of its record */
    size_t pages;
    struct raster_size thumbnail; /* of a site */
};

struct documents {
    struct document *items;
    size_t count;
    size_t capacity;
};

/* A book: the documents [first, first + count) in order, and its own pages. */
struct book {
    struct document own; /* cover and contents; made of the edition */
    size_t first;
    size_t count;
};

struct books {
    struct book *items;
    size_t count;
    size_t capacity;
};

/* What a run adds to its outputs. */
struct outputs {
    struct written {
        const char *path;
        size_t size; /* in bytes */
    } * items;
    size_t count;
    size_t capacity;
};

struct session {
    struct arena *arena;  /* of what is worked on */
    struct arena *shared; /* of what all documents share: to the end */
    const struct options *options;
    struct places places;
    struct diags diags;
    struct forms forms;              /* loaded so far */
    const struct form *edition_form; /* NULL: not loaded yet */
    struct models models;            /* made so far */
    const struct form_data_words *words;
    const struct form_check_words *check_words;
    const struct form_web_words *web_words;
    struct font_set *fonts;
    struct documents documents;
    struct books books;    /* with options->book or options->summary */
    struct raster *raster; /* NULL: no picture was drawn yet */
    struct outputs outputs;
    struct cache *cache; /* of earlier rounds of --watch, or NULL */
    size_t rebuilt;      /* documents, see run_batch() */
    bool system_failed;
    bool differs; /* `diff` found a change */
};

/* The folder of the editions' own form, among those of the sources. */
extern const char edition_form[];

/* That of comparisons, in templates/. */
extern const char comparison_form[];

/* The forms of sources, loaded at the first call. */
const struct forms *find_forms(struct session *session);

/* The form a source names; an error that lists the forms when none is it. */
const struct form *find_form(struct session *session, const struct node *root,
                             const char *path);

/* The form of editions: the user's own, else the program's. */
const struct form *load_edition_form(struct session *session);

/* The key that says a source's form; NULL when the form has none. */
const char *form_name_key(const struct form *form);

/* Adds the documents a path names: a source, or a folder's edition. */
void load_path(struct session *session, const char *path);

/* The form a source names; an error that lists the forms when none is it. */
const struct form *find_form(struct session *session, const struct node *root,
                             const char *path);

/* A source's text, or NULL after a report. */
struct source *load_source(struct session *session, const char *path);

/* A position that stands for the whole of a file. */
struct position whole_file(struct session *session, const char *path);

/* An error: the form has no such stage, and which it has. */
void report_stage(struct session *session, struct position at,
                  const struct form *form, const char *name);

/* False when the list of fonts cannot be used. */
bool load_fonts(struct session *session);

/* A form by its name or id among all there are, or NULL. */
const struct form *find_form_named(struct session *session, const char *name);

/* A form by name, id, folder or source; NULL after a report. */
const struct form *load_named_form(struct session *session, const char *name);

/* Source to record; the document's form stays NULL when that failed. */
void load_record(struct session *session, struct document *document);

/* All paths to records and sheets, as far as they are sound. */
void load_sheets(struct session *session);

/* Record to sheet. */
void load_sheet(struct session *session, struct document *document);

/* Record to sheet to layout, checked; NULL members where that failed. */
void load_layout(struct session *session, struct document *document);

/* ---- cli_edition.c ------------------------------------------------------- */

/* The name of an edition's file in its folder. */
extern const char edition_file[];

/* Adds the departments of the edition in `folder`. */
void load_edition(struct session *session, const char *folder);

/* Takes stage and date from the edition beside a source, if there is one. */
void load_beside(struct session *session, struct document *document);

/* The edition's words for the stage the document turned out to have. */
void settle_stage(struct session *session, struct document *document);

/* ---- cli_book.c ---------------------------------------------------------- */

/*
 * Checks, builds or dumps the session's books. Parts are laid out one after
 * the other and given up as soon as they are written.
 */
void command_book(struct session *session);

/*
 * An edition's record names the stage and the day its parts are of, which may
 * have come from the command line.
 */
void name_stage(struct session *session, const struct document *own,
                const struct form_stage *stage);

/* ---- cli_gather.c -------------------------------------------------------- */

/* Documents become the summaries of their editions, laid out. */
void load_summaries(struct session *session);

/* The same, and builds them. */
void build_summaries(struct session *session);

/*
 * The summary of an edition's stage for a site, laid out; false where there is
 * none, or after a report. Its documents were read before.
 */
bool load_site_summary(struct session *session, const struct book *book,
                       struct document *summary);

/* Documents are followed by the summaries that a site has of them. */
void add_site_summaries(struct session *session);

/* ---- cli_diff.c ---------------------------------------------------------- */

/* Compares what the paths name (sides.h) and prints or builds it. */
void command_diff(struct session *session);

/* ---- cli_log.c ----------------------------------------------------------- */

/* Says which commit changed each field of the session's documents last. */
void command_log(struct session *session);

/* ---- cli_fonts.c --------------------------------------------------------- */

/* A note for each character another typeface than the style's serves. */
void report_fallbacks(struct session *session, const struct document *document);

/* ---- cli_data.c ---------------------------------------------------------- */

/* What the open data of a form's stage looks like; NULL after a report. */
const struct data_model *find_model(struct session *session,
                                    const struct form *form,
                                    const struct form_stage *stage);

/* The same for a document. */
void load_model(struct session *session, struct document *document);

/* What the data stage is given of a document. */
struct data_document make_data_document(const struct document *document);

/* Adds a document's open data to the outputs: 0 or an errno value. */
int add_data(struct session *session, struct outfile *out,
             const struct document *document);

/* ---- cli_parts.c --------------------------------------------------------- */

/*
 * The open data of editions, department by department: what a department
 * gives to its edition's files is packed where its record is, and taken, in
 * the order of the edition, where the files are written.
 */
struct parts;

void pack_part(struct session *session, const struct document *document,
               struct bytes *message);

/* NULL where no open data is wanted. */
struct parts *parts_begin(struct session *session, struct outfile *out);

/* Takes what was packed of the session's document. 0 or an errno value. */
int parts_take(struct parts *parts, const struct document *document,
               struct pack_reader *reader);

/* Ends their files. 0 or an errno value; what is amiss is in diags. */
int parts_end(struct parts *parts);

/* ---- cli_progress.c ------------------------------------------------------ */

/* One line on a terminal for what takes long. */
struct progress {
    size_t total;
    long next; /* when to write again, in ms */
    bool wanted;
    bool shown;
};

struct progress progress_begin(size_t total);
void progress_show(struct progress *progress, size_t done);

/* Takes the line away. */
void progress_end(struct progress *progress);

/* ---- cli_batch.c --------------------------------------------------------- */

/*
 * Builds (or, where `out` is NULL, reads) the session's documents one by one,
 * each given up before the next. Returns 0 or an errno value of the outputs.
 * session->rebuilt has how many were not as in an earlier round.
 */
int run_batch(struct session *session, struct outfile *out);

/* ---- cli_cache.c --------------------------------------------------------- */

/*
 * What documents left in earlier rounds of --watch, as long as their sources
 * are the same files. What a round leaves counts from its commit on.
 */
struct cache;

/* What a file was when it was read; all 0: there is none. */
struct stamp {
    uint64_t device;
    uint64_t inode;
    uint64_t size;
    uint64_t seconds;
    uint64_t nanoseconds;
};

struct cache *cache_new(void);
void cache_free(struct cache *cache);

/* Forgets everything. */
void cache_clear(struct cache *cache);

struct stamp stamp_file(const char *path);

/* What the document left, if it was read from the same file; else NULL. */
const struct bytes *cache_lookup(const struct cache *cache,
                                 const struct document *document,
                                 const struct stamp *stamp);

/* Keeps what it left in this round. */
void cache_keep(struct cache *cache, const struct document *document,
                const struct stamp *stamp, const void *data, size_t len);

/* Ends a round: what was kept counts, or (it failed) is forgotten. */
void cache_settle(struct cache *cache, bool done);

/* ---- cli_watch.c --------------------------------------------------------- */

/*
 * Builds, and builds again whenever a source or a template was changed, until
 * SIGINT or SIGTERM comes. Returns the exit status.
 */
int watch(struct session *session, void (*build)(struct session *session));

/* ---- cli_run.c ----------------------------------------------------------- */

/* Writes the diagnostics and picks the status. */
int finish_run(struct session *session);

/* ---- cli_summary.c ------------------------------------------------------- */

struct web_files;
struct web_summary;

void pack_summary(const struct web_summary *summary,
                  const struct web_files *files, struct bytes *message);
const struct web_summary *take_summary(struct arena *arena,
                                       struct web_files *files,
                                       struct pack_reader *reader);

/* ---- cli_web.c ----------------------------------------------------------- */

/* The words of web pages; NULL after a report. */
const struct form_web_words *load_web_words(struct session *session);

/*
 * Web pages as open data (cli_parts.c): where no page tells of another stage,
 * a document's page is made with it, and what its index says is packed.
 */
struct web;

/* Adds a document's page, after the files it links to. 0 or an errno value. */
int add_web_page(struct session *session, struct outfile *out,
                 struct document *document);
void pack_web(struct session *session, struct document *document,
              struct bytes *message);

/* NULL where no pages are wanted. */
struct web *web_begin(struct session *session, struct outfile *out);
void web_take(struct web *web, const struct document *document,
              struct pack_reader *reader);

/* The same for a document that is there with its record; NULL is fine. */
void web_add(struct web *web, struct document *document);

/* Adds all other pages. 0 or an errno value. */
int web_end(struct web *web);

/* ---- cli_commands.c ------------------------------------------------------ */

/* False, after a report, when two sources would be written to one file. */
bool are_apart(struct session *session);

/* The file a document was read from, without its folder. */
const char *source_name(const struct document *document);

/* True for documents of one edition, form and stage: they share data files
 * and an index. A source that was named alone shares with none. */
bool is_same_part(const struct document *a, const struct document *b);

/* An error: `document` would overwrite what is written of `other`, a path. */
void report_twice(struct session *session, const struct document *document,
                  const char *other);

/*
 * The date a document carries: its edition's, else SOURCE_DATE_EPOCH, else
 * none. The clock is never asked.
 */
const char *document_date(struct session *session,
                          const struct document *document);

/* OUT/YEAR/STAGE of a document; without YEAR where the form has none. */
char *output_folder(struct session *session, const struct document *document);

/* The outline of its sheet, made once. */
const struct outline *document_outline(struct session *session,
                                       struct document *document);

/*
 * Takes note of the files an earlier run made of a document, for indexes; an
 * error for each that is not there.
 */
void find_outputs(struct session *session, const struct document *document);

/* Adds what is wanted of a document but its page to the outputs. */
int add_document(struct session *session, struct outfile *out,
                 struct document *document);

/* Its output there: STEM.EXTENSION. */
char *output_path(struct session *session, const struct document *document,
                  const char *extension);

/*
 * Adds FOLDER/NAME.EXTENSION to the outputs and frees the bytes. Returns 0
 * or an errno value.
 */
int add_output(struct session *session, struct outfile *out, const char *folder,
               const char *name, const char *extension, struct bytes *bytes);

/*
 * Ends a run of outputs: they take their names unless something went wrong
 * (`error`: an errno value). True when they did.
 */
bool end_outputs(struct session *session, struct outfile *out, int error);

/* Writes to standard output and frees. */
void print_bytes(struct bytes *bytes);

/* Each runs one command over the session's documents. */
void command_build(struct session *session);

/* Builds documents that were made and laid out, not read; none of a site. */
void build_made(struct session *session);
void command_dump(struct session *session);
void command_text(struct session *session);
void command_fonts(struct session *session);

/* ---- cli_new.c ----------------------------------------------------------- */

/* Writes a blank source, or next year's of an edition. */
void command_new(struct session *session);

/* ---- cli_init.c ---------------------------------------------------------- */

/* Sets up the git repository that the first path is in. */
void command_init(struct session *session);

/* ---- cli_check.c --------------------------------------------------------- */

/*
 * The style of a sound record, when the command is `check`: where there are
 * errors, texts may be other than they were meant. Then switches of form and
 * source are heeded. `from`: the first diagnostic of this source.
 */
void proofread(struct session *session, const struct document *document,
               const struct record *record, size_t from, bool sound);

/* Prints the schema of a form's sources. */
void command_schema(struct session *session);

/* Writes mended sources; true when there were any. */
bool mend_sources(struct session *session);

/* ---- cli_picture.c ------------------------------------------------------- */

/*
 * Adds a picture of each page to `out`; an error in the session's diags when
 * one would be too large. Returns what outfile_add() says.
 */
int add_pictures(struct session *session, struct outfile *out,
                 const struct document *document);

/*
 * Adds NAME.small.png, the first page as its page on the web shows it.
 * Returns 0 or an errno value.
 */
int add_thumbnail(struct session *session, struct outfile *out,
                  const struct document *document);

/* The size it is shown at: half of its own, for dense screens. */
struct raster_size thumbnail_size(const struct document *document);

/* Says what was written, to a person at a terminal. */
void report_pictures(struct session *session, const struct document *document);

#endif
