#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "cli/inside.h"

/* Of pictures; the messages below say these numbers again. */
enum {
    DPI = 150,
    DPI_LEAST = 10,
    DPI_MOST = 1200,
    WIDTH_LEAST = 16,
};

struct reading {
    int argc;
    char **argv;
    int at;
    struct options *options;
    const char *why;
    const char *formats; /* the value of --format, or NULL */
    const char *formats_word;
};

/*
 * The value of option `name` at the current word ("--name=VALUE" or
 * "--name VALUE"); NULL when the word is another one.
 */
static const char *option_value(struct reading *reading, const char *name)
{
    const char *word = reading->argv[reading->at];
    size_t len = strlen(name);

    if (strncmp(word, name, len))
        return NULL;
    if (word[len] == '=')
        return word + len + 1;
    if (word[len])
        return NULL;
    if (reading->at + 1 >= reading->argc) {
        reading->why = N_("this option needs a value");
        return NULL;
    }
    return reading->argv[++reading->at];
}

static const char format_list[] =
    N_("formats are pdf, png, text, csv, json, html and fragment");

static bool read_formats(struct reading *reading, const char *list)
{
    struct options *options = reading->options;
    const struct {
        const char *name;
        bool *wanted;
    } formats[] = {
        { "pdf", &options->pdf },           { "png", &options->png },
        { "text", &options->text },         { "csv", &options->csv },
        { "json", &options->json },         { "html", &options->html },
        { "fragment", &options->fragment },
    };
    enum { COUNT = sizeof formats / sizeof *formats };
    bool any = false;

    for (size_t i = 0; i < COUNT; i++)
        *formats[i].wanted = false;
    options->formats = true;
    while (*list) {
        size_t len = strcspn(list, ",");
        size_t i = 0;

        while (i < COUNT && (strlen(formats[i].name) != len ||
                             strncmp(list, formats[i].name, len)))
            i++;
        if (i < COUNT)
            any = *formats[i].wanted = true;
        else
            reading->why = format_list;
        list += len;
        list += *list == ',';
    }
    if (!any)
        reading->why = format_list;
    return !reading->why;
}

/* How `check` writes what it finds. */
static bool read_report(struct reading *reading, const char *name)
{
    static const char *const names[] = {
        [DIAG_TEXT] = "text",
        [DIAG_JSON] = "json",
        [DIAG_GCC] = "gcc",
        [DIAG_GITHUB] = "github",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i], name)) {
            reading->options->report = (enum diag_format)i;
            return true;
        }
    reading->why = N_("check writes text, json, gcc or github");
    return false;
}

static bool is_check(const struct options *options)
{
    return options->command && !strcmp(options->command, "check");
}

/* What --format names, which depends on the command. */
static bool read_format(struct reading *reading)
{
    if (!reading->formats)
        return true;
    return is_check(reading->options) ? read_report(reading, reading->formats)
                                      : read_formats(reading, reading->formats);
}

/* What only `check` knows; NULL when all is well. */
static const char *check_fix(const struct options *options)
{
    if (!options->fix || !options->command)
        return NULL;
    if (!is_check(options) || options->book)
        return N_("only check mends sources, and not those of a book");
    for (size_t i = 0; i < options->path_count; i++)
        if (!strcmp(options->paths[i], "-"))
            return N_("standard input cannot be mended");
    return NULL;
}

/* A whole number within limits; 0 for any other text. */
static int read_number(const char *text, int least, int most)
{
    int value = 0;

    for (; *text >= '0' && *text <= '9' && value <= most; text++)
        value = value * 10 + (*text - '0');
    return *text || value < least || value > most ? 0 : value;
}

/* --dpi and --width say the same in two ways: the last one holds. */
static bool read_dpi(struct reading *reading, const char *text)
{
    int dpi = read_number(text, DPI_LEAST, DPI_MOST);

    reading->options->picture = (struct raster_options){ .dpi = dpi };
    if (!dpi)
        reading->why = N_("a resolution is a whole number from 10 to 1200");
    return dpi;
}

static bool read_width(struct reading *reading, const char *text)
{
    int width = read_number(text, WIDTH_LEAST, RASTER_SIDE_LIMIT);

    reading->options->picture = (struct raster_options){ .width = width };
    if (!width)
        reading->why = N_("a width is a whole number from 16 to 16384");
    return width;
}

static void read_heading(struct reading *reading, const char *level)
{
    if (level[0] < '1' || level[0] > '6' || level[1])
        reading->why = N_("heading levels are 1 to 6");
    else
        reading->options->heading = level[0] - '0';
}

static bool read_option(struct reading *reading)
{
    const char *word = reading->argv[reading->at];
    struct options *options = reading->options;
    const char *value;

    if (!strcmp(word, "--help") || !strcmp(word, "-h"))
        options->help = true;
    else if (!strcmp(word, "--version"))
        options->version = true;
    else if (!strcmp(word, "--book"))
        options->book = true;
    else if (!strcmp(word, "--outline"))
        options->outline = true;
    else if (!strcmp(word, "--site"))
        options->site = true;
    else if (!strcmp(word, "--ears"))
        options->ears = true;
    else if (!strcmp(word, "--fix"))
        options->fix = true;
    else if (!strcmp(word, "--all"))
        options->all = true;
    else if ((value = option_value(reading, "--heading-level")))
        read_heading(reading, value);
    else if ((value = option_value(reading, "--lang")))
        options->lang = value;
    else if ((value = option_value(reading, "--stage")))
        options->stage = value;
    else if ((value = option_value(reading, "--templates")))
        options->templates = value;
    else if ((value = option_value(reading, "-o")))
        options->out = value;
    else if ((value = option_value(reading, "--format"))) {
        reading->formats = value;
        reading->formats_word = word;
    } else if ((value = option_value(reading, "--dpi")))
        return read_dpi(reading, value);
    else if ((value = option_value(reading, "--width")))
        return read_width(reading, value);
    else if (!reading->why)
        reading->why = N_("unknown option");
    if (options->lang && strcmp(options->lang, "ja") &&
        strcmp(options->lang, "en"))
        reading->why = N_("languages are ja and en");
    return !reading->why;
}

