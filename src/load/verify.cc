#include "load/verify.h"

#include <absl/cleanup/cleanup.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <utility>

#include "base/background.h"
#include "base/progress.h"
#include "base/stop_token.h"
#include "load/sorted_source.h"
#include "rows/distinct_rows.h"
#include "rows/row.h"
#include "stores/damage.h"

namespace earshot {
namespace {

constexpr size_t kRangesMax = 8;
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
    return fmt::format("\"{}\"", ShownText(type, value));
  };
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const TableColumn& column = table.columns[i];
    const std::string_view source_value = source.Next();
    const std::string_view store_value = store.Next();
    if (source_value == store_value && (source_value.data() == nullptr) == (store_value.data() == nullptr)) continue;
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

// What the ranges of a table share.
struct TableWork {
  const Table& table;
  const Store& store;
  Progress progress;
  std::atomic<bool> stop = false;  // set where one range fails, and checked by all
};

// The merge of one range.
class RangeVerifier {
 public:
  RangeVerifier(TableWork& work, DistinctRows source, std::unique_ptr<RowCursor> scan)
      : work_(work), source_(std::move(source)), scan_(std::move(scan)) {}

  // The status is Cancelled where another range has failed.
  StatusOr<RangeVerification> Run() {
    const Status status = Merge();
    if (!status.ok()) work_.stop = true;
    work_.progress.Add(found_.source_rows % kProgressRows);
    if (!status.ok()) return status;
    return RangeVerification{std::move(found_), source_.counts().total(), source_.dropped_digest()};
  }

 private:
  Status Merge() {
    RETURN_IF_ERROR(NextSource());
    RETURN_IF_ERROR(NextStore());
    while (has_source_ || has_store_) {
      RETURN_IF_ERROR(CheckStop());
      if (work_.stop.load(std::memory_order_relaxed)) return absl::CancelledError("another range has failed");
      RETURN_IF_ERROR(Compare());
    }
    return absl::OkStatus();
  }

  Status NextSource() {
    ASSIGN_OR_RETURN(has_source_, source_.Next(&source_row_));
    if (!has_source_) return absl::OkStatus();
    source_row_digest_ = Digest(source_row_.row);
    found_.source_digest.Add(source_row_digest_);
    if (++found_.source_rows % kProgressRows == 0) work_.progress.Add(kProgressRows);
    return absl::OkStatus();
  }

  Status NextStore() {
    ASSIGN_OR_RETURN(has_store_, scan_->Next(&store_row_));
    if (!has_store_) return absl::OkStatus();
    ++found_.store_rows;
    std::swap(store_sort_key_, previous_store_sort_key_);
    store_sort_key_.clear();
    if (has_source_ && store_row_ == source_row_.row) {
      // Nearly always, and much faster than making them anew.
      store_sort_key_.append(source_row_.sort_key);
      found_.store_digest.Add(source_row_digest_);
    } else {
      found_.store_digest.Add(store_row_);
      work_.store.Order().AppendSortKey(work_.table, store_row_, &store_sort_key_);
    }
    // The merge counts on it, so a store that breaks its own order must never pass for one that holds the rows.
    if (found_.store_rows > 1 && store_sort_key_ <= previous_store_sort_key_) {
      return DamageError("table {}: the store gave {} out of order, so its data are damaged; {}", work_.table.name,
                         DescribeKey(work_.table, store_row_), work_.store.HowToReplace());
    }
    return absl::OkStatus();
  }

  Status Compare() {
    const int side = !has_store_ ? -1 : !has_source_ ? 1 : source_row_.sort_key.compare(store_sort_key_);
    if (side < 0) {
      Count(DifferenceKind::kMissing, &found_.missing, source_row_.row, "");
      return NextSource();
    }
    if (side > 0) {
      Count(DifferenceKind::kExtra, &found_.extra, store_row_, "");
      return NextStore();
    }
    if (source_row_.row != store_row_) {
      Count(DifferenceKind::kDiffers, &found_.differing, source_row_.row,
            DescribeDifference(work_.table, source_row_.row, store_row_, *scan_));
    }
    RETURN_IF_ERROR(NextSource());
    return NextStore();
  }

