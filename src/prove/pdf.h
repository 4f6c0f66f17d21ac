/*
 * pdf: the structure tree of a finished PDF as words and cells, through
 * libqpdf. pdf_file.c opens the file and reads its pages, pdf_tree.c walks
 * the tree.
 */
#ifndef PROVE_PDF_H
#define PROVE_PDF_H

#include <qpdf/qpdf-c.h>

#include "prove/inside.h"
#include "prove/marked.h"

struct pdf_page {
    int object; /* its number */
    struct marked_page content;
};

struct pdf_file {
    struct proof *proof;
    struct arena *arena;
    qpdf_data qpdf;
    struct pdf_page *pages;
    size_t page_count;
    bool unread; /* a page or the tree could not be read: cells may be absent */
};

/*
 * Opens the proof's file and reads what its pages show. False, with a fault,
 * when it cannot be read. The caller closes it in either case.
 */
bool pdf_open(struct pdf_file *file, struct proof *proof);
void pdf_close(struct pdf_file *file);

/* Appends a text string object as UTF-8. */
void pdf_append_text(struct pdf_file *file, qpdf_oh string, struct bytes *out);

/* A string object in the file's arena, byte by byte; NULL: it is none. */
char *pdf_string(struct pdf_file *file, qpdf_oh string);

/* Reads the structure tree; faults go to the file's proof. */
void pdf_read_tree(struct pdf_file *file, struct prove_reading *reading);

#endif
