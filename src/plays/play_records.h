// Plays or events as records: their texts turned into the types that their columns have. What an event has no text for
// is a null cell.
//
// One PlayRecords serves one thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "plays/dataset.h"
#include "plays/play.h"
#include "plays/record.h"

namespace earshot {

class PlayRecords {
 public:
  // Records have cells for `columns` of `of` alone; it must outlive this.
  explicit PlayRecords(const DatasetColumnSet& columns, const Dataset& of = PlaysDataset());

  // Which of the files the records to come are of, for their origins; 0 until it is set.
  void SetFile(uint32_t file) { record_.origin.file = file; }

  // The record is valid until the next call. An error names the line and the column of the value that is wrong.
  Status Decode(const Play& play, const Record** record);

 private:
  Status AppendCell(const Play& play, size_t column);

  const Dataset& of_;
  std::vector<size_t> columns_;
  std::string cells_;
  std::vector<size_t> ends_;  // in cells_, of each of columns_
  Record record_;
};

}  // namespace earshot
