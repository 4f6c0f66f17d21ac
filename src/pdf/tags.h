/*
 * tags: the structure tree of a document (PDF 32000 14.7, 14.8).
 *
 * Made from the outlines of the sheets in it. While pages are written, every
 * leaf that is shown gets a marked-content number; at the end the elements
 * are written with what they hold on which page, so that a cell that goes on
 * over pages is one element. What shows a field of the source, and every
 * section, carries its address as /ID, in UTF-8.
 */
#ifndef PDF_TAGS_H
#define PDF_TAGS_H

#include <stdbool.h>
#include <stddef.h>

struct bytes;
struct objstore;
struct outline;
struct outline_node;
struct tags;

/* What is painted but is no content (14.8.2.2). */
enum tags_artifact {
    TAGS_LAYOUT, /* rules, leaders */
    TAGS_HEAD,   /* the page's head and foot, shown again */
    TAGS_FOOT,
    TAGS_REPEATED, /* column headers and labels, shown again */
};

/* With `parts` each sheet is a Part of the document; else it has only one. */
struct tags *tags_new(struct objstore *store, bool parts);
void tags_free(struct tags *tags);

/*
 * Adds a sheet at the end of the tree; its pages come next. `prefix` stands
 * before its addresses, so that they differ from those of other sheets; NULL:
 * nothing. Outline and prefix are borrowed until the sheet ends.
 */
void tags_add_sheet(struct tags *tags, const struct outline *outline,
                    const char *prefix);

/*
 * Ends the last sheet, whose pages are all written: writes its elements and
 * lets go of its outline. With `first` it comes before all others.
 */
void tags_end_sheet(struct tags *tags, bool first);

/* The next page; its /StructParents number, no annotation's either. */
unsigned tags_begin_page(struct tags *tags);

/*
 * Marks what is shown next on the page as `leaf` of the last sheet: ends
 * what is open and appends the operator that begins it, unless the same
 * element is open already. Inside of a text object both stay in it.
 */
void tags_mark(struct tags *tags, const struct outline_node *leaf,
               struct bytes *out);
void tags_mark_artifact(struct tags *tags, enum tags_artifact artifact,
                        struct bytes *out);

/* True when that leaf or, where it is NULL, that artifact is open already. */
bool tags_is_open(const struct tags *tags, const struct outline_node *leaf,
                  enum tags_artifact artifact);

/* Ends what is open. */
void tags_mark_end(struct tags *tags, struct bytes *out);

/*
 * Annotation object `id`, on the page begun last, belongs to the element that
 * `node` of the last sheet is, behind its words; its /StructParent number.
 */
unsigned tags_add_annotation(struct tags *tags, const struct outline_node *node,
                             unsigned id);

/* What was marked since the page began is on page object `id`. */
void tags_end_page(struct tags *tags, unsigned id);

/* The object of the element that a node of the sheet is, which has not ended
 * yet; 0 for leaves. */
unsigned tags_object(const struct tags *tags, const struct outline_node *node);

/* Writes the root of the tree, all sheets having ended; returns its object. */
unsigned tags_write(struct tags *tags);

#endif
