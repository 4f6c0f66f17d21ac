/* The order of a run: options, documents, command, messages, status. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/version.h"
#include "check/check.h"
#include "cli/inside.h"
#include "font/font.h"
#include "layout/layout.h"

/* `similar`: the word that was probably meant, or NULL. */
static int refuse(const char *wrong, const char *why, const char *similar)
{
    message_print(stderr, "chosho: %s: %s\n", wrong, why);
    if (similar)
        message_print(stderr, "    %s: %s\n", _("did you mean"), similar);
    message_print(stderr, "%s\n", _("`chosho --help` lists what there is."));
    return CLI_USAGE;
}

/* What is made of the documents of the paths before a command runs. */
enum needs {
    NEEDS_PATHS, /* nothing: the command reads them itself */
    NEEDS_SHEET,
    NEEDS_LAYOUT,
};

struct command {
    const char *name;
    void (*run)(struct session *session); /* NULL: nothing more is done */
    enum needs needs;
};

static void load_paths(struct session *session)
{
    const struct options *options = session->options;

    for (size_t i = 0; i < options->path_count; i++)
        load_path(session, options->paths[i]);
}

/* Documents are made one by one, a book part by part. */
static void build(struct session *session)
{
    load_paths(session);
    if (session->options->book)
        command_book(session);
    else if (session->options->summary)
        build_summaries(session);
    else
        command_build(session);
}

static const struct command commands[] = {
    { "build", build, NEEDS_PATHS },
    { "check", NULL, NEEDS_LAYOUT },
    { "diff", command_diff, NEEDS_PATHS },
    { "dump", command_dump, NEEDS_LAYOUT },
    { "fonts", command_fonts, NEEDS_LAYOUT },
    { "init", command_init, NEEDS_PATHS },
    { "log", command_log, NEEDS_PATHS },
    { "new", command_new, NEEDS_PATHS },
    { "prove", NULL, NEEDS_SHEET },
    { "schema", command_schema, NEEDS_PATHS },
    { "text", command_text, NEEDS_LAYOUT },
};

/* One of the options' commands is in the list. */
static const struct command *find_command(const char *name)
{
    const struct command *command = commands;

    while (strcmp(command->name, name) != 0)
        command++;
    return command;
}

/* One line that says how much there is to do; nothing when there is none. */
static void print_sum(const struct diags *diags, struct bytes *out)
{
    if (diags->errors)
        bytes_printf(out, ngettext("%zu error", "%zu errors", diags->errors),
                     diags->errors);
    if (diags->errors && diags->warnings)
        bytes_append_string(out, _(", "));
    if (diags->warnings)
        bytes_printf(out,
                     ngettext("%zu warning", "%zu warnings", diags->warnings),
                     diags->warnings);
    if (diags->errors || diags->warnings)
        bytes_append_char(out, '\n');
}

/* The diagnostics, for people or for programs. */
static void print_diags(struct session *session)
{
    struct diags sum;
    struct bytes out = { 0 };
    bool people = session->options->report == DIAG_TEXT;

    diags_sort(&session->diags); /* what is said twice counts once */
    sum = session->diags;
    if (people && !session->options->all)
        check_group(&session->diags);
    diags_write(&session->diags, session->options->report, &out);
    if (people)
        print_sum(&sum, &out);
    if (out.len)
        fwrite(out.data, 1, out.len, people ? stderr : stdout);
    bytes_free(&out);
}

int finish_run(struct session *session)
{
    int status = CLI_DONE;

    for (size_t i = 0; i < session->diags.count; i++) {
        const struct diag *diag = &session->diags.items[i];

        if (diag->severity == DIAG_ERROR &&
            !strncmp(diag->rule, "font-", strlen("font-")))
            session->system_failed = true;
    }
    if (session->diags.errors ||
        (session->differs && session->options->exit_code))
        status = CLI_INPUT;
    if (session->system_failed)
        status = CLI_SYSTEM;
    print_diags(session);
    if (fflush(stdout) || ferror(stdout)) {
        message_print(stderr, "chosho: %s\n", message_errno(errno));
        status = CLI_SYSTEM;
    }
    return status;
}

/* It needs no path and reads no source. */
static bool is_init(const struct options *options)
{
    return !strcmp(options->command, "init");
}

/*
 * Another program takes over this process, with the same words. It comes back
 * only when there is no such program.
 */
static int run_program(const char *program, char **argv)
{
    execv(program, argv);
    message_print(stderr, "chosho: %s: %s\n", program, message_errno(errno));
    return CLI_SYSTEM;
}

static void load_documents(struct session *session, enum needs needs)
{
    const struct options *options = session->options;

    load_paths(session);
    if (options->summary) {
        load_summaries(session);
        return;
    }
    for (size_t i = 0; i < session->documents.count && !options->book; i++) {
        load_record(session, &session->documents.items[i]);
        if (needs == NEEDS_LAYOUT)
            load_layout(session, &session->documents.items[i]);
        else
            load_sheet(session, &session->documents.items[i]);
        load_model(session, &session->documents.items[i]);
    }
    if (options->site && !session->diags.errors)
        add_site_summaries(session);
}

void load_sheets(struct session *session)
{
    load_documents(session, NEEDS_SHEET);
}

/* `run`: instead of the command's own. */
static int run_command(struct session *session,
                       void (*run)(struct session *session))
{
    const struct options *options = session->options;
    const struct command *command = find_command(options->command);

    if (options->watch)
        return watch(session, command->run);
    if (command->needs == NEEDS_PATHS) {
        command->run(session);
        return finish_run(session);
    }
    load_documents(session, command->needs);
    if (options->book) {
        command_book(session);
        return finish_run(session);
    }
    if (options->fix && mend_sources(session)) {
        session->diags = diags_make(session->arena);
        session->documents.count = 0;
        load_documents(session, command->needs);
    }
    if (!run)
        run = command->run;
    if (run && !session->diags.errors && !session->system_failed)
        run(session);
    return finish_run(session);
}

int cli_run(int argc, char **argv, void (*prove)(struct session *session))
{
    struct options options;
    struct session session = { .options = &options, .arena = arena_new() };
    const char *wrong = "";
    const char *why = NULL;
    size_t size = ((size_t)argc + 1) * sizeof *argv;
    /* Reading moves words about; another program is to get them as they are. */
    char **words = memcpy(arena_alloc(session.arena, size), argv, size);
    bool good = options_read(argc, words, &options, &wrong, &why);
    int status = CLI_DONE;

    start_process();
    session.shared = session.arena;
    session.places = places_find(session.arena);
    session.diags = diags_make(session.arena);
    message_start(options.lang, session.places.locale);
    if (!good)
        status = refuse(wrong, _(why), options_nearest_command(&options));
    else if (options.version)
        printf("chosho %s\n", CHOSHO_VERSION);
    else if (options.help)
        options_print_help();
    else if (!options.command)
        status = refuse("chosho", _("a command is missing"), NULL);
    else if (!options.path_count && !options.from && !is_init(&options))
        status = refuse(options.command, _("a path is missing"), NULL);
    else if (strcmp(options.command, "prove") != 0)
        status = run_command(&session, NULL);
    else if (prove)
        status = run_command(&session, prove);
    else
        status = run_program(session.places.prove, argv);
    raster_free(session.raster);
    font_set_free(session.fonts);
    arena_free(session.arena);
    return status;
}
