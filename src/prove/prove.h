/*
 * prove: what finished files say, compared with their source.
 *
 * Files are opened with readers of their own (libqpdf, Gumbo, Jansson, a
 * small reader of CSV); nothing that wrote them is called. Each cell is found
 * by its address and compared with what the bound sheet or the record says.
 * docs/prove.md tells what is and what is not compared.
 *
 * Differences are errors with the file's name; a file that cannot be read is
 * one too. Files are not trusted: they may be damaged or made to harm.
 */
#ifndef PROVE_PROVE_H
#define PROVE_PROVE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct data_edition;
struct diags;
struct form_data_words;
struct form_web_words;
struct prove_truth;
struct record;
struct sheet;
struct source;

enum {
    PROVE_FILE_LIMIT = 64 << 20, /* bytes of a file that is looked at */
    PROVE_DIGEST = 65,           /* hexadecimal digits and NUL */
};

struct prove_document {
    const char *id;     /* its files' name */
    const char *source; /* name of the file it was read from */
    const struct sheet *sheet;
    const struct data_edition *edition; /* NULL: none */
};

/* What the files of a document must say. Points into its arguments. */
struct prove_truth *prove_truth_make(struct arena *arena,
                                     const struct prove_document *document);

/* How many values of the source have words, and how many characters. */
size_t prove_cell_count(const struct prove_truth *truth);
size_t prove_character_count(const struct prove_truth *truth);

/*
 * SHA-256 of the source's words as they were last found in a file: of each
 * value and line in the form's order `ADDRESS TAB WORDS LF`, where a reading
 * stands between two TABs behind its base. False when the file was not proven.
 */
bool prove_digest(const struct prove_truth *truth, char out[PROVE_DIGEST]);

struct prove_truths {
    struct prove_truth **items;
    size_t count;
    size_t capacity;
};

/* Each is true when the file says what it must; else diags say more. */
bool prove_pdf(struct prove_truth *truth, const struct source *file,
               struct diags *diags);

/*
 * A book: behind its own pages, which are not looked at, the documents in
 * their order. At least one.
 */
bool prove_book(const struct prove_truths *truths, const struct source *file,
                struct diags *diags);

/*
 * A page; or a fragment, whose ids begin with the document's id and "/". What
 * is seen and what is heard; `words` has the rules for it.
 */
bool prove_html(struct prove_truth *truth, const struct form_web_words *words,
                bool fragment, const struct source *file, struct diags *diags);

/* The pages of documents, which others link to. */
struct prove_pages {
    struct prove_page {
        const char *path;
        const struct prove_truth *truth;
    } * items;
    size_t count;
    size_t capacity;
};

/*
 * Where the links of a page at `path` lead: to files that are there, and to
 * elements of them that have the id. Links to `pages` and their sections must
 * say what these are called. Files are looked for on this machine.
 */
bool prove_links(struct arena *arena, const struct prove_pages *pages,
                 const struct form_web_words *words, const char *path,
                 const struct source *file, struct diags *diags);

/*
 * What a table's file is called: "items", then "entries"; NULL behind the
 * last one.
 */
const char *prove_table_id(struct arena *arena, const struct prove_truth *truth,
                           size_t table);

/*
 * All tables, in that order, of a document or, with `edition`, of several
 * that share form and stage.
 */
bool prove_csv(const struct prove_truths *truths, bool edition,
               const struct form_data_words *words,
               const struct source *const *files, struct diags *diags);

/* A document's JSON; with `edition` that of all documents of one. */
bool prove_json(const struct prove_truths *truths, bool edition,
                const struct source *file, struct diags *diags);

#endif
