/* Links of pages: relative paths and ids, as a browser resolves them. */
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/disk.h"
#include "base/message.h"
#include "base/source.h"
#include "prove/page.h"

enum { DEPTH_LIMIT = 200 };

struct linking {
    struct proof *proof;
    const char *folder; /* of the page, with its "/", or "" */
    const GumboNode *page;
    const char *path;
    const struct prove_pages *pages;
    const struct form_web_words *words;
    const char *other_path; /* the page that was led into last, or NULL */
    GumboOutput *other;
};

static int digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* `len` bytes of a URL without %XX. */
static char *decode(struct arena *arena, const char *url, size_t len)
{
    char *path = arena_copy(arena, url, len);
    char *out = path;

    for (const char *at = path; *at; at++) {
        int high = *at == '%' ? digit(at[1]) : -1;
        int low = high >= 0 ? digit(at[2]) : -1;

        *out = *at;
        if (low >= 0) {
            *out = (char)(high << 4 | low);
            at += 2;
        }
        out++;
    }
    *out = '\0';
    return path;
}

/* The address an id in a URL is written for: ids have %XX of their own. */
static char *decode_twice(struct arena *arena, const char *url)
{
    const char *id = decode(arena, url, strlen(url));

    return decode(arena, id, strlen(id));
}

static bool has_id(const GumboNode *node, const char *id, int depth)
{
    bool found;

    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT)
        return false;
    found = !strcmp(page_attribute(node, "id"), id);
    for (unsigned i = 0; i < node->v.element.children.length && !found; i++)
        found = has_id(node->v.element.children.data[i], id, depth + 1);
    return found;
}

static void close_other(struct linking *linking)
{
    if (linking->other)
        gumbo_destroy_output(&kGumboDefaultOptions, linking->other);
    linking->other = NULL;
}

/* True when the page at `path` has an element of that id. */
static bool leads_into(struct linking *linking, const char *path,
                       const char *id)
{
    struct source *file;

    if (!linking->other || strcmp(linking->other_path, path)) {
        close_other(linking);
        file = source_load(linking->proof->arena, path, PROVE_FILE_LIMIT);
        if (!file)
            return false;
        linking->other_path = path;
        linking->other = gumbo_parse(file->data);
    }
    return has_id(linking->other->root, id, 0);
}

static bool is_sound(struct linking *linking, const char *url)
{
    struct arena *arena = linking->proof->arena;
    size_t len = strcspn(url, "#");
    const char *path = decode(arena, url, len);
    const char *id =
        url[len] ? decode(arena, url + len + 1, strlen(url + len + 1)) : NULL;
    struct stat info;

    if (!strcmp(url, "data:,")) /* the empty icon */
        return true;
    if (!*path)
        return id && has_id(linking->page, id, 0);
    /* Nothing leads out of the site. */
    if (*path == '/' || path[strcspn(path, ":/")] == ':')
        return false;
    path = arena_printf(arena, "%s%s", linking->folder, path);
    if (!disk_stat(path, &info) || !S_ISREG(info.st_mode))
        return false;
    return !id || leads_into(linking, path, id);
}

static const struct prove_truth *find_truth(const struct linking *linking,
                                            const char *path)
{
    for (size_t i = 0; i < linking->pages->count; i++)
        if (!strcmp(linking->pages->items[i].path, path))
            return linking->pages->items[i].truth;
    return NULL;
}

/*
 * A link to a document says its name or its stage, one into it its section's
 * title.
 */
static void check_words(struct linking *linking, const GumboNode *node,
                        const char *url)
{
    struct arena *arena = linking->proof->arena;
    size_t len = strcspn(url, "#");
    const char *path = len ? arena_printf(arena, "%s%s", linking->folder,
                                          decode(arena, url, len))
                           : linking->path;
    const struct prove_truth *truth = find_truth(linking, path);
    const char *id = url[len] ? url + len + 1 : NULL;
    const char *found = page_words(arena, node, true, 0);
    const char *want = NULL;

    if (truth && id)
        want = truth_title(truth, decode_twice(arena, id));
    else if (truth)
        want = truth_name(truth);
    if (truth && !id && truth_stage_name(truth) &&
        !strcmp(truth_stage_name(truth), found))
        return;
    if (want)
        proof_expect(linking->proof, url,
                     page_aloud(arena, linking->words, want), found);
}

static void check_node(struct linking *linking, const GumboNode *node,
                       int depth)
{
    static const char *const names[] = { "href", "src" };

    if (node->type != GUMBO_NODE_ELEMENT || depth == DEPTH_LIMIT)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const GumboAttribute *link =
            gumbo_get_attribute(&node->v.element.attributes, names[i]);

        if (link && !is_sound(linking, link->value))
            proof_fault(linking->proof, _("the link \"%s\" leads nowhere"),
                        link->value);
        else if (link && node->v.element.tag == GUMBO_TAG_A)
            check_words(linking, node, link->value);
    }
    for (unsigned i = 0; i < node->v.element.children.length; i++)
        check_node(linking, node->v.element.children.data[i], depth + 1);
}

bool prove_links(struct arena *arena, const struct prove_pages *pages,
                 const struct form_web_words *words, const char *path,
                 const struct source *file, struct diags *diags)
{
    struct proof proof = {
        .arena = arena, .diags = diags, .file = file, .format = "HTML"
    };
    const char *slash = strrchr(path, '/');
    GumboOptions options = kGumboDefaultOptions;
    GumboOutput *page =
        gumbo_parse_with_options(&options, file->data, file->len);
    struct linking linking = {
        .proof = &proof,
        .folder =
            slash ? arena_copy(arena, path, (size_t)(slash + 1 - path)) : "",
        .page = page->root,
        .path = path,
        .pages = pages,
        .words = words,
    };

    check_node(&linking, page->root, 0);
    close_other(&linking);
    gumbo_destroy_output(&options, page);
    return proof_end(&proof);
}
