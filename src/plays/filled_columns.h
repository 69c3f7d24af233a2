// Which of the eleven columns hold a value in the plays of a file.
//
// Plain data; one thread at a time.
#pragma once

#include <bitset>
#include <string>
#include <string_view>

#include "plays/play.h"

namespace earshot {

// By their position in kPlayColumns.
using PlayColumnSet = std::bitset<kPlayColumnCount>;

// "location", "firstName, location": by their names in event files.
std::string NamesOf(const PlayColumnSet& columns);

class FilledColumns {
 public:
  // Takes whole lines of the consolidated file. Costs next to nothing once each column was seen with a value, which
  // most files' first line does.
  void Add(std::string_view plays);

  // The columns with a value that is neither blank nor a word for nothing (events/nothing.h) in some play.
  const PlayColumnSet& columns() const { return columns_; }

 private:
  PlayColumnSet columns_;
};

}  // namespace earshot
