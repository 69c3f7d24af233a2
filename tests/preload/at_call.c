// Preloaded into a program, it runs the shell command AT_COMMAND before the AT_CALL-th call (from 1) of those that give
// outputs their names or bring them to the disk; "kill -9 $PPID" there kills the program.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static void count(void) {
  static atomic_int calls;
  const char* at = getenv("AT_CALL");
  if (at == NULL || atomic_fetch_add(&calls, 1) + 1 != atoi(at)) return;
  unsetenv("LD_PRELOAD");
  if (system(getenv("AT_COMMAND")) != 0) abort();
}

#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, name))

int fsync(int descriptor) {
  count();
  return NEXT("fsync", int (*)(int))(descriptor);
}

int linkat(int from, const char* old, int to, const char* new, int flags) {
  count();
  return NEXT("linkat", int (*)(int, const char*, int, const char*, int))(from, old, to, new, flags);
}

int rename(const char* old, const char* new) {
  count();
  return NEXT("rename", int (*)(const char*, const char*))(old, new);
}

int renameat2(int from, const char* old, int to, const char* new, unsigned flags) {
  count();
  return NEXT("renameat2", int (*)(int, const char*, int, const char*, unsigned))(from, old, to, new, flags);
}

int unlink(const char* path) {
  count();
  return NEXT("unlink", int (*)(const char*))(path);
}
