/*
 * Books: an edition's departments behind a cover and contents, with page
 * numbers that go on from the first page to the last.
 *
 * A part is read, laid out, written into the PDF and given up before the
 * next one is read; what stays of it are its headings and the frames of its
 * pages. Contents come last, when all pages are known but their own number:
 * they are laid out until they take as many pages as they were made for.
 * Wider numbers never make them shorter, so that is soon.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/outfile.h"
#include "cli/inside.h"
#include "form/form.h"
#include "layout/layout.h"
#include "pdf/pdf.h"
#include "record/record.h"
#include "sheet/outline.h"
#include "sheet/sheet.h"

struct frames {
    struct layout_frame *items;
    size_t count;
    size_t capacity;
};

/* A book being made. */
struct binding {
    struct session *session;
    struct book *book;
    struct arena *scratch; /* of one part, then of one try at the contents */
    struct pdf *pdf;       /* NULL: nothing is to be written */
    struct sheet_entries entries;
    struct frames frames;   /* of the parts' pages */
    struct layout *numbers; /* NULL: not made */
};

/* ---- parts ----------------------------------------------------------------
 */

/* A text whose words outlive the part they come from. */
static struct text keep_text(struct arena *arena, const struct text *text)
{
    struct text kept = { 0 };

    for (size_t i = 0; i < text->count; i++) {
        struct span span = text->items[i];

        span.utf8 = arena_copy(arena, span.utf8, span.len);
        span.lang = span.lang ? arena_strdup(arena, span.lang) : NULL;
        span.ruby = NULL;
        text_add(arena, &kept, span);
    }
    return kept;
}

static void add_entry(struct binding *binding, struct sheet_entry entry)
{
    *LIST_ADD(binding->session->arena, &binding->entries) = entry;
}

/* The line of a part itself, which is called what its form says it is. */
static void add_part_entry(struct binding *binding, const struct document *part)
{
    struct arena *arena = binding->session->arena;
    const struct value *name = record_lookup_use(part->record, "title");
    struct span stem = { .utf8 = part->stem,
                         .len = strlen(part->stem),
                         .origin = SPAN_GENERATED };

    add_entry(binding,
              (struct sheet_entry){
                  .level = 1,
                  .title = name && name->present ? keep_text(arena, &name->text)
                                                 : text_from_span(arena, stem),
                  .address = part->stem,
                  .page = binding->frames.count + 1,
              });
}

static void add_entries(struct binding *binding, const struct document *part)
{
    struct arena *arena = binding->session->arena;
    struct sheet_headings headings =
        sheet_list_headings(binding->scratch, part->sheet);
    struct layout_spot *spots =
        arena_calloc(binding->scratch, headings.count + 1, sizeof *spots);

    add_part_entry(binding, part);
    layout_find_headings(part->layout, &headings, spots);
    for (size_t i = 0; i < headings.count; i++) {
        const struct sheet_heading *heading = &headings.items[i];

        if (!spots[i].found)
            continue;
        add_entry(binding,
                  (struct sheet_entry){
                      .level = heading->level + 1,
                      .number = keep_text(arena, &heading->number),
                      .title = keep_text(arena, &heading->title),
                      .address = arena_printf(arena, "%s/%s", part->stem,
                                              heading->address),
                      .page = binding->frames.count + 1 + spots[i].page,
                      .y = spots[i].rect.y,
                  });
    }
}

static void add_frames(struct binding *binding, const struct layout *layout,
                       struct frames *frames)
{
    for (size_t i = 0; i < layout->page_count; i++)
        *LIST_ADD(binding->session->arena, frames) =
            layout_frame_page(&layout->pages[i]);
}

/* Hints of messages are in the part's memory; they are printed later. */
static void keep_hints(struct session *session, size_t seen)
{
    for (; seen < session->diags.count; seen++) {
        struct diag *diag = &session->diags.items[seen];
        const char **hints[] = { &diag->expected, &diag->instead,
                                 &diag->similar };

        for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
            if (*hints[i])
                *hints[i] = arena_strdup(session->arena, *hints[i]);
    }
}

