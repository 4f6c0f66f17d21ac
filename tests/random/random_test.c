/*
 * The property test: random forms and sources through every stage.
 *
 *     random_test [--seed N] [--count N]   N cases from seed N on
 *     random_test --show N                 a case's three files
 *     random_test --shrink N               the same, made small
 *     random_test --keep N                 the same, as a fixture
 *
 * Also replays tests/fixtures/random/: cases that failed once. Cases run
 * in two processes, so that a crash is told with its seed.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "random/random.h"

enum {
    WORKERS = 2,
    FAULTS_SHOWN = 12,
    SECONDS = 60, /* for one case */
    DEEP = 6,     /* one case of so many is held more closely */
    ENOUGH = 100, /* cases to judge the generator by */
};

#define FIXTURES "tests/fixtures/random"
#define CORPUS "tests/fixtures/text/entries.txt"

/* What a worker has done so far; seen by the parent. */
struct tally {
    uint64_t seed; /* being run now */
    long done;
    long laid;
    long refused;
    long skipped;
    long broken;
    long pages;
};

struct options {
    uint64_t seed;
    long count;
    const char *command; /* NULL: run; else "--show", "--shrink", "--keep" */
    bool verbose;
};

static bool is_deep(uint64_t seed)
{
    return seed % DEEP == 0;
}

static void print_verdict(uint64_t seed, const struct verdict *verdict)
{
    printf("not ok seed %llu: %s\n%s\n", (unsigned long long)seed,
           verdict->rule, verdict->what);
    fflush(stdout);
}

static void count_verdict(struct tally *tally, const struct verdict *verdict)
{
    tally->done++;
    tally->laid += verdict->kind == VERDICT_LAID;
    tally->refused += verdict->kind == VERDICT_REFUSED;
    tally->skipped += verdict->kind == VERDICT_SKIPPED;
    tally->broken += verdict->kind == VERDICT_BROKEN;
    tally->pages += verdict->pages;
}

static void run_seeds(const struct options *options,
                      const struct corpus *corpus, struct tally *tally,
                      uint64_t end)
{
    struct holder *holder = holder_new();

    for (; tally->seed < end; tally->seed += WORKERS) {
        struct random_case made = make_case(tally->seed, corpus);
        struct verdict verdict;

        alarm(SECONDS);
        hold_case(holder, &made, is_deep(tally->seed), &verdict);
        random_case_free(&made);
        count_verdict(tally, &verdict);
        if (verdict.kind == VERDICT_BROKEN && tally->broken <= FAULTS_SHOWN)
            print_verdict(tally->seed, &verdict);
        if (options->verbose && verdict.kind != VERDICT_BROKEN && *verdict.rule)
            printf("# seed %llu: %s\n%s", (unsigned long long)tally->seed,
                   verdict.rule, verdict.what);
    }
    holder_free(holder);
}

static pid_t start_worker(const struct options *options,
                          const struct corpus *corpus, struct tally *tally)
{
    pid_t child;

    fflush(NULL);
    child = fork();
    if (child)
        return child;
    run_seeds(options, corpus, tally, options->seed + (uint64_t)options->count);
    fflush(stdout);
    _exit(0);
}

/* Starts a worker anew behind the seed that ended it. */
static void run_workers(const struct options *options,
                        const struct corpus *corpus, struct tally *tallies)
{
    pid_t children[WORKERS];
    int left = WORKERS;

    for (int i = 0; i < WORKERS; i++) {
        tallies[i].seed = options->seed + (uint64_t)i;
        children[i] = start_worker(options, corpus, &tallies[i]);
    }
    while (left) {
        int status;
        pid_t child = wait(&status);
        int i = 0;

        while (i < WORKERS && children[i] != child)
            i++;
        if (child < 0 || i == WORKERS)
            break;
        left--;
        if (!status)
            continue;
        holder_sweep(child);
        printf("not ok seed %llu: %s\nthe process ended with %d\n",
               (unsigned long long)tallies[i].seed,
               WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? "hangs"
                                                                  : "crash",
               status);
        tallies[i].broken++;
        tallies[i].done++;
        if (tallies[i].broken > FAULTS_SHOWN)
            continue;
        tallies[i].seed += WORKERS;
        children[i] = start_worker(options, corpus, &tallies[i]);
        left++;
    }
}

