// Whether a table's rows are an answer: not while its first load has not finished.
//
// Pure function on a store; as its reader for threads.
#pragma once

#include <optional>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/load_mark.h"
#include "stores/table_reader.h"

namespace earshot {

struct Loaded {
  std::optional<LoadMark> mark;
  std::string warning;  // where another load is changing the table, or was stopped; else empty
};

// A transient error (load_unfinished) where the table's first load has not finished.
StatusOr<Loaded> CheckLoaded(TableReader& store, const Table& table);

}  // namespace earshot
