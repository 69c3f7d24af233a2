// Writes rows to one table of a SQLite file, all in one transaction: after Finish they are all there, without it none.
#pragma once

#include <memory>
#include <string>

#include "base/status.h"
#include "stores/store.h"

namespace earshot {

// The table must exist. The writer holds the file's write lock from now until it goes.
StatusOr<std::unique_ptr<TableWriter>> OpenSqliteWriter(const std::string& path, const Table& table);

}  // namespace earshot
