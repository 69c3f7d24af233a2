// Files: opened whole for reading, and written so that they appear whole or not at all.
//
// Both classes own their descriptor and close it. An object belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// Which file it is and in which state: two stamps of a path differ where it was written anew in between.
struct FileStamp {
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t size = 0;
  int64_t changed_ns = 0;
  bool operator==(const FileStamp&) const = default;
};

StatusOr<FileStamp> StampOf(const std::string& path);

// A file read from front to back, in pieces.
class FileReader {
 public:
  // Opens `path`; a folder, a missing or an unreadable file is an error that names it. Never waits: a pipe without a
  // writer is waited for by Read.
  // With `waits_for_writer` off such a pipe is empty.
  static StatusOr<std::unique_ptr<FileReader>> Open(const std::string& path, bool waits_for_writer = true);
  ~FileReader();
  FileReader(const FileReader&) = delete;
  FileReader& operator=(const FileReader&) = delete;

  // Reads up to `size` bytes into `buffer`, as many as there are: less than `size` only at the end of the file. What
  // comes from a pipe or a terminal is waited for until there is a stop (base/stop_token.h).
  StatusOr<size_t> Read(char* buffer, size_t size);

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

// A file that gets its name only with Commit, when it is whole. Without a Commit nothing is left behind, however the
// program ends (on a file system without nameless files, where it ends by itself), and a file that stood there before
// stays as it was. The new file has the old one's owner and mode, and a link goes on pointing to it.
//
// What is no file on a disk (/dev/stdout, a pipe, a device) is written to as it is.
class AtomicFile {
 public:
  static StatusOr<std::unique_ptr<AtomicFile>> Create(const std::string& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  Status Write(std::string_view bytes);
  // Waits until what was written is on the disk: for a file that will be the only one to have its contents.
  Status Sync();
  // What StampOf will say once the file has its name, if nothing more is written.
  StatusOr<FileStamp> Stamp() const;
  // Gives the file its name. Nothing may be written afterwards.
  Status Commit();

 private:
  AtomicFile(std::string path, std::string target, std::string temporary, int descriptor);

  Status Error(int error) const;

  const std::string path_;       // as the user wrote it
  const std::string target_;     // behind links; empty where it is written to as it is
  const std::string temporary_;  // a name beside the target; empty where the file has none yet
  int descriptor_;
};

// Reads up to `size` bytes from a descriptor, as FileReader::Read does; errors call it `name`. With `waits_first` it is
// waited for before it is read, which is needed where a read could wait itself.
StatusOr<size_t> ReadDescriptor(int descriptor, bool waits_first, const std::string& name, char* buffer, size_t size);

// An error where `path` is there and is a folder, a pipe or a device.
Status CheckRegularFile(const std::string& path);

// The whole of a small file (settings, questions), at most 16 MiB. A pipe that nobody writes to is an error.
StatusOr<std::string> ReadSmallFile(const std::string& path);

}  // namespace earshot
