// Preloaded into a program, it lets the FAIL_THREAD-th thread (from 1) and, with FAIL_ON=1, all after it not be
// started, as a limit on threads does; it makes the machine one of eight processors, and appends a line to
// THREADS_TRIED for each thread that was to be started.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

int get_nprocs(void) { return 8; }

typedef int (*Create)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument) {
  static atomic_int tried;
  const int number = atomic_fetch_add(&tried, 1) + 1;
  const char* path = getenv("THREADS_TRIED");
  if (path != NULL) {
    const int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (write(log, "\n", 1) < 0) abort();
    close(log);
  }
  const char* first = getenv("FAIL_THREAD");
  const int fails = first == NULL ? 0 : atoi(first);
  if (fails > 0 && (number == fails || (number > fails && getenv("FAIL_ON") != NULL))) return EAGAIN;
  return ((Create)dlsym(RTLD_NEXT, "pthread_create"))(thread, attributes, start, argument);
}
