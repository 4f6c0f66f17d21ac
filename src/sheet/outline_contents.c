/*
 * Contents: items in the order of the lines, those of a deeper level in a
 * list of their own below the item they belong to (PDF 32000 14.8.4.3).
 *
 *     Department ..... 3     item: link
 *       1  Goal ...... 3       contents: item: label, link
 *       2  Goal ...... 4                 item: label, link
 *
 * What leads to a page is one link, words and page number; the number in
 * front is the item's label.
 */
#include "sheet/outline_inside.h"

/* The list that a line of this level goes on. */
static struct outline_node *find_list(struct outlining *outlining,
                                      struct outline_node *contents, int level)
{
    const struct outline_node *item = contents->last;

    while (item && item->level < level) {
        if (item->last->kind != OUTLINE_CONTENTS)
            return outline_add(outlining, contents->last, OUTLINE_CONTENTS);
        contents = item->last;
        item = contents->last;
    }
    return contents;
}

static struct outline_node *add_link(struct outlining *outlining,
                                     struct outline_node *item,
                                     const struct sheet_entry *entry)
{
    struct outline_node *link =
        outline_add(outlining, outline_add(outlining, item, OUTLINE_REFERENCE),
                    OUTLINE_LINK);

    link->entry = entry;
    return link;
}

static void add_line(struct outlining *outlining, struct outline_node *contents,
                     const struct sheet_block *line)
{
    const struct sheet_paragraph *paragraph = line->paragraph;
    struct outline_node *list =
        find_list(outlining, contents, line->entry->level);
    struct outline_node *item =
        outline_add(outlining, list, OUTLINE_CONTENTS_ITEM);
    struct outline_node *link;

    item->address = line->address;
    item->level = line->entry->level;
    if (outline_has_words(&paragraph->text) ||
        outline_has_words(&paragraph->end)) {
        if (outline_has_words(&paragraph->marker))
            outline_add_marker_words(
                outlining, outline_add(outlining, item, OUTLINE_LABEL),
                paragraph);
        link = add_link(outlining, item, line->entry);
    } else {
        link = add_link(outlining, item, line->entry);
        outline_add_marker_words(outlining, link, paragraph);
    }
    outline_add_text_words(outlining, link, paragraph);
}

size_t outline_add_contents(struct outlining *outlining,
                            struct outline_node *parent,
                            const struct sheet_block *blocks, size_t count)
{
    struct outline_node *contents = NULL;
    size_t taken = 0;

    for (; taken < count && blocks[taken].form == blocks->form; taken++) {
        const struct sheet_blocks *lines = blocks[taken].blocks;

        for (size_t i = 0; i < lines->count; i++) {
            const struct sheet_block *line = &lines->items[i];

            if (!line->entry || !outline_paragraph_has_words(line->paragraph))
                continue;
            if (!contents)
                contents = outline_add(outlining, parent, OUTLINE_CONTENTS);
            add_line(outlining, contents, line);
        }
    }
    return taken;
}
