// A file that is written so that it appears whole or not at all, and that replaces only what it was meant to replace.
//
// Two programs at once lose nothing: from Create until the object is gone the file that is replaced is locked
// (base/file_lock.h), and so is the new one, so that others wait or are refused. Programs that know nothing of the lock
// (an editor) are noticed: Commit refuses where the file is not the one that was there at Create, and where there was
// none it replaces none. Who reads what it is going to replace, or writes several files that belong together, creates
// all of them first and in the same order as others do.
//
// An object owns its descriptors and belongs to one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_lock.h"
#include "base/file_stamp.h"
#include "base/status.h"

namespace earshot {

// It gets its name only with Commit. Without a Commit nothing is left, however the program ends (on a file
// system without nameless files, where it ends by itself; else the next one of this name takes the rest away), and a
// file that was there before stays as it was. The new file has the old one's owner and mode, and a link goes on
// pointing to it.
//
// What is not a regular file (/dev/stdout, a pipe, a device) is written to directly, and is not locked.
class OutputFile {
 public:
  static StatusOr<std::unique_ptr<OutputFile>> Create(const std::string& path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Status Write(std::string_view bytes);
  // What StampOf will say once the file has its name, if nothing more is written.
  StatusOr<FileStamp> Stamp() const;
  // An error where Commit would refuse: to know it of all files before the first one gets its name.
  Status CheckUnchanged() const;
  // Gives the file its name. Nothing may be written afterwards.
  Status Commit();
  // The same, and file and name are on the disk when it returns, in this order: for what could not be made again after
  // a power failure. Not even what another program writes at the last moment is replaced, where the file system can
  // exchange two names.
  Status CommitToDisk();

 private:
  OutputFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  static StatusOr<std::unique_ptr<OutputFile>> CreateBeside(const std::string& path, const std::string& target);
  Status Error(int error) const;
  Status Changed() const;
  Status CloseCopy() const;
  Status NameNameless();
  Status NameNamed();
  Status CheckExchanged();

  const std::string path_;  // as the user wrote it
  std::string target_;      // with links resolved; empty where it is written to directly
  std::string temporary_;   // a name beside the target; empty where the file has none yet
  std::optional<FileStamp> old_;
  FileLock old_lock_;
  bool may_wait_ = false;  // a write may wait for a reader
  bool on_disk_ = false;
  int descriptor_;
};

}  // namespace earshot
