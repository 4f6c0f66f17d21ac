/* log: which commit changed a field last, found and written. */
#ifndef CLI_LOG_H
#define CLI_LOG_H

#include "compare/compare.h"
#include "compare/repo.h"

struct bytes;
struct data_edition;

enum log_fate {
    LOG_UNKNOWN,     /* the last commit cannot be read */
    LOG_UNCOMMITTED, /* changed in the work tree */
    LOG_KNOWN,       /* changed in `commit` */
    LOG_OR_EARLIER,  /* in `commit` or before it: no more can be read */
};

/* A field of a record as it is today. */
struct log_field {
    const struct record *record;
    const struct form_field *field;
    const char *path;
    enum log_fate fate;
    struct repo_commit commit;
};

struct log_document {
    const char *path;
    const struct record *record;
    const struct data_edition *edition; /* NULL: none */
    struct log_field **items;           /* in the order of the source */
    size_t count;
    size_t capacity;
};

struct log_documents {
    struct log_document *items;
    size_t count;
    size_t capacity;
};

/* For people, and for programs (docs/diff.md). */
void log_write_term(struct arena *arena, const struct log_documents *documents,
                    struct bytes *out);
void log_write_json(struct arena *arena, const struct log_documents *documents,
                    struct bytes *out);

#endif
