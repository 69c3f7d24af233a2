// A play: an event that has an artist, so something was heard. Its natural key is (sessionId, itemInSession), as that
// of any event.
//
// The eleven columns below, in this order, are the consolidated file's. They are plain constant data: safe on any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cql/types.h"
#include "plays/column_values.h"

namespace earshot {

struct PlayColumn {
  std::string_view csv_name;  // "sessionId", as the files have it
  std::string_view name;      // "session_id", as tables and the command line have it: CQL folds case
  ColumnType type;
  ColumnValues values = {};
};

inline constexpr std::array<PlayColumn, 11> kPlayColumns = {{
    {"artist", "artist", ColumnType::kText},
    {"firstName", "first_name", ColumnType::kText},
    {"gender", "gender", ColumnType::kText, kFewValues},
    {"itemInSession", "item_in_session", ColumnType::kInt},
    {"lastName", "last_name", ColumnType::kText},
    {"length", "length", ColumnType::kDouble},
    {"level", "level", ColumnType::kText, kFewValues},
    {"location", "location", ColumnType::kText, {.count = ValueCount::kThousands}},
    {"sessionId", "session_id", ColumnType::kBigint, {.count = ValueCount::kUnending}},
    {"song", "song", ColumnType::kText},
    {"userId", "user_id", ColumnType::kBigint},
}};

inline constexpr size_t kPlayColumnCount = kPlayColumns.size();

// Columns that a consolidated file may have after the eleven, and that columns of plays are computed of.
inline constexpr auto kFurtherColumns = std::to_array<std::string_view>({"ts", "day"});

// The position in kPlayColumns of the column called `csv_name`. A name that is not in the list does not compile.
consteval size_t PlayColumnAt(std::string_view csv_name) {
  size_t column = 0;
  while (kPlayColumns.at(column).csv_name != csv_name) ++column;
  return column;
}

// The columns that the code itself names.
inline constexpr size_t kFirstNameColumn = PlayColumnAt("firstName");
inline constexpr size_t kItemInSessionColumn = PlayColumnAt("itemInSession");
inline constexpr size_t kLastNameColumn = PlayColumnAt("lastName");
inline constexpr size_t kLocationColumn = PlayColumnAt("location");
inline constexpr size_t kSessionIdColumn = PlayColumnAt("sessionId");
inline constexpr size_t kSongColumn = PlayColumnAt("song");
inline constexpr size_t kUserIdColumn = PlayColumnAt("userId");

// Columns that only a file of events has, besides the eleven and the further ones.
inline constexpr auto kEventOnlyColumns = std::to_array<PlayColumn>({
    {"auth", "auth", ColumnType::kText, kFewValues},
    {"method", "method", ColumnType::kText, kFewValues},
    {"page", "page", ColumnType::kText, kFewValues},
    {"registration", "registration", ColumnType::kText},
    {"status", "status", ColumnType::kInt, kFewValues},
    {"userAgent", "user_agent", ColumnType::kText},
});

// The position in kEventOnlyColumns of the column called `csv_name`.
consteval size_t EventOnlyColumnAt(std::string_view csv_name) {
  size_t column = 0;
  while (kEventOnlyColumns.at(column).csv_name != csv_name) ++column;
  return column;
}

// One play's fields as text, in the order of kPlayColumns, or those of any event. The views point into memory of the
// play's reader.
struct Play {
  std::array<std::string_view, kPlayColumnCount> fields;
  uint64_t line = 0;  // where its row starts in the consolidated file, from 1
  // Of kFurtherColumns; empty where the file has no such column.
  std::string_view ts;
  std::string_view day;
  // Of kEventOnlyColumns; empty where the file is one of plays.
  std::array<std::string_view, kEventOnlyColumns.size()> of_event = {};
};

}  // namespace earshot
