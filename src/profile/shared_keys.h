// Keys that several plays share, and in which columns those plays differ: there the key does not say what the answer
// is, and the last play does.
//
// One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "questions/table.h"
#include "rows/held_row.h"
#include "rows/sorted_row.h"

namespace earshot {

// Two values of a column under one key: the one that stays, and one that does not.
struct LostValue {
  std::string key;
  std::string lost;
  std::string kept;
  Origin lost_origin;
  Origin kept_origin;  // of the first of those with that value
};

struct VaryingColumn {
  std::string name;
  uint64_t keys = 0;  // under which it has several values
  LostValue example;  // of the first of them
};

struct SharedKeys {
  uint64_t keys = 0;                   // that several plays have
  std::vector<VaryingColumn> columns;  // those that are not in the key, also where they never vary
};

// Hands on sorted rows as they are, and adds what it sees to `found`, which with the table must outlive it.
class SharedKeyFinder : public SortedCursor {
 public:
  SharedKeyFinder(const Table& table, std::unique_ptr<SortedCursor> rows, SharedKeys* found);

  StatusOr<bool> Next(SortedRow* row) override;
  bool RowsStay() const override { return rows_->RowsStay(); }

 private:
  void Compare(const SortedRow& before, const SortedRow& row);

  const Table& table_;
  const std::unique_ptr<SortedCursor> rows_;
  SharedKeys& found_;
  bool started_ = false;
  HeldRow before_;
  bool is_shared_ = false;    // the key of the row before
  std::vector<bool> varies_;  // each of found_.columns, under that key
};

}  // namespace earshot
