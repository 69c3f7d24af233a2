// An answer: the rows that a store has for a question's given values, as typed values, page by page.
//
// An Answer belongs to one thread, which may be another than the store's, and must be gone before the store and the
// asked table are. It prints nothing.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "answers/answer_rows.h"
#include "answers/asked_table.h"
#include "answers/given_values.h"
#include "base/status.h"
#include "questions/table.h"
#include "stores/table_reader.h"

namespace earshot {

inline constexpr uint64_t kAllRows = std::numeric_limits<uint64_t>::max();

// Which rows of an answer.
struct Page {
  uint64_t limit = kAllRows;  // rows at most; at least 1
  std::string after;          // Answer::next_page of the page before; empty: from the first row
};

// A value with its column's type; it points into the row that it is of.
class Value {
 public:
  Value() = default;
  Value(ColumnType type, std::string_view cell) : type_(type), cell_(cell) {}

  ColumnType type() const { return type_; }
  bool is_null() const { return cell_.data() == nullptr; }
  // REQUIRES: the value is of that type and not null.
  int64_t bigint_value() const;
  int32_t int_value() const;
  double double_value() const;
  std::string_view text_value() const;
  // As a person reads it; "" for a null.
  std::string ToText() const;

 private:
  ColumnType type_ = ColumnType::kText;
  std::string_view cell_;
};

class Answer {
 public:
  // Moves to the next row; false at the end of the page. A value that is not of its column's type is an error
  // (damaged_value). Cancelled where a stop is asked for (base/stop_token.h).
  StatusOr<bool> Next();
  // The row's values, in the order of `columns`; valid until the next call of Next.
  const std::vector<Value>& values() const { return values_; }
  // Positions in Table::columns: what is given several values, where it is not answered anyway, then Table::answer.
  const std::vector<size_t>& columns() const { return columns_; }
  // Once Next has given false: what asks for the page after this one (Page::after). Empty where no more rows follow.
  const std::string& next_page() const { return next_page_; }
  // What the caller should know: a load is changing the table. Empty for nothing.
  const std::string& warning() const { return warning_; }

 private:
  friend StatusOr<std::unique_ptr<Answer>> Ask(TableReader& store, const AskedTable& asked, const GivenValues& given,
                                               const Page& page);
  Answer(const AskedTable& asked, const GivenValues& given, const Page& page);

  const Table& table_;
  const uint64_t limit_;
  std::unique_ptr<AnswerRows> rows_;
  std::string asked_;  // what a page token is good for: the question and the given values
  uint64_t count_ = 0;
  bool at_end_ = false;
  std::vector<Value> cells_;  // of all the table's columns
  std::vector<size_t> columns_;
  std::vector<Value> values_;
  std::string next_page_;
  std::string warning_;
};

// Asks `store` for what is given to the asked table. A page token that is not of this question and these values is a
// usage error (invalid_page_token).
StatusOr<std::unique_ptr<Answer>> Ask(TableReader& store, const AskedTable& asked, const GivenValues& given,
                                      const Page& page);

}  // namespace earshot
