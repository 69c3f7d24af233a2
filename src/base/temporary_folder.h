// A folder of its own that vanishes with the object: for runs that spill to disk, and for tests.
// Owned by one thread at a time.
#pragma once

#include <string>

namespace earshot {

class TemporaryFolder {
 public:
  // Makes the folder in $TMPDIR, or in /tmp. Where even that fails the path is empty, and using it says so.
  TemporaryFolder();
  // Makes the folder in `parent`.
  explicit TemporaryFolder(const std::string& parent);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace earshot
