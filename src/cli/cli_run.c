/* The order of a run: options, documents, command, messages, status. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/message.h"
#include "base/version.h"
#include "cli/inside.h"
#include "font/font.h"
#include "layout/layout.h"

static int refuse(const char *wrong, const char *why)
{
    message_print(stderr, "chosho: %s: %s\n", wrong, why);
    message_print(stderr, "%s\n", _("`chosho --help` lists what there is."));
    return CLI_USAGE;
}

static const struct {
    const char *name;
    void (*run)(struct session *session);
    bool sheet_only; /* needs no layout */
} commands[] = {
    { "build", command_build, false }, { "dump", command_dump, false },
    { "text", command_text, false },   { "fonts", command_fonts, false },
    { "prove", NULL, true },           { "log", command_log, true },
    { "check", NULL, false },
};

static bool needs_layout(const char *command)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(commands[i].name, command))
            return !commands[i].sheet_only;
    return true;
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

/* Writes the diagnostics and picks the status. */
static int finish(struct session *session)
{
    struct bytes out = { 0 };
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
    diags_print(&session->diags, &out);
    print_sum(&session->diags, &out);
    if (out.len)
        fwrite(out.data, 1, out.len, stderr);
    bytes_free(&out);
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

/* `run` is what is done with documents that are sound, or NULL. */
static int run_command(struct session *session,
                       void (*run)(struct session *session))
{
    const struct options *options = session->options;

    if (!strcmp(options->command, "new")) {
        command_new(session);
        return finish(session);
    }
    if (!strcmp(options->command, "diff")) {
        command_diff(session);
        return finish(session);
    }
    if (is_init(options)) {
        command_init(session);
        return finish(session);
    }
    for (size_t i = 0; i < options->path_count; i++)
        load_path(session, options->paths[i]);
    if (options->book) {
        command_book(session);
        return finish(session);
    }
    for (size_t i = 0; i < session->documents.count; i++) {
        load_record(session, &session->documents.items[i]);
        if (needs_layout(options->command))
            load_layout(session, &session->documents.items[i]);
        else
            load_sheet(session, &session->documents.items[i]);
        load_model(session, &session->documents.items[i]);
    }
    if (run && !session->diags.errors && !session->system_failed)
        run(session);
    return finish(session);
}

static void (*find_run(const char *command))(struct session *session)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(commands[i].name, command))
            return commands[i].run;
    return NULL;
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

    session.places = places_find(session.arena);
    session.diags = diags_make(session.arena);
    message_start(good ? options.lang : NULL, session.places.locale);
    if (!good)
        status = refuse(wrong, _(why));
    else if (options.version)
        printf("chosho %s\n", CHOSHO_VERSION);
    else if (options.help)
        options_print_help();
    else if (!options.command)
        status = refuse("chosho", _("a command is missing"));
    else if (!options.path_count && !options.from && !is_init(&options))
        status = refuse(options.command, _("a path is missing"));
    else if (strcmp(options.command, "prove") != 0)
        status = run_command(&session, find_run(options.command));
    else if (prove)
        status = run_command(&session, prove);
    else
        status = run_program(session.places.prove, argv);
    raster_free(session.raster);
    font_set_free(session.fonts);
    arena_free(session.arena);
    return status;
}