static void bind_part(struct binding *binding, struct document *part)
{
    struct session *session = binding->session;
    size_t seen = session->diags.count;

    arena_clear(binding->scratch);
    part->arena = binding->scratch;
    load_record(session, part);
    load_layout(session, part);
    if (part->layout) {
        add_entries(binding, part);
        add_frames(binding, part->layout, &binding->frames);
    }
    if (part->layout && binding->pdf && !session->diags.errors)
        pdf_add(
            binding->pdf,
            &(struct pdf_part){
                .sheet = part->sheet,
                .layout = part->layout,
                .prefix = arena_printf(session->arena, "%s/", part->stem),
                .name = *part->sheet->name ? part->sheet->name : part->stem });
    if (!binding->book->own.stage_folder)
        binding->book->own.stage_folder = part->stage_folder;
    keep_hints(session, seen);
    part->record = NULL;
    part->sheet = NULL;
    part->layout = NULL;
}

/* ---- cover, contents, page numbers ----------------------------------------
 */

void name_stage(struct session *session, const struct document *own,
                const struct form_stage *stage)
{
    for (size_t i = 0; stage && i < own->record->fields->count; i++) {
        struct value *value = &own->record->values[i];
        const char *use = value->field->use ? value->field->use : "";
        struct span name = { .utf8 = stage->name,
                             .len = strlen(stage->name),
                             .origin = SPAN_TEMPLATE };

        if (!strcmp(use, "stage") && value->present &&
            strcmp(text_join(session->arena, &value->text), name.utf8))
            value->text = text_from_span(session->arena, name);
        if (!strcmp(use, "date")) {
            value->present = own->at && own->at->day;
            value->text =
                value->present ? own->at->day->text : (struct text){ 0 };
        }
    }
}

/* Lays out cover and contents for `front` pages of them. */
static bool try_front(struct binding *binding, size_t front)
{
    struct session *session = binding->session;
    struct document *own = &binding->book->own;
    struct sheet_entries entries = { 0 };

    arena_clear(binding->scratch);
    for (size_t i = 0; i < binding->entries.count; i++) {
        struct sheet_entry entry = binding->entries.items[i];

        entry.page += front;
        *LIST_ADD(binding->scratch, &entries) = entry;
    }
    own->arena = binding->scratch;
    own->entries = arena_alloc(binding->scratch, sizeof entries);
    *(struct sheet_entries *)own->entries = entries;
    load_layout(session, own);
    return own->layout;
}

/* True when cover and contents take the pages they were made for. */
static bool make_front(struct binding *binding)
{
    enum { MOST_TRIES = 9 };
    struct session *session = binding->session;
    struct document *own = &binding->book->own;
    struct diags before = session->diags;
    size_t front = 1;

    for (int i = 0; i < MOST_TRIES; i++) {
        session->diags = before; /* each try says the same */
        if (!try_front(binding, front))
            return false;
        if (own->layout->page_count == front)
            return true;
        front = own->layout->page_count;
    }
    diag_add(&session->diags, DIAG_ERROR, "layout-contents",
             (struct position){ 0 },
             _("the contents never take the pages they were made for"));
    return false;
}

static bool number_pages(struct binding *binding)
{
    struct session *session = binding->session;
    const struct document *own = &binding->book->own;
    struct frames all = { 0 };

    add_frames(binding, own->layout, &all);
    for (size_t i = 0; i < binding->frames.count; i++)
        *LIST_ADD(session->arena, &all) = binding->frames.items[i];
    binding->numbers =
        layout_number_pages(session->arena, own->sheet, all.items, all.count,
                            session->fonts, &session->diags);
    return binding->numbers;
}

