// The plays of one listener in a consolidated file, their events in a file of those, and what was computed that names
// them: found, and left out of a copy.
//
// Functions that own no file; one thread at a time for one output.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/output_file.h"
#include "base/status.h"
#include "events/forgotten.h"
#include "plays/beginning.h"
#include "plays/dataset.h"

namespace earshot {

// Whether one of the user_ids in `text`, with + between them, is the listener's.
bool HasUserAmong(std::string_view text, const Forgotten& listener);

struct ListenerPlays {
  uint64_t plays = 0;          // in the file
  uint64_t theirs = 0;         // of those
  std::set<NameHashes> names;  // of plays and events
};

StatusOr<ListenerPlays> FindPlaysOf(int64_t user_id, const std::string& path, const Dataset& of = PlaysDataset());

// Copies the file at `path` without the listener's plays, and finds out what its `beginnings` have become.
Status CopyPlaysWithout(int64_t user_id, const std::string& path, OutputFile* to, Beginnings* beginnings,
                        const Dataset& of = PlaysDataset());

}  // namespace earshot
