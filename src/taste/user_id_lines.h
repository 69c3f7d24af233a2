// Files of user_ids: one or more a line, with spaces or commas between them; what follows a # is a comment.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace earshot {

// The user_id that a word says: a whole number, not below zero.
StatusOr<int64_t> ParseUserId(const std::string& word);

// The user_ids on one line, each once, in order; none where it is blank or a comment. The error says what is wrong with
// it, not where it is.
StatusOr<std::vector<int64_t>> ParseUserIds(std::string_view line);

using TakeUserIds = std::function<Status(const std::vector<int64_t>&)>;

// Calls take(user_ids) for each line that has some. A byte order mark before the first one is skipped, and so is a
// first line of names instead of numbers, as a table has it: user_id, or userId. An error of the
// line, or of `take`, ends it and names file and line.
Status ForEachUserIdLine(const std::string& path, const TakeUserIds& take);

}  // namespace earshot
