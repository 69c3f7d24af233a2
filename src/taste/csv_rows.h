// Rows of a dataset as CSV, all values in quotes (base/csv.h), and how many they are.
//
// Owned by one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"

namespace earshot {

class CsvRows {
 public:
  void Add(const std::vector<std::string_view>& values) {
    AppendQuotedCsvLine(values, &text_);
    ++count_;
  }
  void Clear() {
    text_.clear();
    count_ = 0;
  }

  const std::string& text() const { return text_; }
  uint64_t count() const { return count_; }

 private:
  std::string text_;
  uint64_t count_ = 0;
};

}  // namespace earshot
