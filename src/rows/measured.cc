#include "rows/measured.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "cql/cells.h"
#include "rows/accumulator.h"
#include "rows/group_encoder.h"
#include "rows/row.h"

namespace earshot {
namespace {

// Rows are handed on in blocks of about so many bytes.
constexpr size_t kBlockBytes = size_t{256} << 10;

// Reads the records of one group after the other, some of them folded, and makes a row of each group.
class GroupMeasurer {
 public:
  GroupMeasurer(const Table& table, const RowOrder& order) : table_(table), order_(order) {
    const Dataset& dataset = *table.question.of;
    for (const Measure& measure : table.question.measures) {
      const ColumnType input = measure.column.empty() ? ColumnType::kBigint : dataset.ColumnOf(measure.column).type;
      accumulators_.emplace_back(measure.function, input);
    }
  }

  bool IsOfGroup(const SortedRow& record) const { return has_group_ && record.sort_key.starts_with(group_); }

  // A group begins with a record.
  void StartGroup(const SortedRow& record) {
    has_group_ = true;
    group_ = record.sort_key.substr(0, record.sort_key.size() - 1);
    for (Accumulator& accumulator : accumulators_) accumulator.Clear();
    distinct_.clear();
    records_ = 0;
  }

  void Add(const SortedRow& record) {
    const char tag = record.sort_key[group_.size()];
    if (tag != kRecordTag) return AddDistinct(record);
    CellReader cells(record.row);
    for (size_t i = 0; i < table_.columns.size(); ++i) cells.Next();
    const auto records = static_cast<uint64_t>(BigintOf(cells.Next()));
    records_ += records;
    for (size_t i = 0; i < accumulators_.size(); ++i) {
      const Measure& measure = table_.question.measures[i];
      if (IsOfValues(measure)) accumulators_[i].Merge(cells.Next());
      if (measure.function == MeasureFunction::kCount) accumulators_[i].AddRecords(records);
    }
    last_ = record.row;
    origin_ = record.origin;
  }

  // The group's row, with its sort key; nothing where none of its records has a value for a measure in the key.
  StatusOr<std::optional<SortedRow>> Finish() {
    row_.clear();
    CellReader cells(last_);
    for (size_t i = 0; i < table_.columns.size(); ++i) {
      const TableColumn& column = table_.columns[i];
      const std::string_view rest = cells.rest();
      cells.Next();
      if (column.origin != ColumnOrigin::kMeasure) {
        row_.append(rest.substr(0, rest.size() - cells.rest().size()));
        continue;
      }
      const Accumulator& accumulator = accumulators_[column.source];
      if (!accumulator.has_value() && i < table_.key_size) return std::nullopt;
      if (const Status status = accumulator.AppendCell(&row_); !status.ok()) {
        return WithMessage(
            status, fmt::format("table {}: {} of the row whose last {} is in line {} {}", table_.name, column.name,
                                table_.question.of->record, origin_.line, MessageOf(status)));
      }
    }
    if (const Status status = order_.CheckRow(table_, row_); !status.ok()) {
      return WithMessage(status, fmt::format("line {}, {}", origin_.line, MessageOf(status)));
    }
    sort_key_.clear();
    order_.AppendSortKey(table_, row_, &sort_key_);
    return SortedRow{sort_key_, row_, origin_};
  }

  bool has_group() const { return has_group_; }
  uint64_t records() const { return records_; }

 private:
  void AddDistinct(const SortedRow& record) {
    if (record.sort_key == distinct_) return;
    distinct_ = record.sort_key;
    accumulators_[MeasureOfTag(record.sort_key[group_.size()])].AddRecords(1);
  }

  const Table& table_;
  const RowOrder& order_;
  std::vector<Accumulator> accumulators_;  // one for each measure
  bool has_group_ = false;
  std::string group_;     // what the sort keys of its records begin with
  uint64_t records_ = 0;  // of the group
  std::string distinct_;  // the last sort key of a distinct value
  std::string last_;      // the last record
  Origin origin_;
  std::string row_;
  std::string sort_key_;
};

// Rows that stand for more records than there are rows.
class MeasuredRows : public SortedRows {
 public:
  MeasuredRows(std::unique_ptr<SortedRows> rows, uint64_t folded, uint64_t left_out)
      : rows_(std::move(rows)), folded_(folded), left_out_(left_out) {}

  uint64_t count() const override { return rows_->count(); }
  uint64_t folded() const override { return folded_; }
  uint64_t left_out() const override { return left_out_; }
  const Digest& digest() const override { return rows_->digest(); }
  size_t cursors_max() const override { return rows_->cursors_max(); }
  StatusOr<std::vector<std::string>> SplitPoints(size_t count) const override { return rows_->SplitPoints(count); }
  StatusOr<std::unique_ptr<SortedCursor>> Open(std::string begin, std::string end) const override {
    return rows_->Open(std::move(begin), std::move(end));
  }

 private:
  const std::unique_ptr<SortedRows> rows_;
  const uint64_t folded_;
  const uint64_t left_out_;
};

// Takes rows one at a time into a sorter that takes blocks.
class BlockSorter {
 public:
  BlockSorter(size_t memory_bytes, size_t threads) : sorter_(memory_bytes, threads) {}

  Status Add(const SortedRow& row) {
    block_.Add(row);
    if (block_.records().size() < kBlockBytes) return absl::OkStatus();
    RETURN_IF_ERROR(sorter_.Add(block_));
    block_.Clear();
    return absl::OkStatus();
  }

  StatusOr<std::unique_ptr<SortedRows>> Finish() {
    RETURN_IF_ERROR(sorter_.Add(block_));
    return sorter_.Finish();
  }

 private:
  RowSorter sorter_;
  RowBlock block_;
};

}  // namespace

StatusOr<std::unique_ptr<SortedRows>> MeasureGroups(const Table& table, const RowOrder& order, const SortedRows& groups,
                                                    size_t memory_bytes, size_t threads) {
  GroupMeasurer measurer(table, order);
  BlockSorter sorter(memory_bytes, threads);
  RowTotals read;
  uint64_t folded = 0;
  uint64_t left_out = groups.left_out();
  const auto finish = [&]() -> Status {
    if (!measurer.has_group()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::optional<SortedRow> row, measurer.Finish());
    (row.has_value() ? folded : left_out) += measurer.records() - (row.has_value() ? 1 : 0);
    return row.has_value() ? sorter.Add(*row) : absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const std::unique_ptr<SortedCursor> cursor, groups.Open("", ""));
  SortedRow record;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, cursor->Next(&record));
    if (!more) break;
    ++read.count;
    read.digest.Add(record.row);
    if (!measurer.IsOfGroup(record)) {
      RETURN_IF_ERROR(finish());
      measurer.StartGroup(record);
    }
    measurer.Add(record);
  }
  RETURN_IF_ERROR(finish());
  RETURN_IF_ERROR(CheckAsRead(table, groups, read.count, read.digest));
  ASSIGN_OR_RETURN(std::unique_ptr<SortedRows> rows, sorter.Finish());
  return std::make_unique<MeasuredRows>(std::move(rows), folded, left_out);
}

}  // namespace earshot
