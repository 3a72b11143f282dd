/* Stands between SQLite and libc (LD_PRELOAD): counts the I/O steps on the files of one folder, lets a chosen one fail, and writes
 * down what was written. Which folder is in MEM0SHARP_FAULT_FOLDER; the rest is steered by the fault_ functions below. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { MOST_FILES = 4096, LONGEST_NAME = 256 };
enum kind { KIND_IO = 1, KIND_FULL = 2, KIND_SHORT = 3, KIND_ACCESS = 4, KIND_KILL = 5 };
enum step { STEP_OPEN = 1, STEP_READ = 2, STEP_WRITE = 3, STEP_TRUNCATE = 4, STEP_SYNC = 5, STEP_UNLINK = 6, STEP_MARK = 7, STEP_CREATE = 8 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static long steps, armed_at, hits;
static int armed_kind, armed_sticky, last_step, trace = -1;
static char names[MOST_FILES][LONGEST_NAME];

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }
#define REAL(result, name, ...) static result (*real)(__VA_ARGS__); if (!real) real = (result (*)(__VA_ARGS__))next(name)

/* The name of a file of the folder, "." for the folder itself, NULL for everything else. */
static const char *within(const char *path) {
    const char *folder = getenv("MEM0SHARP_FAULT_FOLDER");
    if (!folder || !path || strncmp(path, folder, strlen(folder)) != 0) return NULL;
    if (!path[strlen(folder)]) return ".";
    const char *name = strrchr(path, '/') + 1;
    return strlen(name) < LONGEST_NAME ? name : NULL;
}

static int known(int fd) { return fd >= 0 && fd < MOST_FILES && names[fd][0]; }

static int applies(int kind, int step) {
    switch (kind) {
        case KIND_FULL: case KIND_SHORT: return step == STEP_WRITE;
        case KIND_ACCESS: return step == STEP_OPEN || step == STEP_UNLINK;
        default: return 1;
    }
}

/* Counts a step; gives the kind of fault that it is to have, or 0. */
static int count(int step) {
    pthread_mutex_lock(&gate);
    long n = ++steps;
    int fails = armed_kind && (armed_sticky ? n >= armed_at : n == armed_at) && applies(armed_kind, step) ? armed_kind : 0;
    if (n == armed_at) last_step = step;
    if (fails) hits++;
    pthread_mutex_unlock(&gate);
    if (fails == KIND_KILL) raise(SIGKILL);
    return fails;
}

static int fail(int kind) {
    errno = kind == KIND_FULL ? ENOSPC : kind == KIND_ACCESS ? EACCES : EIO;
    return -1;
}

static void put(const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    for (const char *at = data; size > 0;) {
        ssize_t done = real(trace, at, size);
        if (done <= 0) abort();
        at += done;
        size -= done;
    }
}

static void record(int step, const char *name, int64_t offset, const void *data, int64_t size) {
    if (trace < 0) return;
    int saved = errno;
    pthread_mutex_lock(&gate);
    int32_t head[2] = { step, (int32_t)strlen(name) };
    int64_t body[2] = { offset, size };
    put(head, sizeof head);
    put(body, sizeof body);
    put(name, head[1]);
    if (data) put(data, size);
    pthread_mutex_unlock(&gate);
    errno = saved;
}

long fault_steps(void) { return steps; }
long fault_hits(void) { return hits; }
int fault_step(void) { return last_step; }
void fault_arm(long step, int kind, int sticky) {
    pthread_mutex_lock(&gate);
    steps = 0; hits = 0; last_step = 0; armed_at = step; armed_kind = kind; armed_sticky = sticky;
    pthread_mutex_unlock(&gate);
}
void fault_disarm(void) { pthread_mutex_lock(&gate); armed_kind = 0; pthread_mutex_unlock(&gate); }
void fault_trace(const char *path) {
    REAL(int, "open64", const char *, int, mode_t);
    trace = real(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
}
void fault_mark(long number) { record(STEP_MARK, "", number, NULL, 0); }

/* Whether an open is to make the file. Asked beforehand. */
static int makes(const char *path, int flags) { return (flags & O_CREAT) && access(path, F_OK) != 0; }

static int opened(const char *name, int made, int fd) {
    if (fd >= 0 && fd < MOST_FILES) strcpy(names[fd], name);
    if (fd >= 0 && made) record(STEP_CREATE, name, 0, NULL, 0);
    return fd;
}

#define OPEN(function) \
    int function(const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
        REAL(int, #function, const char *, int, mode_t); \
        const char *name = within(path); \
        if (!name) return real(path, flags, mode); \
        int kind = count(STEP_OPEN); \
        int made = makes(path, flags); \
        return kind ? fail(kind) : opened(name, made, real(path, flags, mode)); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(function) \
    int function(int folder, const char *path, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = va_arg(more, int); va_end(more); \
        REAL(int, #function, int, const char *, int, mode_t); \
        const char *name = within(path); \
        if (!name) return real(folder, path, flags, mode); \
        int kind = count(STEP_OPEN); \
        int made = makes(path, flags); \
        return kind ? fail(kind) : opened(name, made, real(folder, path, flags, mode)); \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    REAL(int, "close", int);
    if (known(fd)) names[fd][0] = 0;
    return real(fd);
}

ssize_t read(int fd, void *data, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    int kind = known(fd) ? count(STEP_READ) : 0;
    return kind ? fail(kind) : real(fd, data, size);
}

#define PREAD(function, offset_type) \
    ssize_t function(int fd, void *data, size_t size, offset_type offset) { \
        REAL(ssize_t, #function, int, void *, size_t, offset_type); \
        int kind = known(fd) ? count(STEP_READ) : 0; \
        return kind ? fail(kind) : real(fd, data, size, offset); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (!known(fd)) return real(fd, data, size);
    int kind = count(STEP_WRITE);
    if (kind && kind != KIND_SHORT) return fail(kind);
    off64_t at = lseek64(fd, 0, SEEK_CUR);
    ssize_t done = real(fd, data, kind ? size / 2 : size);
    if (done > 0) record(STEP_WRITE, names[fd], at, data, done);
    return done;
}

#define PWRITE(function, offset_type) \
    ssize_t function(int fd, const void *data, size_t size, offset_type offset) { \
        REAL(ssize_t, #function, int, const void *, size_t, offset_type); \
        if (!known(fd)) return real(fd, data, size, offset); \
        int kind = count(STEP_WRITE); \
        if (kind && kind != KIND_SHORT) return fail(kind); \
        ssize_t done = real(fd, data, kind ? size / 2 : size, offset); \
        if (done > 0) record(STEP_WRITE, names[fd], offset, data, done); \
        return done; \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(function, offset_type) \
    int function(int fd, offset_type size) { \
        REAL(int, #function, int, offset_type); \
        if (!known(fd)) return real(fd, size); \
        int kind = count(STEP_TRUNCATE); \
        if (kind) return fail(kind); \
        int result = real(fd, size); \
        if (result == 0) record(STEP_TRUNCATE, names[fd], size, NULL, 0); \
        return result; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(function) \
    int function(int fd) { \
        REAL(int, #function, int); \
        if (!known(fd)) return real(fd); \
        int kind = count(STEP_SYNC); \
        if (kind) return fail(kind); \
        int result = real(fd); \
        if (result == 0) record(STEP_SYNC, names[fd], 0, NULL, 0); \
        return result; \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    const char *name = within(path);
    if (!name) return real(path);
    int kind = count(STEP_UNLINK);
    if (kind) return fail(kind);
    int result = real(path);
    if (result == 0) record(STEP_UNLINK, name, 0, NULL, 0);
    return result;
}
