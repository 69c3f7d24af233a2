// Copies the plays of a consolidated file, or the events of a file of those, into the one that replaces it, and appends
// others.
//
// Owns neither file; belongs to one thread at a time.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/content_id.h"
#include "base/output_file.h"
#include "base/status.h"
#include "plays/dataset.h"

namespace earshot {

class KeptPlays {
 public:
  explicit KeptPlays(OutputFile* to, const Dataset& of = PlaysDataset()) : to_(to), of_(of) {}

  // Copies the file at `path`, whose first plays must be `first`. An error where they are not, or where any row of the
  // file is broken, which names its place. Rows after the first ones were added since: they are remembered.
  Status Copy(const std::string& path, const ContentId& first);

  // Adds a row, unless it is one of those that were added before; false where it is.
  StatusOr<bool> Add(std::string_view row);

  // Ends the writing: which plays the new file has. An error where `first` were no plays at all, so that nothing shows
  // that those after them belong to them, and some of them were not to be added now.
  StatusOr<ContentId> Finish();

 private:
  Status Append(std::string_view row);
  Status Flush();
  Status Other() const;

  OutputFile* const to_;
  const Dataset& of_;
  std::string path_;
  std::string buffer_;  // not written yet
  ContentHash hash_;    // of what is written
  uint64_t bytes_ = 0;  // buffer_ included
  bool first_has_rows_ = false;
  // How often each row was added before, by its hash.
  absl::flat_hash_map<std::pair<uint64_t, uint64_t>, uint64_t> added_before_;
};

}  // namespace earshot
