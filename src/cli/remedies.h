// What to type against an error, in terms of this program's commands and options: libraries name none.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>

#include "base/status.h"
#include "events/reject/reject.h"

namespace earshot {

// The message of `status` for a person at the command line: the option that it is about, what went wrong, what to do.
std::string MessageWithRemedy(const Status& status);

// What to do about a rejected row, in one sentence.
std::string RemedyOf(RejectKind kind);

}  // namespace earshot
