#include "load/load.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/progress.h"
#include "base/stop_token.h"
#include "load/batcher.h"
#include "load/sorted_source.h"
#include "load/table_loader.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr size_t kRangesMax = 16;
constexpr size_t kConflictExamplesMax = 5;

StatusOr<TableLoad> LoadTable(TableSink& sink, const Table& table, const SortedRows& rows, WriteTime time,
                              const LoadOptions& options) {
  TableLoad load;
  load.table = table.name;
  load.plays = rows.count();
  const ConflictHandler on_conflict = [&](const Conflict& conflict) {
    if (load.conflict_examples.size() < kConflictExamplesMax) {
      load.conflict_examples.push_back(
          {DescribeKey(table, conflict.kept_row), conflict.kept_origin, conflict.dropped_origin});
    }
    return options.on_conflict ? options.on_conflict(table, conflict) : absl::OkStatus();
  };

  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, sink.Write(table, time));
  std::vector<Batcher> ranges;
  for (const KeyRange& range : sink.WriteRanges(std::min(kRangesMax, rows.cursors_max()))) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open(range.begin, range.end));
    ranges.emplace_back(DistinctRows(table, std::move(cursor), on_conflict), *writer, ranges.size());
  }
  Progress progress("load " + table.name, "rows", rows.count());
  TableLoader loader(table, *writer, std::move(ranges), progress);
  RETURN_IF_ERROR(loader.Run([&] {
    Digest all_rows;
    for (const Batcher& range : loader.ranges()) {
      load.rows += range.row_count();
      load.dropped.Add(range.dropped());
      load.digest.Add(range.digest());
      all_rows.Add(range.dropped_digest());
    }
    all_rows.Add(load.digest);
    return CheckAsRead(table, rows, load.rows + load.dropped.total(), all_rows);
  }));
  return load;
}

// "loaded: song_at; not loaded: session_songs, song_listeners; load again"
std::string LoadedSoFar(const std::vector<Table>& tables, size_t count) {
  if (count == tables.size()) return "all tables are loaded, but not verified";
  std::vector<std::string> names[2];
  for (size_t i = 0; i < tables.size(); ++i) names[i < count ? 0 : 1].push_back(tables[i].name);
  return fmt::format("loaded: {}; not loaded: {}; load again", count == 0 ? "none" : absl::StrJoin(names[0], ", "),
                     absl::StrJoin(names[1], ", "));
}

}  // namespace

StatusOr<std::vector<TableLoad>> Load(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                                      const LoadOptions& options) {
  const WriteTime time = std::chrono::system_clock::now();
  std::vector<TableLoad> loads;
  const auto load_one = [&](const Table& table, const SortedRows& rows) -> Status {
    ASSIGN_OR_RETURN(TableLoad load, LoadTable(store, table, rows, time, options));
    loads.push_back(std::move(load));
    if (!options.verify) return absl::OkStatus();
    ASSIGN_OR_RETURN(loads.back().verification, VerifyTable(store, table, rows, options.sort.threads));
    return absl::OkStatus();
  };
  const Status status = ForEachSorted(plays, tables, store.Order(), options.sort, load_one);
  if (!status.ok()) return AfterStop(status, LoadedSoFar(tables, loads.size()));
  return loads;
}

}  // namespace earshot