static bool is_command(const char *word)
{
    static const char *const commands[] = {
        "build", "check", "prove", "dump", "text", "fonts", "help", "schema"
    };

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(commands[i], word))
            return true;
    return false;
}

/* What a book can be asked for; NULL when all is well. */
static const char *check_book(const struct options *options)
{
    const char *command = options->command;

    if (!options->book || !command)
        return NULL;
    if (strcmp(command, "build") && strcmp(command, "check") &&
        strcmp(command, "dump") && strcmp(command, "help"))
        return N_("only build, check and dump know books");
    return options->pdf && !options->text && !options->png && !options->csv &&
                   !options->json && !options->html && !options->fragment &&
                   !options->site
               ? NULL
               : N_("a book is written as pdf only");
}

/* What can be proven; NULL when all is well. */
static const char *check_prove(const struct options *options)
{
    bool proves = options->command && !strcmp(options->command, "prove");

    return proves && (options->png || options->text)
               ? N_("pdf, html, fragment, csv and json can be proven")
               : NULL;
}

static void add_word(struct options *options, char *word)
{
    if (!options->command)
        options->command = word;
    else
        options->paths[options->path_count++] = word;
}

/* What one option says for another that was not given. */
static void complete(struct options *options)
{
    if (!options->out)
        options->out = options->site ? "out/site" : "out";
    if (!options->site)
        return;
    options->html = true;
    if (!options->formats)
        options->csv = options->json = true;
}

bool options_read(int argc, char **argv, struct options *options,
                  const char **wrong, const char **why)
{
    struct reading reading = {
        .argc = argc, .argv = argv, .at = 1, .options = options
    };
    bool words_only = false;

    *options = (struct options){
        .pdf = true,
        .heading = 1,
        .picture = { .dpi = DPI },
    };
    options->paths = argv; /* words move to the front of argv */
    for (; reading.at < argc; reading.at++) {
        char *word = argv[reading.at];

        *wrong = word;
        if (!words_only && !strcmp(word, "--")) {
            words_only = true;
        } else if (!words_only && word[0] == '-' && word[1]) {
            if (!read_option(&reading)) {
                *why = reading.why;
                return false;
            }
        } else {
            add_word(options, word);
        }
    }
    if (options->command && !is_command(options->command)) {
        *wrong = options->command;
        *why = N_("unknown command");
        return false;
    }
    if (!read_format(&reading)) {
        *wrong = reading.formats_word;
        *why = reading.why;
        return false;
    }
    *why = check_fix(options);
    if (*why) {
        *wrong = "--fix";
        return false;
    }
    *why = check_book(options);
    if (*why) {
        *wrong = "--book";
        return false;
    }
    *why = check_prove(options);
    if (*why) {
        *wrong = "--format";
        return false;
    }
    if (options->command && !strcmp(options->command, "help"))
        options->help = true;
    complete(options);
    return true;
}

void options_print_help(void)
{
    fputs(_("Usage: chosho [OPTION...] COMMAND PATH...\n"
            "Turns the YAML sources of official sheets into PDF.\n"
            "\n"
            "A PATH is a source, a folder with an edition.yaml or of such\n"
            "folders, a form's folder (check only), or - for standard "
            "input.\n"
            "\n"
            "Commands:\n"
            "  build PATH...   check and write the sheets to "
            "out/YEAR/STAGE/NAME.pdf;\n"
            "                  pictures of pages to NAME-1.png and so on\n"
            "  check PATH...   say what is wrong, and what is unusual in "
            "official\n"
            "                  writing; writes nothing\n"
            "  prove PATH...   compare what build wrote with the sources, "
            "cell by cell\n"
            "  schema FORM     the JSON Schema of a form's sources, for "
            "editors\n"
            "  text PATH...    the sheet's words, by cell\n"
            "  dump PATH...    the layout: pages, boxes, lines, runs\n"
            "  fonts PATH...   which typeface serves which characters\n"
            "\n"
            "Options:\n"
            "  -o DIR           write below DIR instead of out\n"
            "  --stage STAGE    the stage of the year, by id or name\n"
            "  --format=LIST    pdf (default), png, text; open data: csv, "
            "json;\n"
            "                   web pages: html, fragment\n"
            "                   check: text (default), json, gcc, github\n"
            "  --fix            check: mend what can be mended in one way\n"
            "  --all            check: show every finding of a kind\n"
            "  --site           a whole website with its files, in out/site\n"
            "  --heading-level N  of a fragment's first heading: 1 to 6\n"
            "  --ears           fragments with words for what voices read "
            "wrongly\n"
            "  --dpi N          resolution of png: 150, or 10 to 1200\n"
            "  --width N        pixels a png is wide, instead of --dpi\n"
            "  --book           an edition as one book: cover, contents and\n"
            "                   all departments, to out/YEAR/STAGE/book.pdf\n"
            "  --templates DIR  a further folder of forms\n"
            "  --outline        dump: headings, tables and lists as read "
            "aloud\n"
            "  --lang=ja|en     language of messages\n"
            "  --help, --version\n"
            "\n"
            "Exit status: 0 done, 1 the input is at fault, 2 the command\n"
            "line is, 3 the system failed (disk, memory, a font).\n"),
          stdout);
}
