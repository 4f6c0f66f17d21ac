/* Open data of a document: NAME.items.csv, NAME.entries.csv, NAME.json. */
#include <string.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "cli/inside.h"
#include "data/data.h"
#include "form/form.h"
#include "record/record.h"

static const struct form_data_words *find_words(struct session *session)
{
    char *file = arena_printf(session->shared, "%s/data.yaml",
                              session->places.templates);

    if (!session->words)
        session->words =
            form_load_data_words(session->shared, file, &session->diags);
    return session->words;
}

const struct data_model *find_model(struct session *session,
                                    const struct form *form,
                                    const struct form_stage *stage)
{
    const struct form_data_words *words = find_words(session);
    struct form_model *model;

    for (size_t i = 0; i < session->models.count; i++)
        if (session->models.items[i].form == form &&
            session->models.items[i].stage == stage)
            return session->models.items[i].model;
    if (!words)
        return NULL;
    model = LIST_ADD(session->shared, &session->models);
    *model = (struct form_model){
        .form = form,
        .stage = stage,
        .model = data_model_make(session->shared, form, stage, words,
                                 &session->diags),
    };
    return model->model;
}

void load_model(struct session *session, struct document *document)
{
    if (document->form && document->stage)
        document->model = find_model(session, document->form, document->stage);
}

/* ---- documents ----------------------------------------------------------- */

static int add_tables(struct session *session, struct outfile *out,
                      const struct document *document, const char *folder)
{
    struct data_document data = make_data_document(document);
    struct bytes bytes = { 0 };
    int error = 0;

    for (size_t i = 0; i < data_table_count(document->model) && !error; i++) {
        data_write_csv(document->model, i, &data, &bytes);
        error = add_output(session, out, folder,
                           arena_printf(session->arena, "%s.%s", document->stem,
                                        data_table_id(document->model, i)),
                           "csv", &bytes);
    }
    return error;
}

struct data_document make_data_document(const struct document *document)
{
    return (struct data_document){
        .record = document->record,
        .id = document->stem,
        .source = source_name(document),
        .edition = document->edition,
    };
}

int add_data(struct session *session, struct outfile *out,
             const struct document *document)
{
    struct data_document data = make_data_document(document);
    const char *folder = output_folder(session, document);
    struct bytes bytes = { 0 };
    int error = 0;

    if (document->form->gathers) /* its sources have their own */
        return 0;
    if (session->options->csv)
        error = add_tables(session, out, document, folder);
    if (session->options->json && !error) {
        data_write_json(document->model, &data, &bytes);
        error =
            add_output(session, out, folder, document->stem, "json", &bytes);
    }
    return error;
}
