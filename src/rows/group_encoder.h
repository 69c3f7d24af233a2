// Encodes the records of a table with measures for their groups (rows/measured.h): each with the sort key of its group,
// and, for each measure of distinct values, one more with the value after it, so that equal ones become neighbours.
//
// Records of a group that come near one another are folded into one at once, which is cheaper than sorting them; where
// there are few of those, it is not tried with each.
//
// The table must outlive it; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "plays/record.h"
#include "questions/table.h"
#include "rows/partial_groups.h"
#include "rows/row_block.h"

namespace earshot {

// What a group's sort key ends with: nothing more for its records, the measure for distinct values, which follow.
inline constexpr char kRecordTag = 0;
static_assert(kMeasuresMax < 255);
inline char DistinctTag(size_t measure) { return static_cast<char>(measure + 1); }
inline size_t MeasureOfTag(char tag) { return static_cast<size_t>(static_cast<unsigned char>(tag)) - 1; }

// Whether it is one of values that a record holds, so that it has an accumulator of its own in each group.
bool IsOfValues(const Measure& measure);

class GroupEncoder {
 public:
  explicit GroupEncoder(const Table& table);

  // `row` is the one that the record has alone (AppendRow).
  void Add(const Record& record, std::string_view row, RowBlock* block);
  // Adds what is being folded to `block`. Nothing may be added to another one before.
  void Finish(RowBlock* block);

 private:
  // A measure of distinct values: what its sort keys begin with after the group's, and the column.
  struct Distinct {
    char tag = 0;
    size_t source = 0;
    ColumnType type = ColumnType::kText;
  };

  void StartSortKey(std::string_view row);
  void AddEntry(std::string_view row, Origin origin, RowBlock* block);
  void AddUnfolded(std::string_view row, Origin origin, RowBlock* block);

  const Table& table_;
  std::vector<size_t> sources_;            // the columns of measures of values
  std::vector<Accumulator> accumulators_;  // of one record, for those
  std::vector<Distinct> distinct_;
  PartialGroups groups_;
  size_t added_ = 0;                      // to the groups since they were flushed
  size_t unfolded_ = 0;                   // so many more are not tried to be folded
  std::vector<std::string_view> values_;  // scratch
  std::string row_;                       // scratch
  std::string sort_key_;                  // scratch
};

}  // namespace earshot
