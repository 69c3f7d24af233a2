#include "load/prepare.h"

#include <future>
#include <utility>

#include "plays/play_reader.h"

namespace earshot {

StatusOr<std::unique_ptr<SortedRows>> SortPlays(const std::string& plays_path, const Table& table,
                                                const RowOrder& order, size_t memory_bytes) {
  ASSIGN_OR_RETURN(std::unique_ptr<PlayReader> reader, PlayReader::Open(plays_path));
  RowSorter sorter(table, order, memory_bytes);
  Play play;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&play));
    if (!more) return sorter.Finish();
    if (const Status status = sorter.Add(play); !status.ok()) {
      return Status(status.code(), fmt::format("{}: {}", plays_path, MessageOf(status)));
    }
  }
}

Status ForEachSorted(const std::string& plays_path, const std::vector<Table>& tables, const RowOrder& order,
                     size_t memory_bytes, const std::function<Status(const Table&, const SortedRows&)>& use) {
  const auto sort = [&](size_t table) {
    return std::async(std::launch::async, SortPlays, plays_path, std::cref(tables[table]), std::cref(order),
                      memory_bytes / 2);
  };
  if (tables.empty()) return absl::OkStatus();
  auto next = sort(0);
  for (size_t table = 0; table < tables.size(); ++table) {
    ASSIGN_OR_RETURN(const std::unique_ptr<SortedRows> rows, next.get());
    if (table + 1 < tables.size()) next = sort(table + 1);
    RETURN_IF_ERROR(use(tables[table], *rows));
  }
  return absl::OkStatus();
}

}  // namespace earshot
