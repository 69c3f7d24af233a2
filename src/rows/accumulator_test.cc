#include "rows/accumulator.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "cql/cells.h"

namespace earshot {
namespace {

std::string ValueOf(double value) {
  std::string cell;
  AppendDoubleCell(value, &cell);
  return std::string(CellReader(cell).Next());
}

std::string ValueOf(int64_t value) {
  std::string cell;
  AppendBigintCell(value, &cell);
  return std::string(CellReader(cell).Next());
}

// What the values come to in `parts` that are merged; it is the same as all together.
template <typename Value>
StatusOr<std::string> Merged(MeasureFunction function, ColumnType type, const std::vector<Value>& values,
                             size_t parts) {
  Accumulator whole(function, type);
  Accumulator part(function, type);
  for (size_t i = 0; i < parts; ++i) {
    part.Clear();
    for (size_t j = i; j < values.size(); j += parts) part.Add(ValueOf(values[j]));
    std::string cell;
    part.AppendPartial(&cell);
    whole.Merge(CellReader(cell).Next());
  }
  std::string cell;
  RETURN_IF_ERROR(whole.AppendCell(&cell));
  return cell;
}

constexpr MeasureFunction kFunctions[] = {MeasureFunction::kSum, MeasureFunction::kMin, MeasureFunction::kMax,
                                          MeasureFunction::kAvg};

TEST(Accumulator, MergesPartsIntoTheSameAsAllTogether) {
  std::mt19937_64 random(1);
  std::vector<double> doubles;
  std::vector<int64_t> integers;
  for (int i = 0; i < 1000; ++i) {
    doubles.push_back(std::ldexp(static_cast<double>(random()) - 9e18, static_cast<int>(random() % 200) - 100));
    integers.push_back(static_cast<int64_t>(random()) / 2000);
  }
  for (const MeasureFunction function : kFunctions) {
    for (const size_t parts : {2U, 7U, 1000U, 1500U}) {
      EXPECT_EQ(*Merged(function, ColumnType::kDouble, doubles, parts),
                *Merged(function, ColumnType::kDouble, doubles, 1));
      EXPECT_EQ(*Merged(function, ColumnType::kBigint, integers, parts),
                *Merged(function, ColumnType::kBigint, integers, 1));
    }
  }
}

TEST(Accumulator, MergesSumsThatNoTypeHoldsIntoOneThatDoes) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(*Merged<int64_t>(MeasureFunction::kSum, ColumnType::kBigint, {kMax, -kMax, kMax, -kMax, 5}, 2),
            *Merged<int64_t>(MeasureFunction::kSum, ColumnType::kBigint, {5}, 1));
  EXPECT_FALSE(Merged<int64_t>(MeasureFunction::kSum, ColumnType::kBigint, {kMax, 1}, 2).ok());
}

TEST(Accumulator, MergesASumThatIsTooLarge) {
  constexpr double kMax = std::numeric_limits<double>::max();
  EXPECT_FALSE(Merged<double>(MeasureFunction::kSum, ColumnType::kDouble, {kMax, 1, kMax}, 2).ok());
  EXPECT_FALSE(Merged<double>(MeasureFunction::kAvg, ColumnType::kDouble, {kMax, kMax}, 2).ok());
}

}  // namespace
}  // namespace earshot
