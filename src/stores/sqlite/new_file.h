// A SQLite file that is filled under another name, so that nobody sees it before it is whole.
//
// Belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "base/status.h"

namespace earshot {

// The file that `path` leads to: SQLite follows links, and keeps its own files beside their target.
StatusOr<std::string> BehindLinks(const std::string& path);

class NewFile {
 public:
  // `target` is not a link. The new file is for whoever may use the target. One that is there already is not touched:
  // another load may be filling it.
  static StatusOr<std::unique_ptr<NewFile>> Create(std::string target);
  // Without Commit the file is removed.
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  // Where the one for `target` is filled.
  static std::string PathFor(const std::string& target);
  // Removes what a process has left that was killed while it filled one. REQUIRES: nobody fills one.
  static Status RemoveLeftover(const std::string& target);

  std::string path() const { return PathFor(target_); }
  // It takes the place of the target, and is on the disk. REQUIRES: nobody has it open.
  Status Commit();

 private:
  explicit NewFile(std::string target) : target_(std::move(target)) {}

  const std::string target_;
  bool has_name_ = false;
};

}  // namespace earshot
