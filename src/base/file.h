// Files opened for reading. (Written: base/output_file.h.)
//
// A reader owns its descriptor and closes it. It belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/file_stamp.h"
#include "base/status.h"

namespace earshot {

// A file read from front to back, in pieces.
class FileReader {
 public:
  // Opens `path`; a directory, a missing or an unreadable file is an error that names it. Never waits: a pipe without a
  // writer is waited for by Read.
  // With `waits_for_writer` off such a pipe is empty.
  static StatusOr<std::unique_ptr<FileReader>> Open(const std::string& path, bool waits_for_writer = true);
  ~FileReader();
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;

  // Reads up to `size` bytes into `buffer`, as many as there are: less than `size` only at the end of the file. What
  // comes from a pipe or a terminal is waited for until there is a stop (base/stop_token.h).
  StatusOr<size_t> Read(char* buffer, size_t size);

  // Reads exactly `size` bytes from `offset` on, wherever Read is; an error where the file ends before them. REQUIRES:
  // it is a regular file.
  Status ReadAt(uint64_t offset, char* buffer, size_t size) const;

  const std::string& path() const { return path_; }
  // The size when the file was opened, 0 for a pipe.
  size_t size() const { return size_; }

 private:
  FileReader(std::string path, int descriptor, bool waits_first, size_t size);

  std::string path_;
  int descriptor_;
  bool waits_first_;
  size_t size_;
};

// Reads up to `size` bytes from a descriptor, as FileReader::Read does; errors call it `name`. With `waits_first` it is
// waited for before it is read, which is needed where a read could wait itself.
StatusOr<size_t> ReadDescriptor(int descriptor, bool waits_first, const std::string& name, char* buffer, size_t size);

// An error where `path` is there and is a directory, a pipe or a device.
Status CheckRegularFile(const std::string& path);

// The whole of a small file (settings, questions), at most 16 MiB. A pipe that nobody writes to is an error.
StatusOr<std::string> ReadSmallFile(const std::string& path);

}  // namespace earshot
