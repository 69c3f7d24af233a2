// The mark of what was computed of plays: a file beside the datasets that is there only while all of them are of one
// run, and says of which plays (docs/formats.md).
//
// Looks at files; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/content_id.h"
#include "base/status.h"
#include "plays/dataset.h"

namespace earshot {

// What the mark of datasets of these plays says.
std::string TasteMarkText(const ContentId& plays);

enum class TasteState {
  kNone,        // nothing was computed
  kUnfinished,  // there is no mark: a run has ended before its last file was in place
  kDamaged,     // there is something that no run leaves so
  kOfOtherPlays,
  kOfThesePlays,
};

struct FoundTaste {
  TasteState state = TasteState::kNone;
  std::string damage;  // which, where it is damaged
};

// Of what is beside the plays file `plays`, which is read where there is a mark. Looks also whether there are files of
// these datasets, by how they begin.
StatusOr<FoundTaste> FindTaste(const std::string& plays, const std::vector<const Dataset*>& datasets);

}  // namespace earshot
