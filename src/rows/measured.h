// Rows with measures: each is made of all records of its group, which are those with the same values in the columns of
// its key that are not measures.
//
// A record is encoded for its group (GroupEncoder); the groups' records are sorted like any rows, so that they come
// together; MeasureGroups makes a row of each group, and sorts those rows into the store's order. All of it is exact
// and in bounded memory, whatever the number of groups and of distinct values.
//
// The record of a group holds what the row is made of: the row that the record has alone, of which the last record's
// values stay but for the measures, then the values that are measured. For each measure that counts distinct values
// there is a record more, without contents: its sort key has the measure and the value, so that equal ones are
// neighbours.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/record.h"
#include "questions/table.h"
#include "rows/order.h"
#include "rows/row_block.h"
#include "rows/sorted_rows.h"

namespace earshot {

// The table must outlive it; one thread.
class GroupEncoder {
 public:
  explicit GroupEncoder(const Table& table);

  // `row` is the one that the record has alone (AppendRow).
  void Add(const Record& record, std::string_view row, RowBlock* block);

 private:
  // A measure of distinct values: what its sort keys begin with after the group's, and the column.
  struct Distinct {
    char tag = 0;
    size_t source = 0;
    ColumnType type = ColumnType::kText;
  };

  void StartSortKey(std::string_view row);

  const Table& table_;
  std::vector<size_t> measured_;  // the columns that measures are made of, but for distinct values
  std::vector<Distinct> distinct_;
  std::string row_;       // scratch
  std::string sort_key_;  // scratch
};

// `groups` are the records of the table's groups. The rows are sorted within `memory_bytes`. An error names the row
// whose sum is out of range, or that the store cannot have.
StatusOr<std::unique_ptr<SortedRows>> MeasureGroups(const Table& table, const RowOrder& order, const SortedRows& groups,
                                                    size_t memory_bytes, size_t threads);

}  // namespace earshot
