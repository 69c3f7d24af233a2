// A directory of its own that vanishes with the object.
// Owned by one thread at a time.
#pragma once

#include <string>

namespace earshot {

// Where temporary files go: $TMPDIR, or /tmp.
std::string TemporaryParent();

class TemporaryDirectory {
 public:
  // Makes the directory in TemporaryParent(). Where even that fails the path is empty, and using it says so.
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace earshot
