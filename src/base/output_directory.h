// A directory that is filled under another name, so that it appears whole or not at all.
//
// An object owns the directory until it has its name, and belongs to one thread at a time. Of two programs the later
// one waits for a moment, and is refused.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/file_lock.h"
#include "base/status.h"

namespace earshot {

class OutputDirectory {
 public:
  // Whether a file of that name, in a directory that is there already, is one that may be replaced.
  using IsOwn = bool (*)(std::string_view name);

  // An error where `path` is there and is not a directory, or holds others than own files.
  static Status CheckReplaceable(const std::string& path, IsOwn is_own);
  // Makes the directory at part(), and those above `path` where they are not there yet. An error where `path` cannot be
  // replaced. What a program has left at part() that was killed is removed.
  static StatusOr<std::unique_ptr<OutputDirectory>> Create(const std::string& path, IsOwn is_own);
  // Without a Commit it is removed, with all that is in it.
  ~OutputDirectory();
  OutputDirectory(const OutputDirectory&) = delete;
  OutputDirectory& operator=(const OutputDirectory&) = delete;

  // Where it is filled.
  const std::string& part() const { return part_; }

  // The directory takes its name, at one moment the place of one that was there, and both are on the disk. REQUIRES:
  // the files in it are.
  Status Commit();

 private:
  OutputDirectory(std::string path, std::string part, IsOwn is_own)
      : path_(std::move(path)), part_(std::move(part)), is_own_(is_own) {}

  Status Take();
  Status Rename() const;

  const std::string path_;
  const std::string part_;
  const IsOwn is_own_;
  FileLock lock_;
};

}  // namespace earshot
