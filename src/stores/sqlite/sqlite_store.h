// The embedded store: one SQLite file, a WITHOUT ROWID table for each question, in key order.
//
// See stores/store.h for threads and ownership. Cursors share a pool of connections; each writer owns one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "stores/store.h"

namespace earshot {

// Opens the file where it exists; otherwise Create makes it. A file that is not a SQLite database is an error.
StatusOr<std::unique_ptr<Store>> OpenSqliteStore(const std::string& path);

// Removes a damaged file and the files that SQLite keeps beside it. An error where its schema, as far as it can be
// read, contains anything but `tables`. A link is kept, without a target.
Status RemoveDamagedSqliteFile(const std::string& path, const std::vector<std::string>& tables);

}  // namespace earshot
