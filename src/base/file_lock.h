// The exclusive lock on a file that is going to be replaced, so that two programs at once lose nothing; or on a
// directory that is being filled.
//
// It is flock's, on the file itself: no lock file remains, and the lock ends with the process, however that ends. As
// the file is replaced by another of the same name, a process that gets the lock checks that the name still leads to
// the file that it has locked, and begins again if not. Without a file there is nothing to lose and no lock: a new file
// appears only where no other has appeared before (base/output_file.h). File systems without such locks (some network
// file systems) give none.
//
// A directory can be locked, too: by all who agree to do so before they write into it.
//
// An object owns its descriptor and belongs to one thread at a time. Locks are between objects, in one process too.
#pragma once

#include <string>

#include "base/status.h"

namespace earshot {

class FileLock {
 public:
  FileLock() = default;
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;

  // Locks the file at `path`, opened with `flags`. Waits for a few seconds where another program holds the lock, and is
  // then a TransientError that calls the file `name`; Cancelled where there is a stop (base/stop_token.h).
  static StatusOr<FileLock> Take(const std::string& path, const std::string& name, int flags);

  bool held() const { return descriptor_ >= 0; }
  // Why there was no file to lock, as errno has it: ENOENT, EACCES. 0 where there was one, on a file system without
  // locks if it is not held.
  int open_error() const { return open_error_; }
  // The descriptor is the caller's now, and the lock ends when that is closed.
  int Release();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
  int open_error_ = 0;
};

}  // namespace earshot
