// Re-ingests rejected rows that have been repaired: they are kept as corrections, which later runs read, and their
// plays are added after those of the consolidated file, all of their events to the file of those.
//
// All files are locked meanwhile (base/output_file.h), so several programs and threads may call it at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "events/reject/reject.h"
#include "events/source/file_encodings.h"

namespace earshot {

struct ReingestOptions {
  std::string rejects;
  std::string plays;        // the consolidated file; empty: only corrections are kept
  std::string events;       // the file of all events, if the run that kept the rejects has written it
  std::string corrections;  // the file of them
  std::string forgotten;    // the list of those whose plays are not taken in (plays/forgotten_file.h)
  bool repair_text = false;
  // A row that is not UTF-8, of a file whose encoding nobody named, is in the one that these name.
  std::vector<FileEncoding> encodings;
};

struct ReingestReport {
  uint64_t rows = 0;  // = plays + without_artist + rejects, always
  uint64_t plays = 0;
  uint64_t plays_there = 0;  // of them, those that were added before, by a call that did not end
  uint64_t without_artist = 0;
  uint64_t rejects = 0;
  uint64_t untouched = 0;             // of them, those that nobody had changed, which were left as they were
  std::vector<Reject> first_rejects;  // a few, to show
  uint64_t corrections = 0;           // that were added
  bool run_was_stopped = false;       // so there were no plays to add to
};

// Decodes each row of `rejects` that was changed, its text repaired where `repair_text` says so. The row is added to
// the corrections and its plays to the consolidated file, and what is still no event stays in `rejects`, which holds
// nothing else afterwards.
//
// The plays must begin with those of the run that kept the rejects (the rejects' last line says which they are, and is
// written again for those that stay), and every row of theirs must be whole. Rows after them were added by other calls;
// a play that is among those is not added once more, and neither is a correction. So nothing is taken in twice, though
// a call was killed before the rejects were replaced. Each of the files changes as a whole or not at all. A run that
// was stopped wrote no plays; rows of its rejects are only kept as corrections. A row that is a play of a listener who
// was forgotten is an error.
StatusOr<ReingestReport> Reingest(const ReingestOptions& options);

}  // namespace earshot
