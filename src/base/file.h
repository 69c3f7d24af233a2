// Files: opened whole for reading, and written so that they appear whole or not at all.
//
// Both classes own their descriptor and close it. An object belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// A file read from front to back, in pieces.
class FileReader {
 public:
  // Opens `path`; a folder, a missing or an unreadable file is an error that names it.
  static StatusOr<std::unique_ptr<FileReader>> Open(const std::string& path);
  ~FileReader();
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;

  // Reads up to `size` bytes into `buffer`, as many as there are: less than `size` only at the end of the file.
  StatusOr<size_t> Read(char* buffer, size_t size);

  const std::string& path() const { return path_; }
  // The size when the file was opened, 0 for a pipe.
  size_t size() const { return size_; }

 private:
  FileReader(std::string path, int descriptor, size_t size);

  std::string path_;
  int descriptor_;
  size_t size_;
};

// A file written beside its final place and renamed into it by Commit. Without a Commit nothing is left behind,
// and a file that stood there before stays as it was.
class AtomicFile {
 public:
  static StatusOr<std::unique_ptr<AtomicFile>> Create(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  Status Write(std::string_view bytes);
  // Makes what was written durable and gives it its name. Nothing may be written afterwards.
  Status Commit();

 private:
  AtomicFile(std::string path, std::string temporary_path, int descriptor);

  std::string path_;
  std::string temporary_path_;
  int descriptor_;
};

// The whole of a small file (settings, questions), at most 16 MiB.
StatusOr<std::string> ReadSmallFile(const std::string& path);

}  // namespace earshot
