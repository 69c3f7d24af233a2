// Writes a dataset of taste to a file: a line of its columns' names, and a line for each row, all values in quotes
// (base/csv.h). What a row has no value for is empty.
//
// Lines are made on several threads, and written in order on one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "base/output_file.h"
#include "base/status.h"
#include "plays/dataset.h"

namespace earshot {

struct DatasetLines {
  size_t count = 0;  // of listeners or whatever else has lines
  // Appends the lines of those from `begin` up to `end`; called on several threads at once.
  std::function<void(size_t begin, size_t end, std::string* out)> append;
};

// Of an object with size() and Append(begin, end, out), which must outlive what is returned.
template <typename Lines>
DatasetLines LinesOf(const Lines& lines) {
  return {lines.size(), [&lines](size_t begin, size_t end, std::string* out) { return lines.Append(begin, end, out); }};
}

// Returns the number of rows. The file is not committed.
StatusOr<uint64_t> WriteDataset(const Dataset& dataset, const DatasetLines& lines, size_t threads, OutputFile* file);

}  // namespace earshot
