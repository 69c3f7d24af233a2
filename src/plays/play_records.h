// Plays as records: their texts turned into the types that their columns have.
//
// One PlayRecords serves one thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "plays/filled_columns.h"
#include "plays/play.h"
#include "plays/record.h"

namespace earshot {

class PlayRecords {
 public:
  // Records have cells for `columns` alone.
  explicit PlayRecords(const PlayColumnSet& columns);

  // The record is valid until the next call. An error names the line and the column of the value that is wrong.
  Status Decode(const Play& play, const Record** record);

 private:
  std::vector<size_t> columns_;
  std::string cells_;
  Record record_;
};

}  // namespace earshot
