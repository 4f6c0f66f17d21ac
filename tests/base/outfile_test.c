/* Outputs appear whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/outfile.h"
#include "base/source.h"

struct fixture {
    struct arena *arena;
    char folder[64];
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    strcpy(fixture->folder, "/tmp/chosho-outfile-XXXXXX");
    fixture->arena = arena_new();
    *state = fixture;
    return mkdtemp(fixture->folder) ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    char command[128];
    int status;

    snprintf(command, sizeof command, "rm -rf '%s'", fixture->folder);
    status = system(command);
    arena_free(fixture->arena);
    free(fixture);
    return status;
}

static char *path_of(struct fixture *fixture, const char *name)
{
    return arena_printf(fixture->arena, "%s/%s", fixture->folder, name);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(struct fixture *fixture, const char *path,
                         const char *text)
{
    struct source *source = source_load(fixture->arena, path, 1000);

    assert_non_null(source);
    assert_string_equal(source->data, text);
}

static size_t count_files(const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t count = 0;

    assert_non_null(dir);
    while ((entry = readdir(dir)))
        count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
    closedir(dir);
    return count;
}

static void outputs_appear_at_commit(void **state)
{
    struct fixture *fixture = *state;
    char *first = path_of(fixture, "new/deep/a.pdf");
    char *second = path_of(fixture, "b.pdf");
    struct outfile *out = outfile_begin();

    put(second, "old");
    assert_int_equal(outfile_add(out, first, "one", 3), 0);
    assert_int_equal(outfile_add(out, second, "two", 3), 0);
    assert_int_not_equal(access(first, F_OK), 0);
    assert_holds(fixture, second, "old");
    assert_int_equal(outfile_commit(out), 0);
    outfile_end(out);
    assert_holds(fixture, first, "one");
    assert_holds(fixture, second, "two");
    assert_int_equal(count_files(fixture->folder), 2);
}

static void without_commit_nothing_changes(void **state)
{
    struct fixture *fixture = *state;
    char *path = path_of(fixture, "a.pdf");
    struct outfile *out = outfile_begin();

    put(path, "old");
    assert_int_equal(outfile_add(out, path, "new", 3), 0);
    outfile_end(out);
    assert_holds(fixture, path, "old");
    assert_int_equal(count_files(fixture->folder), 1);
}

static void removed_files_go_at_commit(void **state)
{
    struct fixture *fixture = *state;
    char *old = path_of(fixture, "a-3.png");
    char *missing = path_of(fixture, "none/a-4.png");
    struct outfile *out = outfile_begin();

    put(old, "old");
    assert_int_equal(outfile_remove(out, old), 0);
    assert_int_equal(outfile_remove(out, missing), 0);
    assert_int_equal(outfile_remove(out, fixture->folder), 0);
    outfile_end(out);
    assert_holds(fixture, old, "old");
    out = outfile_begin();
    assert_int_equal(outfile_remove(out, old), 0);
    assert_int_equal(outfile_add(out, path_of(fixture, "b"), "b", 1), 0);
    assert_holds(fixture, old, "old");
    assert_int_equal(outfile_commit(out), 0);
    outfile_end(out);
    assert_int_not_equal(access(old, F_OK), 0);
    assert_int_equal(count_files(fixture->folder), 1);
}

/* What has gone already comes back when a later output fails. */
static void removed_files_come_back_after_a_failure(void **state)
{
    struct fixture *fixture = *state;
    char *old = path_of(fixture, "a-3.png");
    char *taken = path_of(fixture, "b");
    struct outfile *out = outfile_begin();

    put(old, "old");
    assert_int_equal(outfile_remove(out, old), 0);
    assert_int_equal(outfile_add(out, taken, "b", 1), 0);
    assert_int_equal(mkdir(taken, 0777), 0);
    assert_int_equal(outfile_commit(out), EISDIR);
    outfile_end(out);
    assert_holds(fixture, old, "old");
    assert_int_equal(count_files(fixture->folder), 2);
}

static void one_failure_keeps_all_old_files(void **state)
{
    struct fixture *fixture = *state;
    char *good = path_of(fixture, "a.pdf");
    char *blocked = path_of(fixture, "file/b.pdf");
    struct outfile *out = outfile_begin();

    put(good, "old");
    put(path_of(fixture, "file"), "not a folder");
    assert_int_equal(outfile_add(out, good, "new", 3), 0);
    assert_int_not_equal(outfile_add(out, blocked, "new", 3), 0);
    assert_int_not_equal(outfile_commit(out), 0);
    assert_string_equal(outfile_failed_path(out), blocked);
    outfile_end(out);
    assert_holds(fixture, good, "old");
    assert_int_equal(count_files(fixture->folder), 2);
}

static void equal_content_is_left_untouched(void **state)
{
    struct fixture *fixture = *state;
    char *path = path_of(fixture, "a.pdf");
    struct outfile *out = outfile_begin();
    struct stat before;
    struct stat after;

    put(path, "same");
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(outfile_add(out, path, "same", 4), 0);
    assert_int_equal(outfile_commit(out), 0);
    outfile_end(out);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
}

static void leftovers_of_a_killed_run_are_removed(void **state)
{
    struct fixture *fixture = *state;
    char *path = path_of(fixture, "a.pdf");
    struct outfile *out = outfile_begin();

    /* No process has this number: pid_max is at most 2^22. */
    put(path_of(fixture, ".a.pdf.chosho-99999999-0.tmp"), "half");
    assert_int_equal(outfile_add(out, path, "whole", 5), 0);
    assert_int_equal(outfile_commit(out), 0);
    outfile_end(out);
    assert_int_equal(count_files(fixture->folder), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(outputs_appear_at_commit, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(without_commit_nothing_changes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(removed_files_go_at_commit, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(removed_files_come_back_after_a_failure,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(one_failure_keeps_all_old_files, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(equal_content_is_left_untouched, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(leftovers_of_a_killed_run_are_removed,
                                        setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
