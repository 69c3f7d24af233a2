// A result of rows and named columns, as an aligned table, CSV, JSON or NDJSON.
//
// CSV: an empty text is "", a null is nothing between the commas; a result of one column has "" for both, as an empty
// line is not a row. JSON: whole numbers have all their digits, also those beyond 2^53; numbers that JSON does not have
// (an infinite one) are null. No value breaks a line of NDJSON, for readers that break lines at U+0085 or U+2028 as
// well. The stream must outlive the printer. Main thread only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/output_stream.h"

namespace earshot {

// kJsonLine is an array on one line: a part of a line of NDJSON.
enum class Format { kTable, kCsv, kJson, kNdjson, kJsonLine };

enum class ValueKind {
  kText,
  kNumber,  // without quotes in JSON, and to the right in a table
  kJson,    // any JSON, as it is; left out of tables and CSV
};

struct OutputColumn {
  std::string name;
  ValueKind kind = ValueKind::kText;
};

struct OutputValue {
  std::string text;
  bool is_null = false;
};

// A row as a JSON object: a value of kind kJson for a row of another result.
std::string JsonObjectOf(const std::vector<OutputColumn>& columns, const std::vector<OutputValue>& row);

class ResultPrinter {
 public:
  ResultPrinter(std::vector<OutputColumn> columns, Format format, OutputStream& output);

  // Prints a row, one value a column. A table's first thousand rows wait until Finish, or for the next one: they give
  // its columns their widths, which wider values of later rows then do not keep to.
  Status Add(std::vector<OutputValue> row);
  Status Finish();

 private:
  void AppendHeader();
  void AppendRow(const std::vector<OutputValue>& row);
  void AppendCsvRow(const std::vector<OutputValue>& row);
  void AppendTableRow(const std::vector<OutputValue>& row);
  void AppendTableStart();
  Status Flush();

  std::vector<OutputColumn> columns_;
  std::vector<bool> is_printed_;  // of the columns that the caller has
  const Format format_;
  OutputStream& output_;
  std::vector<std::vector<OutputValue>> waiting_;  // a table's first rows
  std::vector<size_t> widths_;                     // of its columns, once there are any
  std::string text_;                               // to be printed
  uint64_t row_count_ = 0;
};

}  // namespace earshot
