/*
 * HarfBuzz is given a face that holds only the tables a PDF reader draws
 * from. Subsetting the whole face would work through layout and name tables
 * that are thrown away afterwards: 24 ms instead of 0.4 for a large face.
 */
#include "pdf/subset.h"

#include <hb-subset.h>

#include "base/bytes.h"
#include "font/font.h"

static const hb_tag_t glyf_tables[] = {
    HB_TAG('g', 'l', 'y', 'f'), HB_TAG('h', 'e', 'a', 'd'),
    HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
    HB_TAG('l', 'o', 'c', 'a'), HB_TAG('m', 'a', 'x', 'p'),
};
static const hb_tag_t cff_tables[] = {
    HB_TAG('C', 'F', 'F', ' '), HB_TAG('h', 'e', 'a', 'd'),
    HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
    HB_TAG('m', 'a', 'x', 'p'),
};

/* The first table of each list is the one with the outlines. */
static hb_face_t *outline_face(const struct font_face *face)
{
    const hb_tag_t *tags = face->is_cff ? cff_tables : glyf_tables;
    size_t count = face->is_cff ? sizeof cff_tables / sizeof *tags
                                : sizeof glyf_tables / sizeof *tags;
    hb_face_t *outlines = hb_face_builder_create();

    for (size_t i = 0; i < count; i++) {
        hb_blob_t *blob = hb_face_reference_table(face->hb_face, tags[i]);

        if (hb_blob_get_length(blob))
            hb_face_builder_add_table(outlines, tags[i], blob);
        hb_blob_destroy(blob);
    }
    return outlines;
}

static hb_subset_plan_t *make_plan(hb_face_t *outlines, bool is_cff,
                                   const uint32_t *gids, size_t count,
                                   bool keep_gids)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_subset_plan_t *plan;
    unsigned flags =
        HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE;

    if (!input)
        return NULL;
    if (is_cff)
        flags |= HB_SUBSET_FLAGS_DESUBROUTINIZE;
    if (keep_gids)
        flags |= HB_SUBSET_FLAGS_RETAIN_GIDS;
    hb_subset_input_set_flags(input, flags);
    for (size_t i = 0; i < count; i++)
        hb_set_add(hb_subset_input_glyph_set(input), gids[i]);
    plan = hb_subset_plan_create_or_fail(outlines, input);
    hb_subset_input_destroy(input);
    return plan;
}

static void append_program(hb_face_t *subset, bool is_cff, struct bytes *out)
{
    hb_blob_t *blob = is_cff ? hb_face_reference_table(subset, cff_tables[0])
                             : hb_face_reference_blob(subset);
    unsigned len;
    const char *data = hb_blob_get_data(blob, &len);

    bytes_append(out, data, len);
    hb_blob_destroy(blob);
}

bool subset_make(const struct font_face *face, const uint32_t *gids,
                 size_t count, bool keep_gids, uint32_t *new_gids,
                 struct bytes *program)
{
    hb_face_t *outlines = outline_face(face);
    hb_subset_plan_t *plan =
        make_plan(outlines, face->is_cff, gids, count, keep_gids);
    hb_face_t *subset = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;

    if (subset) {
        const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(plan);

        for (size_t i = 0; i < count; i++)
            new_gids[i] = hb_map_get(map, gids[i]);
        append_program(subset, face->is_cff, program);
        hb_face_destroy(subset);
    }
    if (plan)
        hb_subset_plan_destroy(plan);
    hb_face_destroy(outlines);
    return subset && program->len;
}
