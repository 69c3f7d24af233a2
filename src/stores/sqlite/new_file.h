// A SQLite file that is filled under another name, so that nobody sees it before it is whole.
//
// Belongs to one thread.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"

namespace earshot {

// The file that `path` leads to: SQLite follows links, and keeps its own files beside their target.
StatusOr<std::string> BehindLinks(const std::string& path);

class NewFile {
 public:
  // `target` is no link. What a process has left that was killed is removed.
  explicit NewFile(std::string target);
  // Removes what a process has left that was killed while it filled one. REQUIRES: nobody fills one.
  static Status RemoveLeftover(const std::string& target);

  // Without Commit the file is removed.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // Where it is filled.
  const std::string& path() const { return path_; }
  // It takes the place of the target, and is on the disk. REQUIRES: nobody has it open.
  Status Commit();

 private:
  const std::string target_;
  const std::string path_;
};

}  // namespace earshot
