#include "answers/answer.h"

#include <utility>

#include "answers/check_loaded.h"
#include "answers/page_token.h"
#include "base/check.h"
#include "base/stop_token.h"
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

std::string Answer::SortKeyOf(std::string_view row) const {
  std::string key;
  order_.AppendSortKey(table_, row, &key);
  return key;
}

// The next row that is not of a page before.
StatusOr<bool> Answer::NextRow() {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows_->Next(&row_));
    if (!more) return false;
    if (after_key_.empty()) return true;
    if (SortKeyOf(row_) <= after_key_) continue;
    after_key_.clear();
    return true;
  }
}

StatusOr<bool> Answer::Next() {
  if (at_end_) return false;
  // The last row's key goes into the token, and is gone once the cursor has moved on.
  const std::string last_key = count_ == limit_ && count_ > 0 ? SortKeyOf(row_) : "";
  ASSIGN_OR_RETURN(const bool more, NextRow());
  if (!more || count_ == limit_) {
    at_end_ = true;
    if (more && !last_key.empty()) next_page_ = MakePageToken(asked_, last_key);
    return false;
  }
  ++count_;
  CellReader cells(row_);
  for (size_t i = 0; i < table_.columns.size(); ++i) cells_[i] = Value(table_.columns[i].type, cells.Next());
  for (size_t i = 0; i < table_.answer.size(); ++i) values_[i] = cells_[table_.answer[i]];
  return true;
}

StatusOr<std::unique_ptr<Answer>> Ask(TableReader& store, const Table& table, const GivenValues& given,
                                      const Page& page) {
  EARSHOT_CHECK(page.limit > 0);
  std::unique_ptr<Answer> answer(new Answer(table, store.Order(), page.limit));
  answer->asked_ = table.name + '\0' + given.cells;
  if (!page.after.empty()) {
    ASSIGN_OR_RETURN(answer->after_key_, ParsePageToken(answer->asked_, page.after));
  }
  answer->cells_.resize(table.columns.size());
  answer->values_.resize(table.answer.size());
  ASSIGN_OR_RETURN(Loaded loaded, CheckLoaded(store, table));
  answer->warning_ = std::move(loaded.warning);
  ASSIGN_OR_RETURN(answer->rows_, store.Answer(table, given.cells));
  return answer;
}

}  // namespace earshot
