#include "questions/measure.h"

#include <absl/strings/str_split.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/nearest.h"

namespace earshot {
namespace {

// In the order of MeasureFunction.
constexpr std::array<std::string_view, 6> kNames = {"count", "distinct", "sum", "min", "max", "avg"};

}  // namespace

std::string_view NameOf(MeasureFunction function) { return kNames[static_cast<size_t>(function)]; }

std::string TextOf(const Measure& measure) {
  const std::string_view function = NameOf(measure.function);
  return measure.column.empty() ? std::string(function) : fmt::format("{} {}", function, measure.column);
}

StatusOr<Measure> ParseMeasure(const std::string& name, const std::string& text) {
  const std::vector<std::string> words = absl::StrSplit(text, ' ', absl::SkipEmpty());
  if (words.empty() || words.size() > 2) {
    return InputError("is \"{}\"; write a function and a column, as in \"sum length\", or \"count\"", text);
  }
  const auto function = std::find(kNames.begin(), kNames.end(), words.front());
  if (function == kNames.end()) {
    return InputError(R"(is "{}": unknown function "{}"{})", text, words.front(),
                      SuggestName(words.front(), {kNames.begin(), kNames.end()}));
  }
  Measure measure{name, static_cast<MeasureFunction>(function - kNames.begin()), words.size() == 2 ? words[1] : ""};
  const bool is_count = measure.function == MeasureFunction::kCount;
  if (is_count && words.size() == 2) {
    return InputError(R"(is "{}": count has no column; "distinct {}" counts its values)", text, words[1]);
  }
  if (!is_count && words.size() == 1) return InputError(R"(is "{0}": {0} needs a column, as in "{0} length")", text);
  return measure;
}

bool CanMeasure(MeasureFunction function, ColumnType type) {
  if (function != MeasureFunction::kSum && function != MeasureFunction::kAvg) return true;
  return type == ColumnType::kBigint || type == ColumnType::kInt || type == ColumnType::kDouble;
}

ColumnType TypeOf(const Measure& measure, const Dataset& dataset) {
  switch (measure.function) {
    case MeasureFunction::kCount:
    case MeasureFunction::kDistinct: return ColumnType::kBigint;
    case MeasureFunction::kAvg: return ColumnType::kDouble;
    default: break;
  }
  const ColumnType type = dataset.ColumnOf(measure.column).type;
  return measure.function == MeasureFunction::kSum && type == ColumnType::kInt ? ColumnType::kBigint : type;
}

}  // namespace earshot
