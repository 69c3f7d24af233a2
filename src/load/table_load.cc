#include "load/table_load.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "load/batcher.h"
#include "load/row_merge.h"
#include "load/sorted_source.h"
#include "load/table_loader.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr size_t kWriteRangesMax = 16;
constexpr size_t kConflictExamplesMax = 5;
// What is kept of extra rows, of all ranges of a table.
constexpr size_t kExtraBytesMax = size_t{8} << 20;

class NoRows : public SortedCursor {
 public:
  StatusOr<bool> Next(SortedRow* /*row*/) override { return false; }
};

class ListedRows : public RowCursor {
 public:
  explicit ListedRows(const std::vector<std::string>& rows) : rows_(rows) {}

  StatusOr<bool> Next(std::string_view* row) override {
    if (next_ == rows_.size()) return false;
    *row = rows_[next_++];
    return true;
  }

 private:
  const std::vector<std::string>& rows_;
  size_t next_ = 0;
};

std::vector<KeyRange> RangesOf(const TableWork& work) {
  const size_t cursors = work.held.last != nullptr ? work.held.last->cursors_max() : kWriteRangesMax;
  return work.target.store.WriteRanges(std::min({kWriteRangesMax, work.rows.cursors_max(), cursors}));
}

StatusOr<std::unique_ptr<TableWriter>> OpenWriter(const TableTarget& target) {
  return target.store.Write(target.table, target.time);
}

// What is sent to a table: the changes that the merges find, one merge for each of the store's write ranges.
struct RowsToSend {
  Change kind = Change::kWrite;
  std::vector<RowMerge> merges;  // opened after the writer: a store may have to prepare for being read meanwhile
  uint64_t rows = 0;             // about, for the progress
  FoundExtra* extra = nullptr;
  std::vector<TouchedRanges>* touched = nullptr;  // one for each merge
};

// `check` is asked before the changes are made durable.
Status Send(const TableTarget& target, TableWriter& writer, RowsToSend sent,
            const std::function<Status(const std::vector<Batcher>&)>& check) {
  if (sent.extra != nullptr) sent.extra->ranges.resize(sent.merges.size());
  std::vector<Batcher> ranges;
  for (RowMerge& merge : sent.merges) {
    const size_t range = ranges.size();
    ranges.emplace_back(std::move(merge), writer, sent.kind, range);
    if (sent.touched != nullptr) ranges.back().Note(&(*sent.touched)[range]);
    if (sent.extra == nullptr) continue;
    ranges.back().KeepExtra(&sent.extra->ranges[range], kExtraBytesMax / sent.merges.size());
  }
  const char* doing = sent.kind == Change::kRemove ? "remove from" : "load";
  Progress progress(fmt::format("{} {}", doing, target.table.question.name), "rows", sent.rows);
  TableLoader loader(target.table, writer, std::move(ranges), progress);
  return loader.Run([&] { return check(loader.ranges()); });
}

StatusOr<std::vector<RowMerge>> MergesOf(const TableWork& work, const ConflictHandler& on_conflict) {
  const Table& table = work.target.table;
  std::vector<RowMerge> merges;
  for (const KeyRange& range : RangesOf(work)) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, work.rows.Open(range.begin, range.end));
    ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> held, OpenHeld(work.target.store, table, work.held, range));
    merges.emplace_back(table, work.target.store, DistinctRows(table, std::move(cursor), on_conflict), std::move(held));
  }
  return merges;
}

// Adds up what the ranges have read, which is all there is.
Status CountRows(const TableWork& work, const std::vector<Batcher>& ranges, WrittenRows* written) {
  TableLoad& load = written->load;
  MatchCounts counts;
  Digest all_rows;
  for (const Batcher& range : ranges) {
    counts.Add(range.counts());
    load.rows += range.rows().source_rows();
    load.dropped.Add(range.rows().source().counts());
    load.digest.Add(range.rows().source_digest());
    all_rows.Add(range.rows().source().dropped_digest());
    written->held_digest.Add(range.rows().store_digest());
    written->extra.all_are_kept = written->extra.all_are_kept && range.kept_all_extra();
  }
  load.same = counts.same;
  load.added = counts.missing;
  load.changed = counts.differing;
  load.extra = counts.extra;
  all_rows.Add(load.digest);
  RETURN_IF_ERROR(CheckAsRead(work.target.table, work.rows, load.rows + load.dropped.total(), all_rows));
  load.dropped.merged += work.rows.folded();
  return absl::OkStatus();
}

Status Remove(const TableTarget& target, TableWriter& writer, std::vector<RowMerge> merges, TableLoad* load) {
  const auto check = [&](const std::vector<Batcher>& ranges) {
    for (const Batcher& range : ranges) load->removed += range.counts().extra;
    load->extra = 0;
    return absl::OkStatus();
  };
  return Send(target, writer, {Change::kRemove, std::move(merges), load->extra, nullptr, nullptr}, check);
}

}  // namespace

StatusOr<WrittenRows> WriteRows(const TableWork& work,
                                const std::function<Status(const Table&, const Conflict&)>& on_conflict) {
  WrittenRows written;
  TableLoad& load = written.load;
  load.table = work.target.table.question.name;
  load.plays = work.rows.count() + work.rows.folded();
  load.left_out = work.rows.left_out();
  const ConflictHandler handler = [&](const Conflict& conflict) {
    if (load.conflict_examples.size() < kConflictExamplesMax) {
      load.conflict_examples.push_back(
          {DescribeKey(work.target.table, conflict.kept_row), conflict.kept_origin, conflict.dropped_origin});
    }
    return on_conflict ? on_conflict(work.target.table, conflict) : absl::OkStatus();
  };
  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, OpenWriter(work.target));
  ASSIGN_OR_RETURN(std::vector<RowMerge> merges, MergesOf(work, handler));
  const auto check = [&](const std::vector<Batcher>& ranges) { return CountRows(work, ranges, &written); };
  std::vector<TouchedRanges> touched;
  for (const KeyRange& range : RangesOf(work)) {
    touched.emplace_back(work.target.table, work.target.store.Order(), range);
  }
  RETURN_IF_ERROR(Send(work.target, *writer,
                       {Change::kWrite, std::move(merges), work.rows.count(), &written.extra, &touched}, check));
  for (const TouchedRanges& range : touched) {
    written.touched.insert(written.touched.end(), range.ranges().begin(), range.ranges().end());
  }
  return written;
}

Status RemoveFound(const TableTarget& target, const FoundExtra& extra, TableLoad* load) {
  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, OpenWriter(target));
  std::vector<RowMerge> merges;
  for (const std::vector<std::string>& rows : extra.ranges) {
    merges.emplace_back(target.table, target.store, DistinctRows(target.table, std::make_unique<NoRows>(), nullptr),
                        std::make_unique<ListedRows>(rows));
  }
  return Remove(target, *writer, std::move(merges), load);
}

Status RemoveExtraRows(const TableWork& work, TableLoad* load) {
  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, OpenWriter(work.target));
  ASSIGN_OR_RETURN(std::vector<RowMerge> merges, MergesOf(work, /*on_conflict=*/nullptr));
  return Remove(work.target, *writer, std::move(merges), load);
}

}  // namespace earshot
