/*
 * fault: the program with calls of the system that fail when they are told to.
 *
 * Linked in front of the C library (ld --wrap), so that the program knows
 * nothing of it. The environment says which call fails:
 *
 *     FAULT_KIND    alloc, open, read, ... : see `kinds`
 *     FAULT_AT      the how-manieth call of that kind, from 1
 *     FAULT_ERROR   an errno value; "short": read and write do a part
 *     FAULT_REPORT  a file; it is made when the call was reached
 *
 * FAULT_KIND=all-allocs tries each allocation in one run: a child process in
 * which it fails, and which must end with status 3 and a message; what it
 * did is told in the report, a line for each that did otherwise and their
 * number at the end. FAULT_AT is then the step between tries. Allocations
 * behind the first rename are none: `chosho` may not stop there.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind {
    KIND_ALLOC,
    KIND_OPEN,
    KIND_READ,
    KIND_LIST,
    KIND_WRITE,
    KIND_FSYNC,
    KIND_CLOSE,
    KIND_RENAME,
    KIND_MKDIR,
    KIND_MMAP,
    KIND_STAT,
    KIND_LINK,
    KIND_UNLINK,
    KIND_FORK,
    KIND_COUNT,
};

static const char *const kinds[KIND_COUNT] = {
    "alloc",  "open",  "read", "list", "write", "fsync",  "close",
    "rename", "mkdir", "mmap", "stat", "link",  "unlink", "fork",
};

static struct {
    bool begun;
    bool all;   /* allocs: each in a child */
    bool child; /* this is one */
    bool renamed;
    int kind; /* -1: none */
    long at;
    int error; /* 0: short */
    const char *report;
    long count;
    long tried;
    long bad;
} fault;

/* ---- what is told -------------------------------------------------------- */

/* Without allocations and without what is wrapped here. */
static void report(const char *format, ...)
{
    char line[200];
    va_list args;
    long fd;
    int len;

    va_start(args, format);
    len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (!fault.report)
        return;
    fd = syscall(SYS_openat, AT_FDCWD, fault.report,
                 O_WRONLY | O_CREAT | O_APPEND, 0666);
    syscall(SYS_write, fd, line, len);
    syscall(SYS_close, fd);
}

static void tell_sum(void)
{
    if (fault.all && !fault.child)
        report("%ld allocations, %ld tried, %ld bad\n", fault.count,
               fault.tried, fault.bad);
}

#ifdef HEAP_SANITIZED
static bool is_ready;

/* A sanitizer allocates before the C library knows the environment. */
__attribute__((constructor)) static void get_ready(void)
{
    is_ready = true;
}
#else
enum { is_ready = true };
#endif

static void begin(void)
{
    const char *kind = getenv("FAULT_KIND");
    const char *at = getenv("FAULT_AT");
    const char *error = getenv("FAULT_ERROR");

    fault.begun = true;
    fault.kind = -1;
    fault.report = getenv("FAULT_REPORT");
    fault.at = at ? atol(at) : 0;
    fault.error = error && strcmp(error, "short") ? atoi(error) : 0;
    fault.all = kind && !strcmp(kind, "all-allocs");
    for (int i = 0; kind && i < KIND_COUNT; i++)
        if (!strcmp(kind, kinds[i]))
            fault.kind = i;
    if (fault.all)
        atexit(tell_sum);
}

/* True when this call is the one that fails. */
static bool hits(enum kind kind)
{
    if (!is_ready)
        return false;
    if (!fault.begun)
        begin();
    if ((int)kind != fault.kind || ++fault.count != fault.at)
        return false;
    report("%s %ld\n", kinds[kind], fault.at);
    return true;
}

static bool fails(enum kind kind)
{
    if (!hits(kind))
        return false;
    errno = fault.error ? fault.error : EIO;
    return true;
}

/* ---- allocations --------------------------------------------------------- */

/* In the child: its messages go to a pipe. */
static void become_child(int end)
{
    fault.child = true;
    fault.all = false;
    syscall(SYS_dup2, end, STDERR_FILENO);
}

/* How a child ended whose allocation failed. */
static void judge(long child, int end)
{
    char text[64] = "";
    int status = 0;
    long len = 0;

    for (long n; (n = syscall(SYS_read, end, text + len,
                              sizeof text - 1 - (size_t)len)) > 0;)
        len += n;
    syscall(SYS_wait4, child, &status, 0, NULL);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3 && len > 0)
        return;
    fault.bad++;
    report("allocation %ld: status %d, said \"%.40s\"\n", fault.count, status,
           text);
}

/* Tries this allocation in a child. True in the child. */
static bool try_apart(void)
{
    int ends[2];
    long child;

    fault.count++;
    if (fault.renamed || fault.at <= 0 || fault.count % fault.at)
        return false;
    fault.tried++;
    if (syscall(SYS_pipe2, ends, O_CLOEXEC))
        abort();
    child = syscall(SYS_fork);
    if (!child) {
        become_child(ends[1]);
        return true;
    }
    syscall(SYS_close, ends[1]);
    judge(child, ends[0]);
    syscall(SYS_close, ends[0]);
    return false;
}

