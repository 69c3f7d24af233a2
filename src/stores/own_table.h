// The tables that earshot keeps for itself beside the questions' tables. Stores create, write and read them as any
// other.
//
// A function without state; safe on any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "questions/table.h"

namespace earshot {

// Its first column is its key. `asks` says what it is for.
Table MakeOwnTable(const std::string& name, const std::string& asks,
                   const std::vector<std::pair<const char*, ColumnType>>& columns);

}  // namespace earshot
