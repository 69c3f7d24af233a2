// Results on stdout: rows of named columns, as an aligned table, CSV, JSON or NDJSON.
//
// A reader that goes away early (`| head -1`) is no error: what is printed after that is dropped. Main thread only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace earshot {

enum class Format { kTable, kCsv, kJson, kNdjson };

// Writes to stdout. An error only where the output is really lost: a full disk, not a closed pipe.
Status Print(std::string_view text);

struct OutputColumn {
  std::string name;
  bool is_number = false;  // printed without quotes in JSON, and to the right in a table
};

struct OutputValue {
  std::string text;
  bool is_null = false;
};

class ResultPrinter {
 public:
  ResultPrinter(std::vector<OutputColumn> columns, Format format);

  // Prints a row, one value a column; a table is kept until Finish, which knows the widths.
  Status Add(std::vector<OutputValue> row);
  Status Finish();

 private:
  std::string JsonObject(const std::vector<OutputValue>& row) const;
  Status PrintTable() const;

  const std::vector<OutputColumn> columns_;
  const Format format_;
  std::vector<std::vector<OutputValue>> table_;
  uint64_t row_count_ = 0;
};

// In JSON, makes one object of several results that are printed one after the other; in other formats nothing.
class ResultObject {
 public:
  explicit ResultObject(Format format) : format_(format) {}
  // Closes the object also where an error ended the command before Finish.
  ~ResultObject() { static_cast<void>(Finish()); }
  ResultObject(const ResultObject&) = delete;
  ResultObject& operator=(const ResultObject&) = delete;

  // Names the result that is printed next.
  Status Name(std::string_view name);
  Status Finish();

 private:
  const Format format_;
  bool is_open_ = false;
};

}  // namespace earshot
