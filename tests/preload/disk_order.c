// Preloaded into a program, it notes in the file DISK_ORDER what must be on the disk before what: "sync INODE" for each
// file or directory that was synced, "name INODE PATH" for each that has got a name, "gone INODE PATH" for each name
// that was removed.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void note(const char* format, ...) {
  char line[8192];
  va_list arguments;
  va_start(arguments, format);
  const int size = vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  const int file = (int)syscall(SYS_openat, AT_FDCWD, getenv("DISK_ORDER"), O_WRONLY | O_CREAT | O_APPEND, 0644);
  syscall(SYS_write, file, line, size);
  syscall(SYS_close, file);
}

static unsigned long inode_at(const char* path) {
  struct stat info;
  return stat(path, &info) == 0 ? (unsigned long)info.st_ino : 0;
}

static int synced(int file, const char* call) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  struct stat info;
  if (fstat(file, &info) == 0) note("sync %lu\n", (unsigned long)info.st_ino);
  return next(file);
}

int fsync(int file) { return synced(file, "fsync"); }
int fdatasync(int file) { return synced(file, "fdatasync"); }

int rename(const char* from, const char* to) {
  int (*next)(const char*, const char*) = (int (*)(const char*, const char*))dlsym(RTLD_NEXT, "rename");
  note("name %lu %s\n", inode_at(from), to);
  return next(from, to);
}

int renameat2(int from_directory, const char* from, int to_directory, const char* to, unsigned flags) {
  note("name %lu %s\n", inode_at(from), to);
  return (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, flags);
}

int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags) {
  note("name %lu %s\n", inode_at(from), to);
  return (int)syscall(SYS_linkat, from_directory, from, to_directory, to, flags);
}

int unlink(const char* path) {
  note("gone %lu %s\n", inode_at(path), path);
  return (int)syscall(SYS_unlink, path);
}
