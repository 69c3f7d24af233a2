#include "load/verify.h"

#include <absl/cleanup/cleanup.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

#include "base/background.h"
#include "base/error_code.h"
#include "base/progress.h"
#include "base/stop_token.h"
#include "load/row_merge.h"
#include "load/sample.h"
#include "load/sorted_source.h"
#include "load/source_ranges.h"
#include "rows/distinct_rows.h"
#include "rows/row.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

constexpr size_t kReadRangesMax = 8;
constexpr size_t kExamplesMax = 5;
// Progress is reported once for this many rows: an atomic addition for each would cost more than the comparison.
constexpr uint64_t kProgressRows = 1024;

// What differs between two rows of one key, column by column.
std::string DescribeDifference(const Table& table, std::string_view source_row, std::string_view store_row,
                               const RowCursor& scan) {
  std::string text;
  CellReader source(source_row);
  CellReader store(store_row);
  const auto shown = [](ColumnType type, std::string_view value) {
    return value.data() == nullptr ? "null" : fmt::format("\"{}\"", ShownText(type, value));
  };
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    const std::string_view source_cell = FirstCells(source.rest(), 1);
    const std::string_view store_cell = FirstCells(store.rest(), 1);
    const std::string_view source_value = source.Next();
    const std::string_view store_value = store.Next();
    if (source_cell == store_cell) continue;
    text += fmt::format("{}{}: {} in the file, {} in the store", text.empty() ? "" : "; ", column.name,
                        shown(column.type, source_value),
                        store_value.data() == nullptr ? scan.ShownNull(i) : shown(column.type, store_value));
  }
  return text;
}

// The result of one range, and the copies of keys that were left out of the comparison.
struct RangeVerification {
  TableVerification found;
  uint64_t dropped = 0;
  Digest dropped_digest;
};

// What the ranges of a table have in common.
struct RangesShared {
  const Table& table;
  Progress progress;
  std::atomic<bool> stop = false;  // set where one range fails, and checked by all
};

// The merge of one range.
class RangeVerifier {
 public:
  RangeVerifier(RangesShared& work, RowMerge rows) : work_(work), rows_(std::move(rows)) {}

  // The status is Cancelled where another range has failed.
  StatusOr<RangeVerification> Run() {
    const Status status = Merge();
    if (!status.ok()) work_.stop = true;
    work_.progress.Add(rows_.source_rows() - reported_rows_);
    RETURN_IF_ERROR(status);
    found_.source_rows = rows_.source_rows();
    found_.store_rows = rows_.store_rows();
    found_.source_digest = rows_.source_digest();
    found_.store_digest = rows_.store_digest();
    return RangeVerification{std::move(found_), rows_.source().counts().total(), rows_.source().dropped_digest()};
  }

 private:
  Status Merge() {
    MergedRow row;
    while (true) {
      RETURN_IF_ERROR(CheckStop());
      if (work_.stop.load(std::memory_order_relaxed)) return absl::CancelledError("another range has failed");
      ASSIGN_OR_RETURN(const bool more, rows_.Next(&row));
      if (!more) return absl::OkStatus();
      Count(row);
      if (rows_.source_rows() >= reported_rows_ + kProgressRows) {
        work_.progress.Add(kProgressRows);
        reported_rows_ += kProgressRows;
      }
    }
  }

  void Count(const MergedRow& row) {
    switch (row.match) {
      case RowMatch::kSame: break;
      case RowMatch::kMissing:
        if (++found_.missing <= kExamplesMax) AddExample(DifferenceKind::kMissing, row.source_row, "");
        break;
      case RowMatch::kExtra:
        if (++found_.extra <= kExamplesMax) AddExample(DifferenceKind::kExtra, row.store_row, "");
        break;
      case RowMatch::kDiffers:
        if (++found_.differing > kExamplesMax) break;
        AddExample(DifferenceKind::kDiffers, row.source_row,
                   DescribeDifference(work_.table, row.source_row, row.store_row, rows_.scan()));
        break;
    }
  }

  void AddExample(DifferenceKind kind, std::string_view row, std::string detail) {
    found_.examples.push_back({kind, DescribeKey(work_.table, row), std::move(detail)});
  }

  RangesShared& work_;
  RowMerge rows_;
  uint64_t reported_rows_ = 0;  // to the progress
  TableVerification found_;
};

void AddRange(const TableVerification& range, TableVerification* whole) {
  whole->source_rows += range.source_rows;
  whole->store_rows += range.store_rows;
  whole->missing += range.missing;
  whole->extra += range.extra;
  whole->differing += range.differing;
  whole->source_digest.Add(range.source_digest);
  whole->store_digest.Add(range.store_digest);
  for (const Difference& difference : range.examples) {
    const auto same_kind = std::count_if(whole->examples.begin(), whole->examples.end(),
                                         [&](const Difference& other) { return other.kind == difference.kind; });
    if (static_cast<size_t>(same_kind) < kExamplesMax) whole->examples.push_back(difference);
  }
}

// What the threads that verify a table share.
struct RangesWork {
  Store& store;
  const SortedRows& rows;
  const Held& held;
  const std::vector<KeyRange>& ranges;
  RangesShared& table;
  std::atomic<size_t> next = 0;
};

