// The tables that earshot keeps for itself beside the questions' tables. Stores create, write and read them as any
// other.
//
// A function without state; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "questions/table.h"

namespace earshot {

// With which names of tables begin that are not questions' names.
inline constexpr std::string_view kOwnNamePrefix = "earshot_";

// Its first column is its key. `asks` says what it is for.
Table MakeOwnTable(const std::string& name, const std::string& asks,
                   const std::vector<std::pair<const char*, ColumnType>>& columns);

}  // namespace earshot
