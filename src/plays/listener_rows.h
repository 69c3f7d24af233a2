// Rejected rows, and their corrections, that are or may be a listener's: found, and left out of a copy. Both are files
// of JSON, one object a line, with a row's text as `raw`. What can be read as a play by now is whose the play is; of
// all else the text decides (events/forgotten.h).
//
// Functions that own no file; one thread at a time for one output.
#pragma once

#include <cstdint>
#include <string>

#include "base/output_file.h"
#include "base/status.h"
#include "events/forgotten.h"
#include "plays/beginning.h"

namespace earshot {

// The beginnings of other files that rejects name as those that they belong to.
struct NamedBeginnings {
  Beginnings plays;
  Beginnings events;
  Beginnings corrections;
};

struct ListenerRows {
  uint64_t rows = 0;    // in the file
  uint64_t theirs = 0;  // of those
  NamedBeginnings beginnings;
};

StatusOr<ListenerRows> FindRowsOf(const Forgotten& listener, const std::string& path);

struct RowsCopy {
  std::string from;
  OutputFile* to = nullptr;
  const NamedBeginnings* renamed = nullptr;  // what the copy names instead; null: as they are
  Beginnings* beginnings = nullptr;          // of this file; null: none
};

Status CopyRowsWithout(const Forgotten& listener, const RowsCopy& copy);

}  // namespace earshot