// Verifies one range after the other, as long as there are any.
StatusOr<RangeVerification> VerifyNextRanges(RangesWork& work) {
  RangeVerification all;
  const Table& table = work.table.table;
  for (size_t i = work.next++; i < work.ranges.size(); i = work.next++) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, work.rows.Open(work.ranges[i].begin, work.ranges[i].end));
    // Conflicts were reported when the table was loaded; here only the rows that stay count.
    DistinctRows source(table, std::move(cursor), /*on_conflict=*/nullptr);
    ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> held, OpenHeld(work.store, table, work.held, work.ranges[i]));
    RangeVerifier verifier(work.table, RowMerge(table, work.store, std::move(source), std::move(held)));
    ASSIGN_OR_RETURN(const RangeVerification one, verifier.Run());
    AddRange(one.found, &all.found);
    all.dropped += one.dropped;
    all.dropped_digest.Add(one.dropped_digest);
  }
  return all;
}

// The ranges are verified by `threads` threads at the same time.
StatusOr<RangeVerification> VerifyInThreads(RangesWork& work, size_t threads) {
  std::vector<std::future<StatusOr<RangeVerification>>> parts;
  // Leaving waits for the threads, which then need not come to their ends.
  const absl::Cleanup stop_threads = [&work] { work.table.stop = true; };
  for (size_t i = 0; i < std::min(threads, work.ranges.size()); ++i) {
    parts.push_back(InBackground([&work] {
      StatusOr<RangeVerification> found = VerifyNextRanges(work);
      if (!found.ok()) work.table.stop = true;
      return found;
    }));
  }
  RangeVerification whole;
  whole.found.table = work.table.table.question.name;
  whole.found.plays = work.rows.count() + work.rows.folded();
  Status failed;
  for (auto& part : parts) {
    const StatusOr<RangeVerification> found = part.get();
    if (found.ok()) {
      AddRange(found->found, &whole.found);
      whole.dropped += found->dropped;
      whole.dropped_digest.Add(found->dropped_digest);
    } else if (failed.ok() || absl::IsCancelled(failed)) {
      failed = found.status();
    }
  }
  if (absl::IsCancelled(failed)) RETURN_IF_ERROR(CheckStop());
  if (!failed.ok()) return failed;
  return whole;
}

// How many ranges are read at once; each has a cursor on either side.
size_t ThreadsFor(const SortedRows& rows, const Held& held, size_t threads) {
  const size_t cursors_max =
      std::min(rows.cursors_max(), held.last != nullptr ? held.last->cursors_max() : rows.cursors_max());
  return std::min({kReadRangesMax, cursors_max, threads > 0 ? threads : kReadRangesMax});
}

// The tables are read whether their loads have finished or not, and whatever has become of their marks.
StatusOr<std::vector<Table>> TablesThatAnswer(Store& store, const std::vector<Table>& questions) {
  StatusOr<std::vector<NamedMark>> marks = ReadLoadMarks(store);
  if (absl::IsDataLoss(marks.status())) marks.emplace();
  RETURN_IF_ERROR(marks.status());
  std::vector<Table> tables;
  for (const Table& question : questions) {
    ASSIGN_OR_RETURN(StoredTable stored, FindStoredIn(*marks, store, question));
    if (!stored.is_of_question) return NotOfQuestion(store, question, stored);
    tables.push_back(std::move(stored.table));
  }
  return tables;
}

}  // namespace

StatusOr<TableVerification> VerifyRanges(Store& store, const Table& table, const SortedRows& rows,
                                         const std::vector<KeyRange>& ranges, size_t threads) {
  RangesShared shared = {table, Progress("verify " + table.question.name, "rows", rows.count())};
  const Held held;
  RangesWork work = {store, rows, held, ranges, shared};
  ASSIGN_OR_RETURN(RangeVerification found, VerifyInThreads(work, ThreadsFor(rows, held, threads)));
  return std::move(found.found);
}

StatusOr<TableVerification> VerifyTable(Store& store, const Table& table, const SortedRows& rows, size_t threads,
                                        const Held& held) {
  RangesShared shared = {table, Progress("verify " + table.question.name, "rows", rows.count())};
  const size_t threads_used = ThreadsFor(rows, held, threads);
  ASSIGN_OR_RETURN(const std::vector<KeyRange> ranges, SplitBySource(table, store.Order(), rows, threads_used));
  RangesWork work = {store, rows, held, ranges, shared};
  ASSIGN_OR_RETURN(RangeVerification whole, VerifyInThreads(work, threads_used));
  Digest all_rows = whole.dropped_digest;
  all_rows.Add(whole.found.source_digest);
  RETURN_IF_ERROR(CheckAsRead(table, rows, whole.found.source_rows + whole.dropped, all_rows));
  return std::move(whole.found);
}

StatusOr<std::vector<TableVerification>> Verify(Store& store, const std::vector<Table>& questions,
                                                const SourceFiles& files, const SortOptions& options, double share) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, TablesThatAnswer(store, questions));
  std::vector<TableVerification> verifications;
  const auto verify_one = [&](const Table& table, const SortedRows& rows, const SortedRows* /*last*/) -> Status {
    StatusOr<TableVerification> found = share < 1 ? VerifySample(store, table, rows, options.threads, share)
                                                  : VerifyTable(store, table, rows, options.threads);
    // What is wrong with one table's data says nothing of the others.
    if (absl::IsDataLoss(found.status())) {
      TableVerification damaged;
      damaged.table = table.question.name;
      damaged.failure = found.status();
      verifications.push_back(std::move(damaged));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(found.status());
    verifications.push_back(*std::move(found));
    return absl::OkStatus();
  };
  std::vector<WantedTable> wanted;
  for (const Table& table : tables) wanted.push_back({.table = &table});
  const Status status = SortedSource(files, {}, store.Order(), options).ForEach(wanted, verify_one);
  if (status.ok()) return verifications;
  return AfterStop(status, fmt::format("{} of {} tables were verified", verifications.size(), tables.size()));
}

}  // namespace earshot