static bool alloc_fails(void)
{
    static bool inside;
    bool failed;

    if (inside || !is_ready)
        return false;
    inside = true;
    if (!fault.begun)
        begin();
    failed = fault.all ? try_apart() : hits(KIND_ALLOC);
    inside = false;
    if (failed)
        errno = ENOMEM;
    return failed;
}

#ifdef HEAP_SANITIZED
#define ALLOCATOR(name) __interceptor_##name
#else
#define ALLOCATOR(name) __libc_##name
#endif
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define REAL(name) JOIN(__real_, ALLOCATOR(name))
#define WRAP(name) JOIN(__wrap_, ALLOCATOR(name))

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *old, size_t size);
void *REAL(memalign)(size_t alignment, size_t size);

void *WRAP(malloc)(size_t size)
{
    return alloc_fails() ? NULL : REAL(malloc)(size);
}

void *WRAP(calloc)(size_t count, size_t size)
{
    return alloc_fails() ? NULL : REAL(calloc)(count, size);
}

void *WRAP(realloc)(void *old, size_t size)
{
    return alloc_fails() ? NULL : REAL(realloc)(old, size);
}

void *WRAP(memalign)(size_t alignment, size_t size)
{
    return alloc_fails() ? NULL : REAL(memalign)(alignment, size);
}

/* ---- files --------------------------------------------------------------- */

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails(KIND_OPEN) ? -1 : __real_open(path, flags, mode);
}

DIR *__real_opendir(const char *path);
DIR *__wrap_opendir(const char *path)
{
    return fails(KIND_OPEN) ? NULL : __real_opendir(path);
}

struct dirent *__real_readdir(DIR *dir);
struct dirent *__wrap_readdir(DIR *dir)
{
    return fails(KIND_LIST) ? NULL : __real_readdir(dir);
}

ssize_t __real_read(int fd, void *data, size_t len);
ssize_t __wrap_read(int fd, void *data, size_t len)
{
    if (!hits(KIND_READ))
        return __real_read(fd, data, len);
    if (!fault.error)
        return __real_read(fd, data, len > 1 ? len / 2 : len);
    errno = fault.error;
    return -1;
}

ssize_t __real_write(int fd, const void *data, size_t len);
ssize_t __wrap_write(int fd, const void *data, size_t len)
{
    if (!hits(KIND_WRITE))
        return __real_write(fd, data, len);
    if (!fault.error)
        return __real_write(fd, data, len > 1 ? len / 2 : len);
    errno = fault.error;
    return -1;
}

int __real_fsync(int fd);
int __wrap_fsync(int fd)
{
    return fails(KIND_FSYNC) ? -1 : __real_fsync(fd);
}

int __real_syncfs(int fd);
int __wrap_syncfs(int fd)
{
    return fails(KIND_FSYNC) ? -1 : __real_syncfs(fd);
}

/* The descriptor is gone in either case. */
int __real_close(int fd);
int __wrap_close(int fd)
{
    bool failed = fails(KIND_CLOSE);
    int error = errno;

    if (!failed)
        return __real_close(fd);
    __real_close(fd);
    errno = error;
    return -1;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
    if (fails(KIND_RENAME))
        return -1;
    fault.renamed = true;
    return __real_rename(from, to);
}

int __real_renameat2(int from_fd, const char *from, int to_fd, const char *to,
                     unsigned flags);
int __wrap_renameat2(int from_fd, const char *from, int to_fd, const char *to,
                     unsigned flags)
{
    if (fails(KIND_RENAME))
        return -1;
    fault.renamed = true;
    return __real_renameat2(from_fd, from, to_fd, to, flags);
}

int __real_mkdir(const char *path, mode_t mode);
int __wrap_mkdir(const char *path, mode_t mode)
{
    return fails(KIND_MKDIR) ? -1 : __real_mkdir(path, mode);
}

void *__real_mmap(void *at, size_t len, int protection, int flags, int fd,
                  off_t offset);
void *__wrap_mmap(void *at, size_t len, int protection, int flags, int fd,
                  off_t offset)
{
    return fails(KIND_MMAP)
               ? MAP_FAILED
               : __real_mmap(at, len, protection, flags, fd, offset);
}

int __real_stat(const char *path, struct stat *out);
int __wrap_stat(const char *path, struct stat *out)
{
    return fails(KIND_STAT) ? -1 : __real_stat(path, out);
}

int __real_lstat(const char *path, struct stat *out);
int __wrap_lstat(const char *path, struct stat *out)
{
    return fails(KIND_STAT) ? -1 : __real_lstat(path, out);
}

int __real_fstat(int fd, struct stat *out);
int __wrap_fstat(int fd, struct stat *out)
{
    return fails(KIND_STAT) ? -1 : __real_fstat(fd, out);
}

int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode)
{
    return fails(KIND_STAT) ? -1 : __real_access(path, mode);
}

int __real_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to)
{
    return fails(KIND_LINK) ? -1 : __real_link(from, to);
}

int __real_unlink(const char *path);
int __wrap_unlink(const char *path)
{
    return fails(KIND_UNLINK) ? -1 : __real_unlink(path);
}

pid_t __real_fork(void);
pid_t __wrap_fork(void)
{
    return fails(KIND_FORK) ? -1 : __real_fork();
}
