#include "answers/answer_rows.h"

#include <algorithm>
#include <utility>

#include "answers/find_question.h"
#include "base/bytes.h"
#include "base/stop_token.h"
#include "cql/cells.h"
#include "rows/order.h"

namespace earshot {
namespace {

// A heap has the greatest first.
constexpr auto kIsLater = [](const auto& left, const auto& right) { return left.order > right.order; };

}  // namespace

AnswerRows::AnswerRows(TableReader& store, const Table& table, GivenValues given, std::string after)
    : store_(store), table_(table), given_(std::move(given)), after_(std::move(after)) {
  while (answer_ + 1 < given_.answers.size() && after_.substr(0, Place().size()) > Place()) ++answer_;
}

Status AnswerRows::Open() {
  ASSIGN_OR_RETURN(answers_, store_.OpenAnswers(table_));
  return OpenAnswer();
}

// What the positions of an answer's rows begin with.
std::string AnswerRows::Place() const {
  std::string place;
  AppendBigEndian(static_cast<uint32_t>(answer_), &place);
  return place;
}

std::string AnswerRows::position() const { return Place() + OrderOf(partitions_.front().row); }

// What is given is the same in all rows of an answer, and so does not order them.
std::string AnswerRows::OrderOf(std::string_view row) const {
  std::string order;
  CellReader cells(row);
  for (size_t i = 0; i < table_.key_size; ++i) {
    const std::string_view value = cells.Next();
    if (i < table_.given.size()) continue;
    AppendSortableCell(table_.columns[i].type, table_.columns[i].descending, value, &order);
  }
  return order;
}

// Of the answer that `after_` is in, the store need not give the rows that lie before that one's first ordered value.
ColumnRange AnswerRows::RangeLeft() const {
  ColumnRange range = given_.range;
  const TableColumn* ordered = FirstOrdered(table_);
  if (!after_.starts_with(Place()) || ordered == nullptr) return range;
  std::string& bound = ordered->descending ? range.to : range.from;
  bound.clear();
  AppendCellOfSortable(ordered->type, ordered->descending, std::string_view(after_).substr(Place().size()), &bound);
  if (ordered->descending) range.includes_to = true;
  return range;
}

Status AnswerRows::OpenAnswer() {
  partitions_.clear();
  const ColumnRange range = RangeLeft();
  std::vector<Partition> opened;
  for (const std::string& cells : given_.answers[answer_]) {
    ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> rows, answers_->Open(cells, range));
    opened.push_back({std::move(rows), {}, {}});
  }
  for (Partition& partition : opened) {
    ASSIGN_OR_RETURN(const bool more, Advance(&partition));
    if (more) partitions_.push_back(std::move(partition));
  }
  std::make_heap(partitions_.begin(), partitions_.end(), kIsLater);
  has_row_ = false;
  return absl::OkStatus();
}

// To its next row that is after `after_`.
StatusOr<bool> AnswerRows::Advance(Partition* partition) {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, partition->rows->Next(&partition->row));
    if (!more) return false;
    // The rows of one partition come in order.
    const bool is_alone = given_.answers[answer_].size() == 1;
    if (is_alone && after_.empty()) return true;
    partition->order = OrderOf(partition->row);
    if (after_.empty() || Place() + partition->order > after_) return true;
  }
}

StatusOr<bool> AnswerRows::Next(std::string_view* row) {
  if (std::exchange(has_row_, false)) {
    std::pop_heap(partitions_.begin(), partitions_.end(), kIsLater);
    ASSIGN_OR_RETURN(const bool more, Advance(&partitions_.back()));
    if (more) {
      std::push_heap(partitions_.begin(), partitions_.end(), kIsLater);
    } else {
      partitions_.pop_back();
    }
  }
  while (partitions_.empty()) {
    if (answer_ + 1 == given_.answers.size()) return false;
    ++answer_;
    RETURN_IF_ERROR(OpenAnswer());
  }
  has_row_ = true;
  *row = partitions_.front().row;
  return true;
}

}  // namespace earshot
