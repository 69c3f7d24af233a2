// Re-ingests rejected rows that have been repaired: their plays are added after those of the consolidated file.
//
// Both files are locked meanwhile (base/output_file.h), so several programs and threads may call it at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "events/reject/reject.h"
#include "events/source/file_encodings.h"

namespace earshot {

struct ReingestReport {
  uint64_t rows = 0;  // = plays + without_artist + rejects, always
  uint64_t plays = 0;
  uint64_t plays_there = 0;  // of them, those that were added before, by a call that did not end
  uint64_t without_artist = 0;
  uint64_t rejects = 0;
  uint64_t untouched = 0;             // of them, those that nobody had changed, which were left as they were
  std::vector<Reject> first_rejects;  // a few, to show
};

// Decodes each row of `rejects_path` that was changed, its text repaired where `repair_text` says so; a row that is not
// UTF-8, of a file whose encoding nobody named, is in the one that `encodings` names. Its plays are added to
// `plays_path`, and what is still no event stays in `rejects_path`, which holds nothing else afterwards.
//
// The plays must begin with those of the run that kept the rejects (the rejects' last line says which they are, and is
// written again for those that stay), and every row of theirs must be whole. Rows after them were added by other calls;
// a play that is among those is not added once more. So nothing is taken in twice, though a call was killed before the
// rejects were replaced. Each of the two files changes as a whole or not at all. Rejects of a run that was stopped are
// refused: it wrote no plays that they belong to.
StatusOr<ReingestReport> Reingest(const std::string& rejects_path, const std::string& plays_path, bool repair_text,
                                  const std::vector<FileEncoding>& encodings);

}  // namespace earshot
