/*
 * web: the words of web pages that no sheet says (docs/web.md): links to
 * skip and to go up, headings of indexes, how signs sound. They stand in
 * templates/web.yaml.
 */
#ifndef FORM_WEB_H
#define FORM_WEB_H

#include <stddef.h>

struct arena;
struct diags;

/* A sign that voices read wrongly, and the word that is said for it. */
struct form_spoken {
    const char *text;
    const char *spoken;
};

/* templates/web.yaml. Nothing is NULL. "{}" stands for what is named. */
struct form_web_words {
    const char *lang; /* BCP 47, of indexes */
    const char *skip; /* the link past the head of a page */
    const char *here; /* name of the way from the top */
    const char *top;  /* title of the first page */
    const char *contents;
    const char *edition; /* heading of a column */
    const char *documents;
    const char *document;
    const char *files;
    const char *year;        /* behind a year as typed: the year A.D. */
    const char *description; /* of an index, for search: its title */
    const char *sum;         /* what is counted */
    const char *none;        /* nothing was given */
    const char *given;       /* heading of the column of bars */
    const char *given_of;    /* so many, "{}" again: of so many */
    const char *count;       /* so many */
    const char *file;        /* kind of file; "{}" again: its size */
    const char *kilobytes;
    const char *megabytes;
    const char *dictionary; /* data.html */
    const char *stages;     /* name of the links to other stages */
    const char *since;      /* heading: what changed since the stage "{}" */
    const char *filled;     /* headings of columns: what is there now, */
    const char *missing;    /* what is not, */
    const char *changed;    /* marks that are others than before, */
    const char *same;       /* that are the same, */
    const char *fresh;      /* where there was none */
    const char *arrow;      /* between the mark before and now: shown, */
    const char *becomes;    /* and said */
    struct {
        struct form_spoken *items;
        size_t count;
        size_t capacity;
    } ears;
};

/* Loads web.yaml; every mistake goes to `diags`, and then it is NULL. */
const struct form_web_words *
form_load_web_words(struct arena *arena, const char *file, struct diags *diags);

#endif
