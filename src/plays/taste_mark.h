// The mark of what was computed of plays: a file beside the datasets that is there only while all of them are of one
// run, and says of which plays (docs/formats.md).
//
// Looks at files; safe on any thread.
#pragma once

#include <string>

#include "base/content_id.h"
#include "base/status.h"

namespace earshot {

// What the mark of datasets of these plays says.
std::string TasteMarkText(const ContentId& plays);

enum class TasteState {
  kNone,        // nothing was computed
  kUnfinished,  // there is no mark: a run has ended before its last file was in place
  kOfOtherPlays,
  kOfThesePlays,
};

// Of what is beside the plays file `plays`, which is read where there is a mark.
StatusOr<TasteState> FindTaste(const std::string& plays);

}  // namespace earshot
