/* Stands between SQLite and libc (LD_PRELOAD): each flush takes MEM0SHARP_FLUSH_US microseconds more, in which the processor is free. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static void wait_longer(void) {
    static long microseconds = -1;
    if (microseconds < 0) {
        const char *given = getenv("MEM0SHARP_FLUSH_US");
        microseconds = given ? atol(given) : 0;
    }

    prctl(PR_SET_TIMERSLACK, 1);
    struct timespec rest = { microseconds / 1000000, microseconds % 1000000 * 1000 };
    clock_nanosleep(CLOCK_MONOTONIC, 0, &rest, NULL);
}

int fsync(int fd) {
    int result = ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
    wait_longer();
    return result;
}

int fdatasync(int fd) {
    int result = ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
    wait_longer();
    return result;
}
