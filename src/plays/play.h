// A play: an event that has an artist, so something was heard. Its natural key is (sessionId, itemInSession).
//
// The eleven columns below, in this order, are the consolidated file's. They are plain constant data: safe on any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cql/types.h"

namespace earshot {

struct PlayColumn {
  std::string_view csv_name;  // "sessionId", as the files have it
  std::string_view name;      // "session_id", as tables and the command line have it: CQL folds case
  ColumnType type;
};

inline constexpr std::array<PlayColumn, 11> kPlayColumns = {{
    {"artist", "artist", ColumnType::kText},
    {"firstName", "first_name", ColumnType::kText},
    {"gender", "gender", ColumnType::kText},
    {"itemInSession", "item_in_session", ColumnType::kInt},
    {"lastName", "last_name", ColumnType::kText},
    {"length", "length", ColumnType::kDouble},
    {"level", "level", ColumnType::kText},
    {"location", "location", ColumnType::kText},
    {"sessionId", "session_id", ColumnType::kBigint},
    {"song", "song", ColumnType::kText},
    {"userId", "user_id", ColumnType::kBigint},
}};

inline constexpr size_t kPlayColumnCount = kPlayColumns.size();

// Positions in kPlayColumns of the columns that the code itself names.
inline constexpr size_t kItemInSessionColumn = 3;
inline constexpr size_t kLengthColumn = 5;
inline constexpr size_t kSessionIdColumn = 8;
inline constexpr size_t kSongColumn = 9;
inline constexpr size_t kUserIdColumn = 10;

// One play's fields as text, in the order of kPlayColumns. The views point into memory of the play's reader.
struct Play {
  std::array<std::string_view, kPlayColumnCount> fields;
  uint64_t line = 0;  // where its row starts in the consolidated file, from 1
};

}  // namespace earshot
