// What a SQLite file holds that is not a question's table, and removing a file that holds nothing else.
//
// Functions without state; safe on any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "stores/sqlite/connection.h"

namespace earshot {

// "view mine": what the database holds besides tables that are `known`, if anything. Views, indexes and triggers belong
// to somebody as much as tables do.
StatusOr<std::optional<std::string>> FindOther(Connection& connection,
                                               const std::function<bool(const std::string&)>& known);

// Removes the file and those that SQLite keeps beside it, where it holds nothing but `tables`, as far as it can be
// read, and nobody loads it. Where it cannot be read, tables that have a name of earshot's own (kOwnNamePrefix) are
// none of others. A link is kept, without a target.
Status RemoveFileOf(const std::string& path, OpenMode mode, const std::vector<std::string>& tables);

}  // namespace earshot
