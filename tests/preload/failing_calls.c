// Preloaded into a program, it lets system calls and allocations fail: the FAULT_AT-th (from 1) of the kind FAULT_KIND
// and, with FAULT_ON=1, all after it, with the errno FAULT_ERROR. Counted over all threads, from the start of main to
// its end. FAULT_HIT is a file that is made when the first one fails; FAULT_COUNTS one that gets the number of calls of
// each kind when main returns. With FAULT_SIGNAL the program gets that signal instead. Compiled with -DKEEP_MEMORY it
// leaves allocations to a sanitizer.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum Kind { OPEN, READ, WRITE, SYNC, TRUNCATE, RENAME, LINK, UNLINK, MAP, STAT, LIST, LOCK, CLOSE, THREAD, MEMORY, SEND,
            KINDS };
static const char* const names[KINDS] = {"open", "read",  "write", "sync", "truncate", "rename", "link",  "unlink",
                                         "map",  "stat", "list",  "lock",  "close",    "thread", "memory", "send"};

static atomic_bool running;
static atomic_int counts[KINDS];
static int failing = KINDS;
static int at;
static int error;
static int number_of_signal;
static int on;
static const char* hit;

// Whether this call fails. Nothing in here may be counted itself, so it calls the kernel.
static int fails(enum Kind kind) {
  if (!running) return 0;
  const int number = atomic_fetch_add(&counts[kind], 1) + 1;
  if ((int)kind != failing || number < at || (number > at && !on)) return 0;
  if (number == at && hit != NULL) {
    syscall(SYS_close, syscall(SYS_openat, AT_FDCWD, hit, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  }
  if (number_of_signal != 0) return syscall(SYS_kill, syscall(SYS_getpid), number_of_signal);
  errno = error;
  return 1;
}

static int number_in(const char* name) {
  const char* text = getenv(name);
  return text == NULL ? 0 : atoi(text);
}

static int (*program_main)(int, char**, char**);

static int counted_main(int argc, char** argv, char** environment) {
  running = 1;
  const int code = program_main(argc, argv, environment);
  running = 0;
  const char* path = getenv("FAULT_COUNTS");
  if (path != NULL) {
    FILE* file = fopen(path, "w");
    for (int kind = 0; kind < KINDS; ++kind) fprintf(file, "%s %d\n", names[kind], counts[kind]);
    fclose(file);
  }
  return code;
}

typedef int (*Start)(int (*)(int, char**, char**), int, char**, void (*)(void), void (*)(void), void (*)(void), void*);

int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void* stack_end) {
  program_main = main;
  const char* kind = getenv("FAULT_KIND");
  for (int i = 0; kind != NULL && i < KINDS; ++i) {
    if (strcmp(kind, names[i]) == 0) failing = i;
  }
  at = number_in("FAULT_AT");
  error = number_in("FAULT_ERROR");
  number_of_signal = number_in("FAULT_SIGNAL");
  on = number_in("FAULT_ON");
  hit = getenv("FAULT_HIT");
  return ((Start)dlsym(RTLD_NEXT, "__libc_start_main"))(counted_main, argc, argv, init, fini, loader_fini, stack_end);
}

// Defines the function `name` that fails with `failed`; `parameters` and `arguments` are in brackets.
#define FAILING(kind, failed, type, name, parameters, arguments)                 \
  type name parameters {                                                         \
    static type(*next) parameters;                                               \
    if (fails(kind)) return failed;                                              \
    if (next == NULL) next = (type(*) parameters)dlsym(RTLD_NEXT, #name);        \
    return next arguments;                                                       \
  }

#define OPENING(name, parameters, ...)                                                     \
  int name parameters {                                                                    \
    va_list rest;                                                                          \
    va_start(rest, flags);                                                                 \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;   \
    va_end(rest);                                                                          \
    if (fails(OPEN)) return -1;                                                            \
    return ((int (*) parameters)dlsym(RTLD_NEXT, #name))(__VA_ARGS__, mode);               \
  }

OPENING(open, (const char* path, int flags, ...), path, flags)
OPENING(open64, (const char* path, int flags, ...), path, flags)
OPENING(openat, (int directory, const char* path, int flags, ...), directory, path, flags)
OPENING(openat64, (int directory, const char* path, int flags, ...), directory, path, flags)
FAILING(OPEN, NULL, FILE*, fopen, (const char* path, const char* mode), (path, mode))
FAILING(OPEN, NULL, FILE*, fopen64, (const char* path, const char* mode), (path, mode))
FAILING(OPEN, -1, int, mkstemp, (char* path), (path))
FAILING(OPEN, -1, int, mkostemp, (char* path, int flags), (path, flags))
FAILING(OPEN, -1, int, mkostemp64, (char* path, int flags), (path, flags))
FAILING(OPEN, NULL, char*, mkdtemp, (char* path), (path))

FAILING(READ, -1, ssize_t, read, (int file, void* to, size_t size), (file, to, size))
FAILING(READ, -1, ssize_t, pread, (int file, void* to, size_t size, off_t from), (file, to, size, from))
FAILING(READ, -1, ssize_t, pread64, (int file, void* to, size_t size, off64_t from), (file, to, size, from))
FAILING(WRITE, -1, ssize_t, write, (int file, const void* from, size_t size), (file, from, size))
FAILING(WRITE, -1, ssize_t, pwrite, (int file, const void* from, size_t size, off_t to), (file, from, size, to))
FAILING(WRITE, -1, ssize_t, pwrite64, (int file, const void* from, size_t size, off64_t to), (file, from, size, to))

FAILING(SYNC, -1, int, fsync, (int file), (file))
FAILING(SYNC, -1, int, fdatasync, (int file), (file))
FAILING(TRUNCATE, -1, int, ftruncate, (int file, off_t size), (file, size))
FAILING(TRUNCATE, -1, int, ftruncate64, (int file, off64_t size), (file, size))
FAILING(RENAME, -1, int, rename, (const char* from, const char* to), (from, to))
FAILING(RENAME, -1, int, renameat2, (int a, const char* from, int b, const char* to, unsigned flags), (a, from, b, to, flags))
FAILING(LINK, -1, int, link, (const char* from, const char* to), (from, to))
FAILING(LINK, -1, int, linkat, (int a, const char* from, int b, const char* to, int flags), (a, from, b, to, flags))
FAILING(UNLINK, -1, int, unlink, (const char* path), (path))
FAILING(UNLINK, -1, int, unlinkat, (int directory, const char* path, int flags), (directory, path, flags))
FAILING(UNLINK, -1, int, remove, (const char* path), (path))

FAILING(MAP, MAP_FAILED, void*, mmap, (void* a, size_t n, int p, int f, int file, off_t from), (a, n, p, f, file, from))
FAILING(MAP, MAP_FAILED, void*, mmap64, (void* a, size_t n, int p, int f, int file, off64_t from),
        (a, n, p, f, file, from))

FAILING(STAT, -1, int, stat, (const char* path, struct stat* info), (path, info))
FAILING(STAT, -1, int, stat64, (const char* path, struct stat64* info), (path, info))
FAILING(STAT, -1, int, lstat, (const char* path, struct stat* info), (path, info))
FAILING(STAT, -1, int, lstat64, (const char* path, struct stat64* info), (path, info))
FAILING(STAT, -1, int, fstat, (int file, struct stat* info), (file, info))
FAILING(STAT, -1, int, fstat64, (int file, struct stat64* info), (file, info))
FAILING(STAT, -1, int, fstatat, (int directory, const char* path, struct stat* info, int flags), (directory, path, info, flags))
FAILING(STAT, -1, int, access, (const char* path, int mode), (path, mode))
FAILING(STAT, -1, ssize_t, readlink, (const char* path, char* to, size_t size), (path, to, size))
FAILING(STAT, NULL, char*, realpath, (const char* path, char* to), (path, to))
FAILING(LIST, NULL, DIR*, opendir, (const char* path), (path))
FAILING(LIST, NULL, DIR*, fdopendir, (int file), (file))
FAILING(LIST, NULL, struct dirent*, readdir, (DIR* directory), (directory))
FAILING(LIST, NULL, struct dirent64*, readdir64, (DIR* directory), (directory))

// Only what locks: other uses of fcntl are asked of descriptors that are open.
#define LOCKING(name)                                                                              \
  int name(int file, int command, ...) {                                                           \
    va_list rest;                                                                                  \
    va_start(rest, command);                                                                       \
    void* argument = va_arg(rest, void*);                                                          \
    va_end(rest);                                                                                  \
    const int locks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK;         \
    if (locks && fails(LOCK)) return -1;                                                           \
    return ((int (*)(int, int, ...))dlsym(RTLD_NEXT, #name))(file, command, argument);             \
  }

LOCKING(fcntl)
LOCKING(fcntl64)
FAILING(LOCK, -1, int, flock, (int file, int operation), (file, operation))

// The descriptor is closed all the same, as Linux does it.
int close(int file) {
  const int failed = fails(CLOSE);
  const int code = ((int (*)(int))dlsym(RTLD_NEXT, "close"))(file);
  if (failed) errno = error;
  return failed ? -1 : code;
}

FAILING(THREAD, error, int, pthread_create,
        (pthread_t* thread, const pthread_attr_t* how, void* (*start)(void*), void* argument),
        (thread, how, start, argument))

FAILING(SEND, -1, ssize_t, send, (int socket, const void* from, size_t size, int flags), (socket, from, size, flags))
FAILING(SEND, -1, ssize_t, sendmsg, (int socket, const struct msghdr* from, int flags), (socket, from, flags))
FAILING(SEND, -1, ssize_t, writev, (int file, const struct iovec* from, int count), (file, from, count))

#ifndef KEEP_MEMORY
void* __libc_malloc(size_t);
void* __libc_calloc(size_t, size_t);
void* __libc_realloc(void*, size_t);
void* __libc_memalign(size_t, size_t);

void* malloc(size_t size) { return fails(MEMORY) ? NULL : __libc_malloc(size); }
void* calloc(size_t count, size_t size) { return fails(MEMORY) ? NULL : __libc_calloc(count, size); }
void* realloc(void* old, size_t size) { return fails(MEMORY) ? NULL : __libc_realloc(old, size); }
void* aligned_alloc(size_t alignment, size_t size) { return fails(MEMORY) ? NULL : __libc_memalign(alignment, size); }
int posix_memalign(void** memory, size_t alignment, size_t size) {
  if (fails(MEMORY)) return ENOMEM;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
#endif
