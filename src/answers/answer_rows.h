// The rows of what is asked, over all its answers and their partitions: one answer after the other, each in its order.
//
// The partitions of one answer are read side by side and merged; all are of one moment where the store has such.
// Belongs to one thread, and must be gone before the store and the table are.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "answers/given_values.h"
#include "base/status.h"
#include "questions/table.h"
#include "stores/table_reader.h"

namespace earshot {

class AnswerRows {
 public:
  // Begins after the row at `after` (position), or with the first one where that is empty. Nothing is read yet.
  AnswerRows(TableReader& store, const Table& table, GivenValues given, std::string after);

  // Opens the first answer, so that what is wrong with the table is known. Called once, before Next.
  Status Open();
  // Moves to the next row; false at the end. The row is valid until the next call.
  StatusOr<bool> Next(std::string_view* row);
  // The one that is at the last row.
  const RowCursor& cursor() const { return *partitions_.front().rows; }
  // Where the last row is among all of them: a byte string that is greater for each later one. It does not depend on
  // the store.
  std::string position() const;

 private:
  struct Partition {
    std::unique_ptr<RowCursor> rows;
    std::string_view row;
    std::string order;  // of the row among those of its answer, where that is needed
  };

  Status OpenAnswer();
  ColumnRange RangeLeft() const;
  StatusOr<bool> Advance(Partition* partition);
  std::string OrderOf(std::string_view row) const;
  std::string Place() const;

  TableReader& store_;
  const Table& table_;
  const GivenValues given_;
  const std::string after_;
  std::unique_ptr<AnswerReader> answers_;
  size_t answer_ = 0;                  // that is being read
  std::vector<Partition> partitions_;  // of it, those that have rows left, the one with the least row first (heap)
  bool has_row_ = false;               // the first partition's row has been given
};

}  // namespace earshot
