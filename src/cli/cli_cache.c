#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "cli/inside.h"

struct entry {
    char *path;
    char *stage; /* NULL: not asked for by name */
    struct stamp stamp;
    struct bytes left;
    bool fresh; /* of this round */
};

struct cache {
    struct entry *items;
    size_t count;
    size_t capacity;
};

struct cache *cache_new(void)
{
    struct cache *cache = memory_alloc(sizeof *cache);

    *cache = (struct cache){ 0 };
    return cache;
}

static void free_entry(struct entry *entry)
{
    free(entry->path);
    free(entry->stage);
    bytes_free(&entry->left);
}

void cache_clear(struct cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < cache->count; i++)
        free_entry(&cache->items[i]);
    cache->count = 0;
}

void cache_free(struct cache *cache)
{
    cache_clear(cache);
    if (cache)
        free(cache->items);
    free(cache);
}

struct stamp stamp_file(const char *path)
{
    struct stat status;

    if (stat(path, &status))
        return (struct stamp){ 0 };
    return (struct stamp){
        .device = (uint64_t)status.st_dev,
        .inode = (uint64_t)status.st_ino,
        .size = (uint64_t)status.st_size,
        .seconds = (uint64_t)status.st_mtim.tv_sec,
        .nanoseconds = (uint64_t)status.st_mtim.tv_nsec,
    };
}

static struct entry *find_entry(const struct cache *cache,
                                const struct document *document)
{
    const char *stage = document->stage_name;

    for (size_t i = 0; i < cache->count; i++) {
        struct entry *entry = &cache->items[i];

        if (!strcmp(entry->path, document->path) &&
            (stage && entry->stage ? !strcmp(entry->stage, stage)
                                   : !stage && !entry->stage))
            return entry;
    }
    return NULL;
}

const struct bytes *cache_lookup(const struct cache *cache,
                                 const struct document *document,
                                 const struct stamp *stamp)
{
    const struct entry *entry = find_entry(cache, document);

    if (!entry || !stamp->inode ||
        memcmp(&entry->stamp, stamp, sizeof *stamp) != 0)
        return NULL;
    return &entry->left;
}

static char *copy(const char *words)
{
    size_t len = strlen(words) + 1;

    return memcpy(memory_alloc(len), words, len);
}

void cache_keep(struct cache *cache, const struct document *document,
                const struct stamp *stamp, const void *data, size_t len)
{
    struct entry *entry = find_entry(cache, document);

    if (!entry && cache->count == cache->capacity) {
        cache->capacity = cache->capacity ? cache->capacity * 2 : 16;
        cache->items = memory_realloc(cache->items,
                                      cache->capacity * sizeof *cache->items);
    }
    if (!entry) {
        entry = &cache->items[cache->count++];
        *entry = (struct entry){
            .path = copy(document->path),
            .stage = document->stage_name ? copy(document->stage_name) : NULL,
        };
    }
    entry->stamp = *stamp;
    entry->left.len = 0;
    bytes_append(&entry->left, data, len);
    entry->fresh = true;
}

void cache_settle(struct cache *cache, bool done)
{
    size_t kept = 0;

    for (size_t i = 0; cache && i < cache->count; i++) {
        struct entry *entry = &cache->items[i];

        if (entry->fresh && !done) {
            free_entry(entry);
            continue;
        }
        entry->fresh = false;
        cache->items[kept++] = *entry;
    }
    if (cache)
        cache->count = kept;
}
