/* schema: templates/schema.yaml, the words of a schema for editors. */
#ifndef FORM_SCHEMA_H
#define FORM_SCHEMA_H

struct arena;
struct diags;

/* Nothing is NULL. "{}" stands for what the member says. */
struct form_schema_words {
    const char *lang;
    const char *title; /* the form's name */
    const char *required;
    const char *expected;
    const char *stage;   /* the stage's name */
    const char *markers; /* a list of them */
    const char *ruby;
    const char *numbered;
    /* By type, what may stand there. */
    const char *text;
    const char *entries;
    const char *choice;
    const char *number;
    const char *fiscal_year;
    const char *date;
    const char *records;
    const char *group;
    const char *form;
    const char *strings;
};

/* Loads schema.yaml; every mistake goes to `diags`, and then it is NULL. */
const struct form_schema_words *form_load_schema_words(struct arena *arena,
                                                       const char *file,
                                                       struct diags *diags);

#endif
