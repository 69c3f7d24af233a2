// Takes rejected rows in again, once they are mended: their plays go behind those of the consolidated file.
//
// Call it from one thread at a time for one pair of files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "events/file_encodings.h"
#include "events/reject.h"

namespace earshot {

struct RetryReport {
  uint64_t rows = 0;  // = plays + without_artist + rejects, always
  uint64_t plays = 0;
  uint64_t without_artist = 0;
  uint64_t rejects = 0;
  std::vector<Reject> first_rejects;  // a few, to show
};

// Decodes each row of `rejects_path` again, its text mended where `repair_text` says so; a row that is not UTF-8, of a
// file whose encoding nobody named, is in the one that `encodings` names. Its plays are added to
// `plays_path`, and what is still no event stays in `rejects_path`, which holds nothing else afterwards: so no row is
// ever taken in twice. Each of the two files changes as a whole or not at all. Rejects of a run that was stopped are
// refused: it wrote no plays that they belong to.
StatusOr<RetryReport> Retry(const std::string& rejects_path, const std::string& plays_path, bool repair_text,
                            const std::vector<FileEncoding>& encodings);

}  // namespace earshot
