#include "rows/group_encoder.h"

#include "cql/cells.h"
#include "rows/order.h"

namespace earshot {
namespace {

// Where fewer than a quarter of the entries were saved, so many times as many are not tried.
constexpr size_t kUntriedTimes = 16;

std::vector<Accumulator> AccumulatorsOf(const Table& table) {
  const Dataset& dataset = *table.question.of;
  std::vector<Accumulator> accumulators;
  for (const Measure& measure : table.question.measures) {
    if (!IsOfValues(measure)) continue;
    accumulators.emplace_back(measure.function, dataset.ColumnOf(measure.column).type);
  }
  return accumulators;
}

}  // namespace

bool IsOfValues(const Measure& measure) {
  return measure.function != MeasureFunction::kCount && measure.function != MeasureFunction::kDistinct;
}

GroupEncoder::GroupEncoder(const Table& table)
    : table_(table), accumulators_(AccumulatorsOf(table)), groups_(accumulators_) {
  const Dataset& dataset = *table.question.of;
  const std::vector<Measure>& measures = table.question.measures;
  for (size_t i = 0; i < measures.size(); ++i) {
    const size_t source = dataset.Find(measures[i].column);
    if (IsOfValues(measures[i])) sources_.push_back(source);
    if (measures[i].function == MeasureFunction::kDistinct) {
      distinct_.push_back({DistinctTag(i), source, dataset.columns[source].type});
    }
  }
}

void GroupEncoder::StartSortKey(std::string_view row) {
  sort_key_.clear();
  CellReader cells(row);
  for (size_t i = 0; i < table_.key_size; ++i) {
    const TableColumn& column = table_.columns[i];
    const std::string_view value = cells.Next();
    if (column.origin != ColumnOrigin::kMeasure) AppendSortableCell(column.type, false, value, &sort_key_);
  }
}

void GroupEncoder::Add(const Record& record, std::string_view row, RowBlock* block) {
  values_.clear();
  for (const size_t source : sources_) values_.push_back(record.cells[source]);
  StartSortKey(row);
  const size_t group_bytes = sort_key_.size();
  sort_key_ += kRecordTag;
  AddEntry(row, record.origin, block);
  values_.clear();
  for (const Distinct& distinct : distinct_) {
    if (IsNullCell(record.cells[distinct.source])) continue;
    sort_key_.resize(group_bytes);
    sort_key_ += distinct.tag;
    AppendSortableCell(distinct.type, false, CellReader(record.cells[distinct.source]).Next(), &sort_key_);
    AddEntry("", record.origin, block);
  }
}

void GroupEncoder::AddEntry(std::string_view row, Origin origin, RowBlock* block) {
  if (unfolded_ > 0) {
    --unfolded_;
    return AddUnfolded(row, origin, block);
  }
  if (!groups_.Add(sort_key_, row, origin, values_)) {
    Finish(block);
    // One that is too large for the memory.
    if (!groups_.Add(sort_key_, row, origin, values_)) return AddUnfolded(row, origin, block);
  }
  ++added_;
}

void GroupEncoder::AddUnfolded(std::string_view row, Origin origin, RowBlock* block) {
  row_.clear();
  if (!row.empty()) {
    for (size_t i = 0; i < values_.size(); ++i) {
      accumulators_[i].Clear();
      accumulators_[i].Add(CellReader(values_[i]).Next());
    }
    AppendPartialGroup(row, 1, accumulators_.data(), accumulators_.size(), &row_);
  }
  block->Add({sort_key_, row_, origin});
}

void GroupEncoder::Finish(RowBlock* block) {
  if (groups_.size() * 4 > added_ * 3) unfolded_ = added_ * kUntriedTimes;
  added_ = 0;
  groups_.Flush(block);
}

}  // namespace earshot
