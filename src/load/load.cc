#include "load/load.h"

#include <chrono>
#include <utility>

#include "base/progress.h"
#include "load/batcher.h"
#include "load/prepare.h"
#include "load/table_loader.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr size_t kSlices = 16;
constexpr size_t kConflictExamplesMax = 5;

StatusOr<TableLoad> LoadTable(Store& store, const Table& table, const SortedRows& rows, WriteTime time,
                              const LoadOptions& options) {
  TableLoad load;
  load.table = table.name;
  load.plays = rows.count();
  const ConflictHandler on_conflict = [&](const Conflict& conflict) {
    if (load.conflict_examples.size() < kConflictExamplesMax) {
      load.conflict_examples.push_back(
          {DescribeKey(table, conflict.kept_row), conflict.kept_line, conflict.dropped_line});
    }
    return options.on_conflict ? options.on_conflict(table, conflict) : absl::OkStatus();
  };

  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, store.Write(table, time));
  std::vector<Batcher> slices;
  for (const Slice& slice : store.Slices(kSlices)) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open(slice.begin, slice.end));
    slices.emplace_back(DistinctRows(table, std::move(cursor), on_conflict), *writer);
  }
  Progress progress("load " + table.name, "rows", rows.count());
  TableLoader loader(table, *writer, std::move(slices), progress);
  RETURN_IF_ERROR(loader.Run());

  for (const Batcher& slice : loader.slices()) {
    load.rows += slice.row_count();
    load.duplicates.Add(slice.duplicates());
    load.digest.Add(slice.digest());
  }
  return load;
}

}  // namespace

StatusOr<std::vector<TableLoad>> Load(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                                      const LoadOptions& options) {
  const WriteTime time = std::chrono::system_clock::now();
  std::vector<TableLoad> loads;
  RETURN_IF_ERROR(ForEachSorted(plays, tables, store.Order(), options.memory_bytes,
                                [&](const Table& table, const SortedRows& rows) -> Status {
                                  ASSIGN_OR_RETURN(TableLoad load, LoadTable(store, table, rows, time, options));
                                  if (options.verify) {
                                    ASSIGN_OR_RETURN(load.verification, VerifyTable(store, table, rows));
                                  }
                                  loads.push_back(std::move(load));
                                  return absl::OkStatus();
                                }));
  return loads;
}

}  // namespace earshot