/* True when every case was tried and nothing was broken. */
static bool run(const struct options *options, const struct corpus *corpus)
{
    struct tally *tallies =
        mmap(NULL, WORKERS * sizeof *tallies, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct tally sum = { 0 };
    bool good;

    if (tallies == MAP_FAILED)
        return false;
    run_workers(options, corpus, tallies);
    for (int i = 0; i < WORKERS; i++) {
        sum.done += tallies[i].done;
        sum.laid += tallies[i].laid;
        sum.refused += tallies[i].refused;
        sum.skipped += tallies[i].skipped;
        sum.broken += tallies[i].broken;
        sum.pages += tallies[i].pages;
    }
    munmap(tallies, WORKERS * sizeof *tallies);
    /* Cases that try nothing prove nothing. */
    good = sum.done == options->count && !sum.broken &&
           (sum.done < ENOUGH ||
            (sum.skipped * 20 <= sum.done && sum.laid * 3 >= sum.done));
    printf("%s %ld random sheets from seed %llu: %ld laid out on %ld pages, "
           "%ld refused, %ld not tried, %ld broken\n",
           good ? "ok" : "not ok", sum.done, (unsigned long long)options->seed,
           sum.laid, sum.pages, sum.refused, sum.skipped, sum.broken);
    printf("note: random sheets %llu to %llu, %ld laid out\n",
           (unsigned long long)options->seed,
           (unsigned long long)options->seed + (uint64_t)options->count - 1,
           sum.laid);
    return good;
}

/* ---- fixtures ----------------------------------------------------------- */

static struct bytes read_file(const char *folder, const char *name)
{
    struct bytes bytes = { 0 };
    char buffer[4096];
    char path[512];
    size_t n;
    FILE *file;

    snprintf(path, sizeof path, FIXTURES "/%s/%s", folder, name);
    file = fopen(path, "r");
    while (file && (n = fread(buffer, 1, sizeof buffer, file)))
        bytes_append(&bytes, buffer, n);
    if (file)
        fclose(file);
    return bytes;
}

static bool replay(const char *name)
{
    struct random_case made = { .fields = read_file(name, "fields.yaml"),
                                .stage = read_file(name, "hyo.yaml"),
                                .source = read_file(name, "source.yaml") };
    struct verdict verdict;
    bool good;

    hold_apart(&made, true, &verdict);
    random_case_free(&made);
    good = verdict.kind == VERDICT_LAID || verdict.kind == VERDICT_REFUSED;
    printf("%s fixture %s%s%s\n", good ? "ok" : "not ok", name,
           good ? "" : ": ", good ? "" : verdict.rule);
    if (!good)
        printf("%s\n", verdict.what);
    return good;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(a, b);
}

static bool replay_all(void)
{
    static char names[500][128];
    size_t count = 0;
    DIR *dir = opendir(FIXTURES);
    struct dirent *entry;
    bool good = true;

    while (dir && count < 500 && (entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            snprintf(names[count++], sizeof names[0], "%.120s", entry->d_name);
    if (dir)
        closedir(dir);
    qsort(names, count, sizeof names[0], compare_names);
    for (size_t i = 0; i < count; i++)
        good &= replay(names[i]);
    return good;
}

/* ---- one case ----------------------------------------------------------- */

static void print_file(const char *name, const struct bytes *bytes)
{
    printf("# ---- %s\n%.*s", name, (int)bytes->len, (const char *)bytes->data);
}

static void write_file(const char *folder, const char *name,
                       const struct bytes *bytes)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (!file || fwrite(bytes->data, 1, bytes->len, file) != bytes->len)
        printf("cannot write %s\n", path);
    if (file)
        fclose(file);
}

/* Writes a case where replay_all() finds it. */
static void keep(uint64_t seed, const struct random_case *made)
{
    char folder[128];

    snprintf(folder, sizeof folder, FIXTURES "/seed-%llu",
             (unsigned long long)seed);
    mkdir(folder, 0777);
    write_file(folder, "fields.yaml", &made->fields);
    write_file(folder, "hyo.yaml", &made->stage);
    write_file(folder, "source.yaml", &made->source);
    printf("# kept in %s\n", folder);
}

static int show(const struct options *options, const struct corpus *corpus)
{
    struct random_case made = make_case(options->seed, corpus);
    struct verdict verdict;

    hold_apart(&made, true, &verdict);
    if (verdict.kind == VERDICT_BROKEN && strcmp(options->command, "--show"))
        shrink_case(&made, &verdict);
    if (verdict.kind == VERDICT_BROKEN && !strcmp(options->command, "--keep"))
        keep(options->seed, &made);
    hold_apart(&made, true, &verdict);
    print_file("fields.yaml", &made.fields);
    print_file("hyo.yaml", &made.stage);
    print_file("source.yaml", &made.source);
    printf("# ---- %s\n%s\n", verdict.rule, verdict.what);
    random_case_free(&made);
    return verdict.kind == VERDICT_BROKEN;
}

static struct options read_options(int argc, char **argv)
{
    struct options options = { .seed = 1, .count = 2000 };

    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;

        if (!strcmp(argv[i], "--verbose")) {
            options.verbose = true;
        } else if (!strcmp(argv[i], "--count") && more) {
            options.count = strtol(argv[++i], NULL, 10);
        } else if (!strcmp(argv[i], "--seed") && more) {
            options.seed = strtoull(argv[++i], NULL, 10);
        } else if (more) {
            options.command = argv[i];
            options.seed = strtoull(argv[++i], NULL, 10);
        }
    }
    return options;
}

int main(int argc, char **argv)
{
    struct options options = read_options(argc, argv);
    struct corpus corpus = corpus_load(CORPUS);
    bool good;

    if (!corpus.count) {
        printf("not ok random: cannot read " CORPUS "\n");
        return 1;
    }
    if (options.command) {
        int status = show(&options, &corpus);

        corpus_free(&corpus);
        return status;
    }
    good = replay_all();
    good &= run(&options, &corpus);
    corpus_free(&corpus);
    return good ? 0 : 1;
}
