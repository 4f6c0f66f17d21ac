/*
 * json: finished JSON against the record; prove_json.c compares what stands
 * around it, json_record.c the record.
 */
#ifndef PROVE_JSON_H
#define PROVE_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "prove/inside.h"

struct record;

struct json_proof {
    struct proof *proof;
    struct arena *arena;
    struct prove_truth *truth;
    const char *prefix; /* of addresses, for messages */
};

/* "ADDRESS.KEY" for messages. */
const char *json_at(const struct json_proof *comparing, const char *address,
                    const char *key);

/* A string, or null where `want` is NULL. */
void json_expect_string(struct json_proof *comparing, const char *address,
                        const char *want, const json_t *got);

void json_expect_int(struct json_proof *comparing, const char *address,
                     int64_t want, const json_t *got);

/* How many members there are: none that nobody asked for. */
void json_expect_count(struct json_proof *comparing, const char *address,
                       size_t want, const json_t *got);

/* A record; `prefix` stands before the keys in addresses. */
void json_compare_record(struct json_proof *comparing,
                         const struct record *record, const char *prefix,
                         const json_t *got);

#endif
