#include "load/sorted_source.h"

#include <utility>

#include "base/background.h"
#include "base/error_code.h"
#include "base/ordered_work.h"
#include "load/plays_pass.h"
#include "load/temporary_space.h"

namespace earshot {
namespace {

Status CheckUnchanged(const PlaysFile& plays) {
  ASSIGN_OR_RETURN(const FileStamp now, StampOf(plays.path));
  if (now == plays.stamp) return absl::OkStatus();
  return WithCode(InputError("{} was replaced while it was in use, by another run perhaps", plays.path),
                  ErrorCode::kPlaysChanged);
}

// Hands out the rows of a pass, one table's while the next one's are being sorted.
Status UseEach(const PlaysPass& pass, std::vector<std::unique_ptr<RowSorter>> sorters, const SortedRowsUser& use) {
  const auto sort = [&](size_t table) {
    return InBackground([sorter = std::move(sorters[table])] { return sorter->Finish(); });
  };
  auto next = sort(0);
  for (size_t table = 0; table < pass.tables.size(); ++table) {
    ASSIGN_OR_RETURN(const std::unique_ptr<SortedRows> rows, next.get());
    if (table + 1 < pass.tables.size()) next = sort(table + 1);
    RETURN_IF_ERROR(use(*pass.tables[table], *rows));
  }
  return absl::OkStatus();
}

}  // namespace

Status CheckAsRead(const Table& table, const SortedRows& rows, uint64_t count, const Digest& digest) {
  if (count == rows.count() && digest == rows.digest()) return absl::OkStatus();
  return SystemError(
      "table {}: {} rows with the digest {} were read from the file, and {} rows with the digest {} came out of "
      "sorting them; the memory or the disk is faulty, or earshot is: run again, on another machine if it happens "
      "again",
      table.name, rows.count(), rows.digest().ToString(), count, digest.ToString());
}

Status ForEachSorted(const PlaysFile& plays, const std::vector<Table>& tables, const RowOrder& order,
                     const SortOptions& options, const SortedRowsUser& use) {
  const size_t at_once = TablesAtOnce({static_cast<uint64_t>(plays.stamp.size), options.memory_bytes, tables.size()});
  PlaysPass pass = {.path = plays.path,
                    .tables = {},
                    .checked = {},
                    .order = &order,
                    .memory_bytes = options.memory_bytes,
                    .threads = ThreadCount(options.threads)};
  for (size_t first = 0; first < tables.size(); first += at_once) {
    pass.tables.clear();
    pass.checked.clear();
    for (size_t i = first; i < tables.size(); ++i) {
      // What one of the tables cannot have is reported before the first one is in use, let alone written to.
      if (i < first + at_once) {
        pass.tables.push_back(&tables[i]);
      } else if (first == 0) {
        pass.checked.push_back(&tables[i]);
      }
    }
    ASSIGN_OR_RETURN(std::vector<std::unique_ptr<RowSorter>> sorters, CollectRows(pass));
    RETURN_IF_ERROR(CheckUnchanged(plays));
    RETURN_IF_ERROR(UseEach(pass, std::move(sorters), use));
  }
  return absl::OkStatus();
}

}  // namespace earshot