/* ---- the whole -------------------------------------------------------------
 */

/* Lays the book out; its parts go into the PDF on the way, if there is one. */
static bool bind_book(struct binding *binding)
{
    struct session *session = binding->session;
    struct book *book = binding->book;
    size_t seen;
    bool done;

    for (size_t i = 0; i < book->count; i++)
        bind_part(binding, &session->documents.items[book->first + i]);
    if (session->diags.errors || session->system_failed || !book->count)
        return false;
    name_stage(session, &book->own,
               session->documents.items[book->first].stage);
    seen = session->diags.count;
    done = make_front(binding) && number_pages(binding);
    keep_hints(session, seen);
    return done;
}

static void report_book(struct session *session, const struct binding *binding)
{
    const struct document *own = &binding->book->own;
    size_t pages = own->layout->page_count + binding->frames.count;

    if (isatty(STDERR_FILENO))
        message_print(stderr,
                      ngettext("%s: %zu page\n", "%s: %zu pages\n", pages),
                      output_path(session, own, "pdf"), pages);
}

/* Two editions of one year and stage would be written to one file. */
static bool is_twice(struct session *session, const struct document *own)
{
    const char *path = output_path(session, own, "pdf");

    for (size_t i = 0; &session->books.items[i].own != own; i++) {
        const struct document *other = &session->books.items[i].own;

        if (!other->stage_folder ||
            strcmp(path, output_path(session, other, "pdf")))
            continue;
        report_twice(session, own, other->path);
        return true;
    }
    return false;
}

static int write_book(struct binding *binding, struct outfile *out)
{
    struct session *session = binding->session;
    const struct document *own = &binding->book->own;
    struct bytes bytes = { 0 };

    if (is_twice(session, own))
        return 0;

    pdf_add_front(binding->pdf,
                  &(struct pdf_part){ .sheet = own->sheet,
                                      .layout = own->layout,
                                      .prefix = arena_printf(
                                          session->arena, "%s/", own->stem) });
    pdf_add_numbers(binding->pdf, binding->numbers);
    if (!pdf_end(binding->pdf, &bytes))
        session->system_failed = true;
    binding->pdf = NULL;
    return add_output(session, out, output_folder(session, own), own->stem,
                      "pdf", &bytes);
}

/* The book's own pages; those of its parts are what `dump` of them says. */
static void dump_book(const struct binding *binding)
{
    const struct document *own = &binding->book->own;
    struct bytes bytes = { 0 };

    if (binding->session->options->outline) {
        outline_dump(outline_make(binding->scratch, own->sheet), &bytes);
    } else {
        layout_dump(own->layout, &bytes);
        layout_dump(binding->numbers, &bytes);
    }
    print_bytes(&bytes);
}

/* One book; 0 or the errno value of an output. */
static int make_book(struct session *session, struct book *book,
                     struct outfile *out)
{
    struct binding binding = { .session = session,
                               .book = book,
                               .scratch = arena_new() };
    struct pdf_options options = { .date = document_date(session, &book->own) };
    int error = 0;

    if (out)
        binding.pdf = pdf_begin(&options, &session->diags);
    if (bind_book(&binding)) {
        if (out)
            error = write_book(&binding, out);
        else if (!strcmp(session->options->command, "dump"))
            dump_book(&binding);
        if (out && !error)
            report_book(session, &binding);
    }
    if (binding.pdf)
        pdf_end(binding.pdf, NULL);
    book->own.sheet = NULL;
    book->own.layout = NULL;
    arena_free(binding.scratch);
    return error;
}

void command_book(struct session *session)
{
    bool builds = !strcmp(session->options->command, "build");
    struct outfile *out = builds ? outfile_begin() : NULL;
    int error = 0;

    for (size_t i = 0; i < session->books.count && !error; i++)
        error = make_book(session, &session->books.items[i], out);
    if (out)
        end_outputs(session, out, error);
}