  void Count(DifferenceKind kind, uint64_t* count, std::string_view row, std::string detail) {
    if (++*count <= kExamplesMax) found_.examples.push_back({kind, DescribeKey(work_.table, row), std::move(detail)});
  }

  TableWork& work_;
  DistinctRows source_;
  std::unique_ptr<RowCursor> scan_;
  SortedRow source_row_;
  Digest source_row_digest_;
  std::string_view store_row_;
  std::string store_sort_key_;
  std::string previous_store_sort_key_;
  bool has_source_ = false;
  bool has_store_ = false;
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

// Ranges that hold about as many of the source's rows each, and the whole key space together.
StatusOr<std::vector<KeyRange>> SplitBySource(const Table& table, const RowOrder& order, const SortedRows& rows,
                                              size_t threads) {
  const size_t ranges = std::min({kRangesMax, rows.cursors_max(), threads > 0 ? threads : kRangesMax});
  ASSIGN_OR_RETURN(std::vector<std::string> bounds, rows.SplitPoints(ranges - 1));
  for (std::string& bound : bounds) bound.resize(order.RangeBound(table, bound).size());
  return SplitAt(bounds);
}

}  // namespace

StatusOr<TableVerification> VerifyTable(Store& store, const Table& table, const SortedRows& rows, size_t threads) {
  TableWork work = {table, store, Progress("verify " + table.name, "rows", rows.count())};
  std::vector<std::future<StatusOr<RangeVerification>>> ranges;
  // Leaving waits for the ranges that run, which then need not run to their ends.
  const absl::Cleanup stop_ranges = [&work] { work.stop = true; };
  ASSIGN_OR_RETURN(const std::vector<KeyRange> key_ranges, SplitBySource(table, store.Order(), rows, threads));
  for (const KeyRange& range : key_ranges) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open(range.begin, range.end));
    // Conflicts were reported when the table was loaded; here only the rows that stay count.
    DistinctRows source(table, std::move(cursor), [](const Conflict&) { return absl::OkStatus(); });
    ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> scan, store.Scan(table, range));
    auto verifier = std::make_unique<RangeVerifier>(work, std::move(source), std::move(scan));
    ranges.push_back(InBackground([verifier = std::move(verifier)] { return verifier->Run(); }));
  }
  TableVerification whole;
  whole.table = table.name;
  uint64_t rows_dropped = 0;
  Digest all_rows;
  Status failed;
  for (auto& range : ranges) {
    const StatusOr<RangeVerification> found = range.get();
    if (found.ok()) {
      AddRange(found->found, &whole);
      rows_dropped += found->dropped;
      all_rows.Add(found->dropped_digest);
    } else if (failed.ok() || absl::IsCancelled(failed)) {
      failed = found.status();
    }
  }
  if (absl::IsCancelled(failed)) RETURN_IF_ERROR(CheckStop());
  if (!failed.ok()) return failed;
  all_rows.Add(whole.source_digest);
  RETURN_IF_ERROR(CheckAsRead(table, rows, whole.source_rows + rows_dropped, all_rows));
  return whole;
}

StatusOr<std::vector<TableVerification>> Verify(Store& store, const std::vector<Table>& tables,
                                                const std::string& plays_path, const VerifyOptions& options) {
  std::vector<TableVerification> verifications;
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(plays_path));
  const auto verify_one = [&](const Table& table, const SortedRows& rows) -> Status {
    StatusOr<TableVerification> found = VerifyTable(store, table, rows, options.sort.threads);
    // What is wrong with one table's data says nothing of the others.
    if (absl::IsDataLoss(found.status())) {
      TableVerification damaged;
      damaged.table = table.name;
      damaged.failure = found.status();
      verifications.push_back(std::move(damaged));
      return absl::OkStatus();
    }
    RETURN_IF_ERROR(found.status());
    verifications.push_back(*std::move(found));
    return absl::OkStatus();
  };
  const Status status = ForEachSorted({plays_path, stamp}, tables, store.Order(), options.sort, verify_one);
  if (status.ok()) return verifications;
  return AfterStop(status, fmt::format("{} of {} tables were verified", verifications.size(), tables.size()));
}

}  // namespace earshot
