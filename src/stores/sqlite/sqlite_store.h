// The embedded store: one SQLite file, a WITHOUT ROWID table for each question, in key order.
//
// See stores/store.h for threads and ownership. The store owns its connection; each cursor and writer owns one too.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "stores/store.h"

namespace earshot {

// Opens the file, making it where there is none. A file that is no SQLite database is refused.
StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path);

// Removes a damaged file and what SQLite keeps beside it. Refused where anything but `tables` can be read of its
// schema. A link stays, and leads to nothing then.
Status RemoveDamagedSqliteFile(const std::string& path, const std::vector<std::string>& tables);

}  // namespace earshot
