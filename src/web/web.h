/*
 * web: sheets as web pages, and the pages that lead to them. docs/web.md
 * describes them for those who publish them.
 *
 * A page says what the outline of its sheet says (sheet/outline.h), in the
 * same order: nothing that is content is left out, nothing is said twice.
 * What a page says beside its sheet, the words come from
 * templates/web.yaml and from the form; none stands here.
 */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct bytes;
struct form;
struct form_stage;
struct form_web_words;
struct outline;
struct record;

/* A file that a page links to. */
struct web_file {
    const char *name;  /* beside the page; a-z A-Z 0-9 . _ - and Japanese */
    const char *kind;  /* for people: "PDF" */
    size_t size;       /* in bytes; 0: a page, called `kind` */
    const char *image; /* a small picture of it, beside the page; or NULL */
    int64_t width;     /* it is shown at, in CSS pixels */
    int64_t height;
};

struct web_files {
    struct web_file *items;
    size_t count;
    size_t capacity;
};

/* What indexes say of a document. */
struct web_summary {
    const char *name;
    size_t *given;      /* how often each choice that is counted was given */
    size_t given_count; /* 0: none is counted */
    size_t none;        /* records without any */
    size_t *records;    /* of each list that is counted */
    size_t records_count;
    const char *sections; /* its headings as list items; "" when none */
};

struct web_document {
    const char *id;                /* its page is ID.html */
    const struct outline *outline; /* of its sheet; for indexes NULL will do */
    const struct record *record;   /* the same */
    const struct web_summary *summary; /* what they say instead, or NULL */
    struct web_files files;            /* of this document */
};

/*
 * The documents of one folder: those of an edition that share form and
 * stage, at least one.
 */
struct web_part {
    const char *folder; /* below the top: "r02/chukan" */
    const char *city;   /* NULL: not known; so the next */
    const char *year_typed;
    int year; /* A.D.; 0: none */
    const struct form *form;
    const struct form_stage *stage;
    bool indexed; /* it has an index.html */
    struct web_document *items;
    size_t count;
    size_t capacity;
    struct web_files files; /* of the part */
    bool dictionary;        /* data.html explains them */
    /* Those made together with it, among them other stages of its year, and
       itself; NULL: none is known. */
    const struct web_parts *all;
};

struct web_parts {
    struct web_part *items;
    size_t count;
    size_t capacity;
};

struct web_options {
    const struct form_web_words *words;
    bool topped; /* there is a first page over all parts */
    bool ears;   /* FRAGMENT: spoken forms; pages always have them */
    int heading; /* FRAGMENT: level of its first heading, 1 to 6 */
};

/*
 * What web_write_index() will say of a document of a part, so that its record
 * need not be kept; in `arena`.
 */
const struct web_summary *web_summarize(struct arena *arena,
                                        const struct web_options *options,
                                        const struct web_part *part,
                                        size_t document);

/* The page of one document; pictures of its files are on no other page. */
void web_write_page(struct arena *arena, const struct web_options *options,
                    const struct web_part *part, size_t document,
                    struct bytes *out);

/*
 * The same sheet as one element, for a page of another program: no head,
 * no links; ids begin with the document's id and "/".
 */
void web_write_fragment(struct arena *arena, const struct web_options *options,
                        const struct web_part *part, size_t document,
                        struct bytes *out);

/* index.html of a part. */
void web_write_index(struct arena *arena, const struct web_options *options,
                     const struct web_part *part, struct bytes *out);

/*
 * Where the index.html above the stages of a part's year goes, "r02" below
 * the top; NULL when there is none, or it is another part's to say.
 */
const char *web_year_folder(struct arena *arena, const struct web_parts *parts,
                            size_t part);

/* That index.html: departments by stages. */
void web_write_year(struct arena *arena, const struct web_options *options,
                    const struct web_parts *parts, size_t part,
                    struct bytes *out);

/* index.html over all parts, at least one. */
void web_write_top(struct arena *arena, const struct web_options *options,
                   const struct web_parts *parts, struct bytes *out);

#endif
