/*
 * calibrate: how fast this machine is, so that figures of `make bench`
 * compare between machines. Deflates a fixed 10 MB of made-up words with
 * libdeflate level 6, five times, and prints the median CPU time (user and
 * system) in microseconds.
 */
#include <libdeflate.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { SIZE = 10 * 1000 * 1000, RUNS = 5, LEVEL = 6, WORDS = 4096 };

/* The generator is part of the measure: xorshift32, always the same seed. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Words of 2 to 9 letters, common ones more often, like running text. */
static void fill_text(unsigned char *data)
{
    static const char letters[] = "etaoinshrdlucmfwypvbgkqjxz";
    uint32_t state = 20201001;
    size_t at = 0;

    while (at < SIZE) {
        uint32_t pick = next_random(&state);
        uint32_t word = (pick % WORDS) & (pick >> 12);
        uint32_t letter = word * 2654435761u + 1;
        size_t len = 2 + word % 8;
        size_t i;

        for (i = 0; i < len && at < SIZE; i++)
            data[at++] = (unsigned char)letters[next_random(&letter) % 26];
        if (at < SIZE)
            data[at++] = pick >> 28 == 0 ? '\n' : ' ';
    }
}

static long cpu_microseconds(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000L +
           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static int compare_longs(const void *a, const void *b)
{
    long x = *(const long *)a;
    long y = *(const long *)b;

    return (x > y) - (x < y);
}

int main(void)
{
    struct libdeflate_compressor *compressor =
        libdeflate_alloc_compressor(LEVEL);
    unsigned char *data = malloc(SIZE);
    unsigned char *out = malloc(SIZE);
    long times[RUNS];
    size_t len = 0;
    int i;

    if (!compressor || !data || !out)
        return 3;
    fill_text(data);
    for (i = 0; i < RUNS; i++) {
        long start = cpu_microseconds();

        len = libdeflate_deflate_compress(compressor, data, SIZE, out, SIZE);
        times[i] = cpu_microseconds() - start;
    }
    qsort(times, RUNS, sizeof *times, compare_longs);
    printf("%ld %zu\n", times[RUNS / 2], len);
    libdeflate_free_compressor(compressor);
    free(data);
    free(out);
    return len == 0;
}
