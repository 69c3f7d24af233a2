// Results on stdout: rows of named columns, as an aligned table, CSV, JSON or NDJSON.
//
// A reader that goes away early (`| head -1`) is no error: what is printed after that is dropped. Main thread only.
//
// CSV: an empty text is "", a null is nothing between the commas; a result of one column has "" for both, as an empty
// line is no row. JSON: whole numbers have all their digits, also those beyond 2^53; numbers that JSON does not have
// (an infinite one) are null. No value breaks a line of NDJSON, for readers that break lines at U+0085 or U+2028 as
// well.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace earshot {

enum class Format { kTable, kCsv, kJson, kNdjson };

// Writes to stdout. An error only where the output is really lost: a full disk, not a closed pipe.
Status Print(std::string_view text);

// Whether the reader has gone away: nothing that is found out now is read by anybody.
bool ReaderIsGone();

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

  // Prints a row, one value a column. A table's first thousand rows wait until Finish, or for the next one: they give
  // its columns their widths, which wider values of later rows then do not keep to.
  Status Add(std::vector<OutputValue> row);
  Status Finish();

 private:
  void AppendHeader();
  void AppendRow(const std::vector<OutputValue>& row);
  void AppendCsvRow(const std::vector<OutputValue>& row);
  void AppendJsonObject(const std::vector<OutputValue>& row);
  void AppendTableRow(const std::vector<OutputValue>& row);
  void AppendTableStart();
  Status Flush();

  const std::vector<OutputColumn> columns_;
  const Format format_;
  std::vector<std::vector<OutputValue>> waiting_;  // a table's first rows
  std::vector<size_t> widths_;                     // of its columns, once there are any
  std::string text_;                               // to be printed
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
