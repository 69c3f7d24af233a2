// A folder of its own that vanishes with the object.
// Owned by one thread at a time.
#pragma once

#include <string>

namespace earshot {

// Where temporary files go: $TMPDIR, or /tmp.
std::string TemporaryParent();

class TemporaryFolder {
 public:
  // Makes the folder in TemporaryParent(). Where even that fails the path is empty, and using it says so.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace earshot
