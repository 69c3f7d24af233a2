#include "answers/answer.h"

#include <algorithm>
#include <utility>

#include "answers/check_value.h"
#include "answers/page_token.h"
#include "base/check.h"
#include "rows/row.h"

namespace earshot {

int64_t Value::bigint_value() const {
  EARSHOT_CHECK(type_ == ColumnType::kBigint && !is_null());
  return BigintOf(cell_);
}

int32_t Value::int_value() const {
  EARSHOT_CHECK(type_ == ColumnType::kInt && !is_null());
  return IntOf(cell_);
}

double Value::double_value() const {
  EARSHOT_CHECK(type_ == ColumnType::kDouble && !is_null());
  return DoubleOf(cell_);
}

std::string_view Value::text_value() const {
  EARSHOT_CHECK(type_ == ColumnType::kText && !is_null());
  return cell_;
}

std::string Value::ToText() const { return TextOf(type_, cell_); }

namespace {

std::string AskedText(const Table& table, const GivenValues& given) {
  // Positions in an answer are those of the key.
  std::string asked = table.question.name + '\0' + SchemaOf(table) + '\0';
  for (const GivenCells& answer : given.answers) asked += answer.front();
  return asked + '\0' + given.range.from + '\0' + given.range.to;
}

}  // namespace

Answer::Answer(const AskedTable& asked, const GivenValues& given, const Page& page)
    : table_(asked.table), limit_(page.limit), asked_(AskedText(asked.table, given)), warning_(asked.warning) {
  const Table& table = asked.table;
  for (const size_t column : given.several) {
    if (std::find(table.answer.begin(), table.answer.end(), column) == table.answer.end()) columns_.push_back(column);
  }
  columns_.insert(columns_.end(), table.answer.begin(), table.answer.end());
  cells_.resize(table.columns.size());
  values_.resize(columns_.size());
}

StatusOr<bool> Answer::Next() {
  if (at_end_) return false;
  // Where the last row was goes into the token, and is gone once the rows have moved on.
  const std::string last = count_ == limit_ && count_ > 0 ? rows_->position() : "";
  std::string_view row;
  ASSIGN_OR_RETURN(const bool more, rows_->Next(&row));
  if (!more || count_ == limit_) {
    at_end_ = true;
    if (more && !last.empty()) next_page_ = MakePageToken(asked_, last);
    return false;
  }
  ++count_;
  CellReader cells(row);
  for (size_t i = 0; i < table_.columns.size(); ++i) {
    cells_[i] = Value(table_.columns[i].type, cells.Next());
    RETURN_IF_ERROR(CheckValue(table_, i, cells_[i], row, rows_->cursor()));
  }
  for (size_t i = 0; i < columns_.size(); ++i) values_[i] = cells_[columns_[i]];
  return true;
}

StatusOr<std::unique_ptr<Answer>> Ask(TableReader& store, const AskedTable& asked, const GivenValues& given,
                                      const Page& page) {
  EARSHOT_CHECK(page.limit > 0);
  std::unique_ptr<Answer> answer(new Answer(asked, given, page));
  std::string after;
  if (!page.after.empty()) {
    ASSIGN_OR_RETURN(after, ParsePageToken(answer->asked_, page.after));
  }
  answer->rows_ = std::make_unique<AnswerRows>(store, asked.table, given, std::move(after));
  RETURN_IF_ERROR(answer->rows_->Open());
  return answer;
}

}  // namespace earshot
