// Encodes records into the rows of a table, or into what its rows are made of.
#pragma once

#include <optional>
#include <string>

#include "rows/group_encoder.h"
#include "rows/order.h"
#include "rows/row.h"
#include "rows/row_block.h"

namespace earshot {

// Encodes records into the rows of a table. The table and the order must outlive it; one thread.
class RowEncoder {
 public:
  RowEncoder(const Table& table, const RowOrder& order);

  // Adds the row or, of a table with measures, what rows/measured.h makes rows of; nothing for a record that the table
  // is not made of, and a number for one that lacks a value. An error where the store cannot have the row; it names the
  // record's line.
  Status Add(const Record& record, RowBlock* block);
  // Adds what is not in `block` yet: the records of groups are collected first. Nothing may be added to another one
  // before.
  void Finish(RowBlock* block) {
    if (groups_.has_value()) groups_->Finish(block);
  }
  // The same as Add without adding it.
  Status Check(const Record& record);

 private:
  Status CheckRow(const Record& record);

  const Table& table_;
  const RowOrder& order_;
  std::optional<GroupEncoder> groups_;  // of a table with measures
  std::string row_;                     // scratch, reused for each record
  std::string sort_key_;                // scratch
};

}  // namespace earshot
