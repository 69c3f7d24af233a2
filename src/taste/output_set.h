// Files that belong together, and a mark that is there only while all of them are of one run.
//
// Owns the files until they have their names; belongs to one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/output_file.h"
#include "base/status.h"

namespace earshot {

class OutputSet {
 public:
  // Adds a file that is going to be written; it is the set's.
  StatusOr<OutputFile*> Create(const std::string& path);

  // Gives all files their names, on the disk when it returns. The mark at `mark` is removed before the first one has
  // its name, and written, with that text, after the last one has: ended in between, there is none. An empty path: no
  // mark.
  Status Commit(const std::string& mark, std::string_view text);

 private:
  std::vector<std::unique_ptr<OutputFile>> files_;
};

}  // namespace earshot
