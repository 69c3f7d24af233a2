// Preloaded into a program, it changes one bit of what the FLIP_CALL-th write (FLIP=write) or pread (FLIP=pread) of a
// file under FLIP_IN moves, as a faulty disk or memory may; FLIP_AT says of which byte, from the first on, or from the
// last where it is negative. With FLIP=full that write and all after it fail instead, as on a full disk. It appends a
// line to FLIP_CALLS for each such call.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_inside(int descriptor) {
  char link[64];
  char path[PATH_MAX] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  const char* directory = getenv("FLIP_IN");
  return length > 0 && directory != NULL && strncmp(path, directory, strlen(directory)) == 0;
}

// How many calls of the kind `kind` after the chosen one this is: 0 for it, less than 0 before it and where none is chosen.
static int calls_since_chosen(const char* kind, int descriptor) {
  static atomic_int calls;
  const char* chosen = getenv("FLIP");
  if (chosen == NULL || strcmp(chosen, kind) != 0 || !is_inside(descriptor)) return -1;
  const int log = open(getenv("FLIP_CALLS"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  ssize_t (*next)(int, const void*, size_t) = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  if (next(log, "\n", 1) != 1) abort();
  close(log);
  const int call = atoi(getenv("FLIP_CALL"));
  return call == 0 ? -1 : atomic_fetch_add(&calls, 1) + 1 - call;
}

static void flip(char* bytes, size_t size) {
  const long at = atol(getenv("FLIP_AT"));
  if (size > 0) bytes[at < 0 ? size - 1 - (size_t)(-1 - at) % size : (size_t)at % size] ^= 4;
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  ssize_t (*next)(int, const void*, size_t) = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  if (calls_since_chosen("full", descriptor) >= 0) {
    errno = ENOSPC;
    return -1;
  }
  if (calls_since_chosen("write", descriptor) != 0) return next(descriptor, bytes, size);
  char* changed = malloc(size);
  memcpy(changed, bytes, size);
  flip(changed, size);
  const ssize_t count = next(descriptor, changed, size);
  free(changed);
  return count;
}

static ssize_t changed_pread(const char* name, int descriptor, void* bytes, size_t size, off_t offset) {
  ssize_t (*next)(int, void*, size_t, off_t) = (ssize_t(*)(int, void*, size_t, off_t))dlsym(RTLD_NEXT, name);
  const ssize_t count = next(descriptor, bytes, size, offset);
  if (count > 0 && calls_since_chosen("pread", descriptor) == 0) flip(bytes, (size_t)count);
  return count;
}

ssize_t pread(int descriptor, void* bytes, size_t size, off_t offset) {
  return changed_pread("pread", descriptor, bytes, size, offset);
}

ssize_t pread64(int descriptor, void* bytes, size_t size, off_t offset) {
  return changed_pread("pread64", descriptor, bytes, size, offset);
}
