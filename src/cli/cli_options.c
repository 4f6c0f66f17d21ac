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

enum { JOBS_MOST = 1024, SHARDS_MOST = 1000000 };

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
static char *option_value(struct reading *reading, const char *name)
{
    char *word = reading->argv[reading->at];
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
        { "fragment", &options->fragment }, { "term", &options->term },
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

static bool read_jobs(struct reading *reading, const char *text)
{
    reading->options->jobs = read_number(text, 1, JOBS_MOST);
    if (!reading->options->jobs)
        reading->why = N_("a number of processes is from 1 to 1024");
    return reading->options->jobs;
}

/* K/N: the Kth of N shares. */
static bool read_shard(struct reading *reading, const char *text)
{
    const char *slash = strchr(text, '/');
    char first[16] = "";
    struct options *options = reading->options;

    if (slash && (size_t)(slash - text) < sizeof first) {
        memcpy(first, text, (size_t)(slash - text));
        options->shards = read_number(slash + 1, 1, SHARDS_MOST);
        options->shard = read_number(first, 1, options->shards);
    }
    if (!options->shard)
        reading->why = N_("a share is K/N, the Kth of N, from 1");
    return options->shard;
}

static void read_heading(struct reading *reading, const char *level)
{
    if (level[0] < '1' || level[0] > '6' || level[1])
        reading->why = N_("heading levels are 1 to 6");
    else
        reading->options->heading = level[0] - '0';
}

static void read_ci(struct reading *reading, const char *name)
{
    reading->options->ci = name;
    if (strcmp(name, "github") && strcmp(name, "gitlab"))
        reading->why = N_("examples are there for github and gitlab");
}

/* OLD,NEW. The word of argv is cut in two. */
static void read_labels(struct reading *reading, char *value)
{
    char *comma = strchr(value, ',');

    if (!comma || comma == value || !comma[1]) {
        reading->why = N_("two labels with a comma between: OLD,NEW");
        return;
    }
    *comma = '\0';
    reading->options->old_label = value;
    reading->options->new_label = comma + 1;
}

static void read_color(struct reading *reading, const char *value)
{
    if (!strcmp(value, "always"))
        reading->options->color = COLOR_ALWAYS;
    else if (!strcmp(value, "never"))
        reading->options->color = COLOR_NEVER;
    else if (!strcmp(value, "auto"))
        reading->options->color = COLOR_AUTO;
    else
        reading->why = N_("colours are always, never or auto");
}

static bool read_option(struct reading *reading)
{
    const char *word = reading->argv[reading->at];
    struct options *options = reading->options;
    char *value;

    if (!strcmp(word, "--help") || !strcmp(word, "-h"))
        options->help = true;
    else if (!strcmp(word, "--version"))
        options->version = true;
    else if (!strcmp(word, "--book"))
        options->book = true;
    else if (!strcmp(word, "--summary"))
        options->summary = true;
    else if (!strcmp(word, "--outline"))
        options->outline = true;
    else if (!strcmp(word, "--site"))
        options->site = true;
    else if (!strcmp(word, "--all-stages"))
        options->all_stages = true;
    else if (!strcmp(word, "--ears"))
        options->ears = true;
    else if (!strcmp(word, "--exit-code"))
        options->exit_code = true;
    else if ((value = option_value(reading, "--style")))
        options->style = value;
    else if ((value = option_value(reading, "--labels")))
        read_labels(reading, value);
    else if ((value = option_value(reading, "--color")))
        read_color(reading, value);
    else if (!strcmp(word, "--hook"))
        options->hook = true;
    else if ((value = option_value(reading, "--ci")))
        read_ci(reading, value);
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
    else if ((value = option_value(reading, "--from")))
        options->from = value;
    else if ((value = option_value(reading, "--templates")))
        options->templates = value;
    else if ((value = option_value(reading, "-o")))
        options->out = value;
    else if ((value = option_value(reading, "-j")))
        return read_jobs(reading, value);
    else if (word[0] == '-' && word[1] == 'j' && word[2])
        return read_jobs(reading, word + 2);
    else if ((value = option_value(reading, "--shard")))
        return read_shard(reading, value);
    else if (!strcmp(word, "--watch"))
        options->watch = true;
    else if (!strcmp(word, "--indexes"))
        options->indexes = true;
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

static const char *const commands[] = {
    "build",  "check", "prove", "dump", "text", "fonts",
    "schema", "new",   "init",  "diff", "log",  "help",
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static bool is_command(const char *word)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (!strcmp(commands[i], word))
            return true;
    return false;
}

const char *options_nearest_command(const struct options *options)
{
    return options->command && !is_command(options->command)
               ? diag_nearest(options->command, commands, COMMANDS)
               : NULL;
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

/* What can be watched; NULL when all is well. */
static const char *check_watch(const struct options *options)
{
    if (!options->watch || !options->command)
        return NULL;
    if (strcmp(options->command, "build") && strcmp(options->command, "help"))
        return N_("only build watches files");
    for (size_t i = 0; i < options->path_count; i++)
        if (!strcmp(options->paths[i], "-"))
            return N_("standard input cannot be watched");
    return NULL;
}

/* What can be built in shares; NULL when all is well. */
static const char *check_shard(const struct options *options)
{
    bool joined = options->site ||
                  (options->all_stages && (options->html || options->fragment));

    if (!options->shards && !options->indexes)
        return NULL;
    if (options->shards && options->indexes)
        return N_("indexes come after the last share, in a run of their own");
    if (options->book || options->summary)
        return N_("a book or a summary is made in one run");
    return joined ? N_("pages of a site or of all stages are made in one run")
                  : NULL;
}

/* What a summary can be asked for; NULL when all is well. */
static const char *check_summary(const struct options *options)
{
    const char *command = options->command;

    if (!options->summary || !command)
        return NULL;
    if (strcmp(command, "build") && strcmp(command, "check") &&
        strcmp(command, "dump") && strcmp(command, "text") &&
        strcmp(command, "prove") && strcmp(command, "help"))
        return N_("only build, check, dump, prove and text know summaries");
    if (options->book || options->fix || options->site || options->csv ||
        options->json)
        return N_("a summary is a sheet: pdf, html, png or text, and neither "
                  "a book nor a site");
    return NULL;
}

/* What can be proven; NULL when all is well. */
static const char *check_prove(const struct options *options)
{
    bool proves = options->command && !strcmp(options->command, "prove");

    return proves && (options->png || options->text)
               ? N_("pdf, html, fragment, csv and json can be proven")
               : NULL;
}

/* What is new and what it is made of; NULL when all is well. */
static const char *check_new(const struct options *options)
{
    bool makes = options->command && !strcmp(options->command, "new");

    if (options->from && !makes)
        return N_("only new takes --from");
    if (makes && options->from && options->path_count)
        return N_("new makes a form's source or, with --from, a year's");
    if (makes && options->path_count > 1)
        return N_("new makes one source");
    return NULL;
}

/* What `diff` writes: one thing to standard output, or sheets. */
static const char *check_diff(const struct options *options)
{
    bool diff = options->command && !strcmp(options->command, "diff");
    bool sheets = options->pdf || options->html || options->png ||
                  options->text || options->fragment;

    if (options->command && !strcmp(options->command, "log"))
        return options->term + options->json == 1 && !options->csv
                   ? NULL
                   : N_("log writes term or json");
    if (!diff)
        return options->term && options->command
                   ? N_("only diff writes for the terminal")
                   : NULL;
    if (options->csv || options->term + options->json + sheets != 1)
        return N_("diff writes term, json, or sheets: pdf, html, png, text");
    return NULL;
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
    if (options->command && !strcmp(options->command, "log") &&
        !options->formats)
        options->term = true;
    if (options->command && !strcmp(options->command, "diff") &&
        !options->formats) {
        options->pdf = options->style != NULL;
        options->term = !options->style;
    }
    if (!options->out &&
        strcmp(options->command ? options->command : "", "new"))
        options->out = options->site ? "out/site" : "out";
    if (!options->site)
        return;
    options->html = true;
    options->all_stages |= !options->stage;
    if (!options->formats)
        options->csv = options->json = true;
}

/* Of a command line with a mistake: --lang, wherever it stands in it. */
static void find_language(struct reading *reading)
{
    struct options *options = reading->options;

    for (int i = reading->at; i < reading->argc; i++)
        if (!strncmp(reading->argv[i], "--lang=", 7))
            options->lang = reading->argv[i] + 7;
        else if (!strcmp(reading->argv[i], "--lang") && i + 1 < reading->argc)
            options->lang = reading->argv[i + 1];
    if (options->lang && strcmp(options->lang, "ja") != 0 &&
        strcmp(options->lang, "en") != 0)
        options->lang = NULL;
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
                find_language(&reading);
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
    complete(options);
    *why = check_fix(options);
    if (*why) {
        *wrong = "--fix";
        return false;
    }
    *why = check_diff(options);
    if (*why) {
        *wrong = "--format";
        return false;
    }
    *why = check_book(options);
    if (*why) {
        *wrong = "--book";
        return false;
    }
    *why = check_watch(options);
    if (*why) {
        *wrong = "--watch";
        return false;
    }
    *why = check_summary(options);
    if (*why) {
        *wrong = "--summary";
        return false;
    }
    *why = check_prove(options);
    if (*why) {
        *wrong = "--format";
        return false;
    }
    *why = check_new(options);
    if (*why) {
        *wrong = options->from ? "--from" : options->paths[1];
        return false;
    }
    if (options->command && !strcmp(options->command, "help"))
        options->help = true;
    *why = check_shard(options);
    if (*why) {
        *wrong = options->shards ? "--shard" : "--indexes";
        return false;
    }
    return true;
}

void options_print_help(void)
{
    fputs(
        _("Usage: chosho [OPTION...] COMMAND PATH...\n"
          "Turns the YAML sources of official sheets into PDF, web pages and "
          "open data.\n"
          "\n"
          "A PATH is a source, a folder with an edition.yaml or of such "
          "folders, a\n"
          "form's folder (check only), or - for standard input.\n"
          "\n"
          "Commands:\n"
          "  build PATH...    check and write the sheets to "
          "out/YEAR/STAGE/NAME.pdf\n"
          "  check PATH...    say what is wrong, and unusual in official "
          "writing\n"
          "  prove PATH...    compare what build wrote with the sources, cell "
          "by cell\n"
          "  diff OLD NEW     what two files, folders or git revisions say "
          "differently:\n"
          "                   REV:PATH, REV1..REV2 [PATH...], REV [PATH...]\n"
          "  log PATH...      which commit changed each field last\n"
          "  init [PATH]      set up a git repository for sources\n"
          "  new FORM         a blank source of a form, to -o FILE or shown\n"
          "  new --from DIR   the next year's sources of an edition, to -o DIR "
          "or beside\n"
          "  schema FORM      the JSON Schema of a form's sources, for "
          "editors\n"
          "  text PATH...     the sheet's words, by cell\n"
          "  dump PATH...     the layout: pages, boxes, lines, runs\n"
          "  fonts PATH...    which typeface serves which characters\n"
          "\n"
          "Options of build:\n"
          "  -o DIR           write below DIR instead of out\n"
          "  --format=LIST    pdf (default), png, text; open data: csv, json; "
          "web pages:\n"
          "                   html, fragment\n"
          "  --stage STAGE    the stage of the year, by id or name\n"
          "  --all-stages     every stage an edition lists; --site does so\n"
          "  --book           an edition as one book, to "
          "out/YEAR/STAGE/book.pdf\n"
          "  --summary        one sheet of an edition's departments, to\n"
          "                   out/YEAR/STAGE/summary.pdf\n"
          "  --site           a whole website with its files, in out/site\n"
          "  --heading-level N  of a fragment's first heading: 1 to 6\n"
          "  --ears           fragments with words for what voices read "
          "wrongly\n"
          "  --dpi N          resolution of png: 150, or 10 to 1200\n"
          "  --width N        pixels a png is wide, instead of --dpi\n"
          "  --watch          again whenever a file was saved, until Ctrl-C\n"
          "  -j N             worker processes; else, where there are many "
          "sheets,\n"
          "                   as many as processors\n"
          "  --shard K/N      only the Kth of N shares of the sheets\n"
          "  --indexes        after all shares: indexes and the year's data\n"
          "\n"
          "Options of check:\n"
          "  --format=FORMAT  text (default), json, gcc, github\n"
          "  --fix            mend in the sources what can be mended in one "
          "way\n"
          "  --all            show every finding of a kind\n"
          "\n"
          "Options of diff:\n"
          "  --format=FORMAT  term (default), json; sheets: pdf, html, png, "
          "text\n"
          "  --style=NAME     shinkyu (old beside new; default), "
          "shinkyu-new-first,\n"
          "                   miekeshi, tokekomi\n"
          "  --labels=OLD,NEW  heads of the columns\n"
          "  --all            also what is the same\n"
          "  --color=WHEN     always, never, auto\n"
          "  --exit-code      status 1 when there is a difference\n"
          "\n"
          "Options of init and dump:\n"
          "  --hook           init: check sources before each commit\n"
          "  --ci=NAME        init: an example for github or gitlab\n"
          "  --outline        dump: headings, tables and lists as read aloud\n"
          "\n"
          "Options of all:\n"
          "  --templates DIR  a further folder of forms\n"
          "  --lang=ja|en     language of messages\n"
          "  --help, --version\n"
          "\n"
          "Exit status: 0 done, 1 the input is at fault, 2 the command line "
          "is, 3 the\n"
          "system failed (disk, memory, a font).\n"),
        stdout);
}
