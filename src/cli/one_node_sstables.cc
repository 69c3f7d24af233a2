#include "cli/one_node_sstables.h"

#include <memory>
#include <utility>

#include "base/progress.h"
#include "base/stop_token.h"
#include "cli/report.h"
#include "cql/tables/token_order.h"
#include "rows/each_distinct_row.h"
#include "stores/sstable/node_tables.h"

namespace earshot {
namespace {

constexpr uint64_t kProgressRows = 1024;

// Files of before are replaced, and where there is no row they are removed.
StatusOr<WrittenSSTable> WriteSSTable(const Table& table, const SortedRows& rows, const std::string& directory,
                                      WriteTime time) {
  NodeTables writer(table, RingOfOneNode(), directory, time);
  WrittenSSTable written;
  ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
  DistinctRows distinct(table, std::move(cursor), /*on_conflict=*/nullptr);
  Progress progress("write " + table.name, "rows", rows.count());
  const auto write = [&](const SortedRow& row) {
    if (writer.rows() % kProgressRows == kProgressRows - 1) progress.Add(kProgressRows);
    return writer.Add(row.sort_key, row.row);
  };
  ASSIGN_OR_RETURN(written.digest, ForEachDistinctRow(table, rows, &distinct, write));
  written.table = table.name;
  written.plays = rows.count() + rows.folded();
  written.left_out = rows.left_out();
  written.rows = writer.rows();
  written.dropped = distinct.counts();
  written.dropped.merged += rows.folded();
  ASSIGN_OR_RETURN(const std::vector<NodeFiles> files, writer.Finish());
  if (files.empty()) {
    RETURN_IF_ERROR(RemoveNodeTables(directory, {table}));
  } else {
    written.directory = files.front().directory;
  }
  return written;
}

}  // namespace

StatusOr<std::vector<WrittenSSTable>> WriteForOneNode(const std::vector<Table>& tables, const SourceFiles& files,
                                                      const Settings& settings, const std::string& directory,
                                                      WriteTime time) {
  // Before the plays are read, which takes its time: a directory that holds other files is refused.
  RETURN_IF_ERROR(CheckNodeTables(directory, tables));
  std::vector<WrittenSSTable> all;
  const auto write = [&](const Table& table, const SortedRows& rows, const SortedRows* /*last*/) -> Status {
    ASSIGN_OR_RETURN(all.emplace_back(), WriteSSTable(table, rows, directory, time));
    return absl::OkStatus();
  };
  std::vector<WantedTable> wanted;
  for (const Table& table : tables) wanted.push_back({.table = &table});
  const TokenOrder order;
  const SortOptions options = {settings.memory_bytes, settings.threads};
  const Status status = SortedSource(files, {}, order, options).ForEach(wanted, write);
  if (!status.ok()) return AfterStop(status, fmt::format("{} of {} tables were written", all.size(), tables.size()));
  return all;
}

Status PrintSSTables(const std::vector<WrittenSSTable>& all, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"},
                         {"plays", ValueKind::kNumber},
                         {"rows", ValueKind::kNumber},
                         {"duplicates", ValueKind::kNumber},
                         {"conflicts", ValueKind::kNumber},
                         {"merged", ValueKind::kNumber},
                         {"over_limit", ValueKind::kNumber},
                         {"left_out", ValueKind::kNumber},
                         {"digest"},
                         {"directory"}},
                        format, output);
  for (const WrittenSSTable& one : all) {
    RETURN_IF_ERROR(printer.Add({{one.table},
                                 Number(one.plays),
                                 Number(one.rows),
                                 Number(one.dropped.duplicates),
                                 Number(one.dropped.conflicts),
                                 Number(one.dropped.merged),
                                 Number(one.dropped.over_limit),
                                 Number(one.left_out),
                                 {one.digest.ToString()},
                                 {one.directory, /*is_null=*/one.directory.empty()}}));
  }
  return printer.Finish();
}

}  // namespace earshot
