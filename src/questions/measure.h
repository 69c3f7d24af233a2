// A measure: what is counted or added up over the records that a row of an answer is made of.
//
// Plain data and pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/status.h"
#include "plays/dataset.h"

namespace earshot {

enum class MeasureFunction : uint8_t { kCount, kDistinct, kSum, kMin, kMax, kAvg };

// A question has no more of them.
inline constexpr size_t kMeasuresMax = 100;

struct Measure {
  std::string name;
  MeasureFunction function = MeasureFunction::kCount;
  std::string column;  // empty with kCount
};

// "distinct"
std::string_view NameOf(MeasureFunction function);

// "distinct user_id"
std::string TextOf(const Measure& measure);

// Reads "count", or a function and a column: "distinct user_id". The error says what is wrong with the text.
StatusOr<Measure> ParseMeasure(const std::string& name, const std::string& text);

// Whether it can be taken of a column of that type.
bool CanMeasure(MeasureFunction function, ColumnType type);

// count and distinct are bigint; so is the sum of whole numbers; min and max have the column's type, avg is a double.
// REQUIRES: the column is one of `dataset`, and CanMeasure.
ColumnType TypeOf(const Measure& measure, const Dataset& dataset);

}  // namespace earshot
