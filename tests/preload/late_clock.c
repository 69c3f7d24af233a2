// Preloaded into a program: once there is a file LATE_CLOCK, a minute more has gone by since the machine was started.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec* now) {
  static int (*next)(clockid_t, struct timespec*);
  if (next == NULL) next = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
  const int result = next(clock, now);
  const char* file = getenv("LATE_CLOCK");
  if (result == 0 && clock == CLOCK_BOOTTIME && file != NULL && access(file, F_OK) == 0) now->tv_sec += 60;
  return result;
}
