#include "load/prepare.h"

#include <set>
#include <utility>

#include "base/background.h"
#include "base/error_code.h"
#include "base/stop_token.h"
#include "plays/play_reader.h"
#include "rows/row.h"

namespace earshot {
namespace {

// Tries the values of `columns` of each play too, whether or not they are in the table's rows, and whether the store
// can have the rows of `checked`.
StatusOr<std::unique_ptr<SortedRows>> SortPlays(const std::string& plays_path, const Table& table,
                                                const RowOrder& order, size_t memory_bytes,
                                                const std::vector<size_t>& columns, const std::vector<Table>& checked) {
  ASSIGN_OR_RETURN(std::unique_ptr<PlayReader> reader, PlayReader::Open(plays_path));
  RowSorter sorter(table, order, memory_bytes);
  Play play;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, reader->Next(&play));
    if (!more) return sorter.Finish();
    Status status = CheckValues(play, columns);
    for (size_t i = 0; i < checked.size() && status.ok(); ++i) status = order.CheckPlay(checked[i], play);
    if (status.ok()) status = sorter.Add(play);
    if (!status.ok()) return WithMessage(status, fmt::format("{}: {}", plays_path, MessageOf(status)));
  }
}

Status CheckUnchanged(const PlaysFile& plays) {
  ASSIGN_OR_RETURN(const FileStamp now, StampOf(plays.path));
  if (now == plays.stamp) return absl::OkStatus();
  return WithCode(InputError("{} was written anew while it was in use, by another run perhaps", plays.path),
                  ErrorCode::kPlaysChanged);
}

// The play columns that the tables behind the first one need, and the first one does not.
std::vector<size_t> ColumnsOfLaterTables(const std::vector<Table>& tables) {
  std::set<size_t> columns;
  for (const Table& table : tables) {
    for (const TableColumn& column : table.columns) columns.insert(column.play_column);
  }
  for (const TableColumn& column : tables.front().columns) columns.erase(column.play_column);
  return {columns.begin(), columns.end()};
}

}  // namespace

Status CheckAsRead(const Table& table, const SortedRows& rows, uint64_t count, const Digest& digest) {
  if (count == rows.count() && digest == rows.digest()) return absl::OkStatus();
  return SystemError(
      "table {}: {} rows with the digest {} were read from the file, and {} rows with the digest {} came out of "
      "sorting "
      "them; the memory or the disk is faulty, or earshot is: run again, on another machine if it happens again",
      table.name, rows.count(), rows.digest().ToString(), count, digest.ToString());
}

Status ForEachSorted(const PlaysFile& plays, const std::vector<Table>& tables, const RowOrder& order,
                     size_t memory_bytes, const std::function<Status(const Table&, const SortedRows&)>& use) {
  const auto sort = [&](size_t table, std::vector<size_t> columns, std::vector<Table> checked) {
    return InBackground([&plays, &table = tables[table], &order, memory_bytes, columns = std::move(columns),
                         checked = std::move(checked)] {
      return SortPlays(plays.path, table, order, memory_bytes / 2, columns, checked);
    });
  };
  if (tables.empty()) return absl::OkStatus();
  // What one of the tables cannot take is told before the first one is in use, let alone written to.
  auto next = sort(0, ColumnsOfLaterTables(tables), tables);
  for (size_t table = 0; table < tables.size(); ++table) {
    ASSIGN_OR_RETURN(const std::unique_ptr<SortedRows> rows, next.get());
    RETURN_IF_ERROR(CheckUnchanged(plays));
    if (table + 1 < tables.size()) next = sort(table + 1, {}, {});
    RETURN_IF_ERROR(use(tables[table], *rows));
  }
  return absl::OkStatus();
}

}  // namespace earshot
