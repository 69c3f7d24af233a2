// The last line of a file of rejects: what the run that kept them has written, and what it knew.
//
// Plain data and pure functions; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/content_id.h"
#include "base/status.h"

namespace earshot {

struct RejectsEnd {
  std::optional<ContentId> plays;        // that the run has written, so that no row is added to others
  std::optional<ContentId> events;       // and of all events, if it has written those
  std::string stopped;                   // or why it has written none
  std::vector<std::string> with;         // the columns of plays after the eleven
  std::optional<ContentId> corrections;  // that were known then
};

// With its line end. REQUIRES: either `plays` or `stopped`.
std::string RejectsEndJson(const RejectsEnd& end);

// Reads such a line; nothing if `line` is another one, an error if it is damaged.
StatusOr<std::optional<RejectsEnd>> ParseRejectsEnd(std::string_view line);

}  // namespace earshot
