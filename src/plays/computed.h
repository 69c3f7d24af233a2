// Columns that are computed of others of a play or an event: when it was, in calendars' units (always UTC), parts of
// names, and when its listener came.
//
// Constant data and pure functions; safe on any thread.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "cql/types.h"
#include "plays/dataset.h"
#include "plays/play.h"

namespace earshot {

struct ComputedColumn {
  std::string_view name;
  ColumnType type;
  std::string_view of;  // the column of the consolidated file that it is made of
  ColumnValues values = {};
};

inline constexpr auto kComputedColumns = std::to_array<ComputedColumn>({
    {"played_at", ColumnType::kTimestamp, "ts", kMoments},
    {"day", ColumnType::kDate, "day", {.count = ValueCount::kThousands, .period_days = 1}},
    // 2018-W44 (ISO 8601)
    {"week", ColumnType::kText, "day", {.count = ValueCount::kThousands, .period_days = 7, .form = &kWeekForm}},
    // 2018-11
    {"month", ColumnType::kText, "day", {.count = ValueCount::kThousands, .period_days = 31, .form = &kMonthForm}},
    {"hour", ColumnType::kInt, "ts", {.count = ValueCount::kFew, .bounds = {{0, 23}}}},
    // From 1, a Monday, to 7
    {"weekday", ColumnType::kInt, "day", {.count = ValueCount::kFew, .bounds = {{1, 7}}}},
    {"user_name", ColumnType::kText, "firstName"},
    // What follows the last comma; without one, all of it
    {"region", ColumnType::kText, "location", {.count = ValueCount::kThousands}},
});

// Those that only events have besides. Their positions follow those of kComputedColumns.
inline constexpr auto kComputedColumnsOfEvents = std::to_array<ComputedColumn>({
    {"ts", ColumnType::kTimestamp, "ts", kMoments},
    // No period: listeners go on after the week in which they came.
    {"registered_week", ColumnType::kText, "registration", {.count = ValueCount::kThousands, .form = &kWeekForm}},
});

// Which further columns of a consolidated file these columns of the dataset need: "ts", "day".
std::vector<std::string> FurtherColumnsFor(const DatasetColumnSet& columns);

// Whether the event has none of the values that the computed column at `position` is made of. A registration that
// leaves its week open is none.
bool LacksComputed(size_t position, const Play& event);

// Appends the cell of the computed column at `position`, which the play does not lack. An error says which value is
// wrong and why.
Status AppendComputedCell(size_t position, const Play& play, std::string* out);

}  // namespace earshot
