#include "load/sorted_source.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/background.h"
#include "base/error_code.h"
#include "base/ordered_work.h"
#include "load/file_rows.h"
#include "load/plays_pass.h"
#include "load/temporary_space.h"
#include "plays/taste_files.h"
#include "rows/measured.h"

namespace earshot {
// The rows of a table, of the file and of the last one.
struct SortedSource::SortedPair {
  std::unique_ptr<SortedRows> rows;
  std::unique_ptr<SortedRows> last;  // null where it is not wanted
};

struct SortedSource::Member {
  const Table* table = nullptr;
  bool wants_last = false;
  CollectedRows collected;
};

// Tables that are sorted at the same time.
struct SortedSource::Group {
  std::vector<Member> members;
  bool is_all = false;  // no table is in another group
  // Of memory, for each table; half of it for the groups of one with measures, whose rows are sorted besides.
  size_t sort_bytes = 0;
  size_t measure_bytes = 0;
};

Status CheckUnchanged(const PlaysFile& plays) {
  ASSIGN_OR_RETURN(const FileStamp now, StampOf(plays.path));
  if (now == plays.stamp) return absl::OkStatus();
  // The same command finds the new one.
  if (PlaysOfTasteFile(plays.path) != plays.path) {
    return TransientError("{} was computed again while it was in use; try again", plays.path);
  }
  return WithCode(InputError("{} was replaced while it was in use, by another run perhaps", plays.path),
                  ErrorCode::kPlaysChanged);
}

uint64_t LargestOf(const SourceFiles& files) {
  uint64_t largest = 0;
  for (const Dataset* dataset : AllDatasets()) {
    largest = std::max(largest, files.of[*dataset].stamp.size);
  }
  return largest;
}

std::vector<const Dataset*> DatasetsOf(const std::vector<Table>& tables) {
  std::vector<const Dataset*> datasets;
  for (const Table& table : tables) {
    if (std::find(datasets.begin(), datasets.end(), table.question.of) == datasets.end()) {
      datasets.push_back(table.question.of);
    }
  }
  return datasets;
}

// The members of the group are of `tables` from `first` on. All tables share the memory, whatever they are of.
Status SortedSource::CollectOf(const Dataset& dataset, const std::vector<WantedTable>& tables, size_t first,
                               Group* group) const {
  PlaysPass pass = {.path = files_.of[dataset].path,
                    .last_path = "",
                    .of = &dataset,
                    .tables = {},
                    .wants_last = {},
                    .checked = {},
                    .order = &order_,
                    .memory_bytes = 0,
                    .threads = ThreadCount(options_.threads)};
  std::vector<Member*> members;
  for (Member& member : group->members) {
    if (member.table->question.of != &dataset) continue;
    members.push_back(&member);
    pass.tables.push_back(member.table);
    pass.wants_last.push_back(member.wants_last);
    if (member.wants_last) pass.last_path = last_.of[dataset].path;
  }
  // What one of the tables cannot have is reported before the first one is in use, let alone written to.
  for (size_t i = first + group->members.size(); first == 0 && i < tables.size(); ++i) {
    if (tables[i].table->question.of == &dataset) pass.checked.push_back(tables[i].table);
  }
  if (pass.tables.empty() && pass.checked.empty()) return absl::OkStatus();
  pass.memory_bytes = group->sort_bytes * pass.tables.size();
  ASSIGN_OR_RETURN(std::vector<CollectedRows> collected, CollectRows(pass));
  RETURN_IF_ERROR(CheckUnchanged(files_.of[dataset]));
  if (!pass.last_path.empty()) RETURN_IF_ERROR(CheckUnchanged(last_.of[dataset]));
  for (size_t i = 0; i < members.size(); ++i) members[i]->collected = std::move(collected[i]);
  return absl::OkStatus();
}

Status SortedSource::Collect(const std::vector<WantedTable>& tables, size_t first, size_t count, Group* group) const {
  bool wants_last = false;
  for (size_t i = first; i < std::min(first + count, tables.size()); ++i) {
    group->members.push_back({tables[i].table, tables[i].wants_last, {}});
    wants_last = wants_last || tables[i].wants_last;
  }
  group->sort_bytes = options_.memory_bytes / group->members.size();
  group->measure_bytes = group->sort_bytes / (wants_last ? 4 : 2);
  for (const Dataset* dataset : AllDatasets()) {
    RETURN_IF_ERROR(CollectOf(*dataset, tables, first, group));
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<SortedRows>> SortedSource::Measure(const Table& table, std::unique_ptr<SortedRows> rows,
                                                            size_t measure_bytes, const std::string& path) const {
  if (!table.has_measures()) return rows;
  auto measured = MeasureGroups(table, order_, *rows, measure_bytes, ThreadCount(options_.threads));
  if (CodeOf(measured.status()) != ErrorCode::kSumOutOfRange) return measured;
  return WithMessage(measured.status(), fmt::format("{}: {}", path, MessageOf(measured.status())));
}

StatusOr<SortedSource::SortedPair> SortedSource::Sort(Member& member, size_t measure_bytes) const {
  const Table& table = *member.table;
  CollectedRows& collected = member.collected;
  ASSIGN_OR_RETURN(std::unique_ptr<SortedRows> sorted, collected.sorter->Finish());
  SortedPair pair;
  if (member.wants_last) {
    const std::shared_ptr<const SortedRows> both = std::move(sorted);
    sorted = RowsWithout(BlockOf::kLast, both, collected.TotalsOfFile(BlockOf::kNow));
    pair.last = RowsWithout(BlockOf::kNow, both, collected.TotalsOfFile(BlockOf::kLast));
    ASSIGN_OR_RETURN(pair.last, Measure(table, std::move(pair.last), measure_bytes, last_.Of(table).path));
  }
  ASSIGN_OR_RETURN(pair.rows, Measure(table, std::move(sorted), measure_bytes, files_.Of(table).path));
  return pair;
}

// One table's rows are used while the next one's are being sorted.
Status SortedSource::UseEach(Group group, const Use& use) {
  const auto sort = [&](Member& member) {
    return InBackground([this, &member, measure_bytes = group.measure_bytes] { return Sort(member, measure_bytes); });
  };
  auto next = sort(group.members.front());
  for (size_t i = 0; i < group.members.size(); ++i) {
    ASSIGN_OR_RETURN(SortedPair sorted, next.get());
    if (i + 1 < group.members.size()) next = sort(group.members[i + 1]);
    const Table* table = group.members[i].table;
    RETURN_IF_ERROR(use(*table, *sorted.rows, sorted.last.get()));
    if (keeps_rows_ && group.is_all) kept_[table] = std::move(sorted.rows);
  }
  return absl::OkStatus();
}

Status SortedSource::ForEach(const std::vector<WantedTable>& tables, const Use& use) {
  std::vector<WantedTable> unsorted;
  for (const WantedTable& wanted : tables) {
    const auto kept = kept_.find(wanted.table);
    if (wanted.wants_last || kept == kept_.end()) {
      unsorted.push_back(wanted);
    } else {
      RETURN_IF_ERROR(use(*wanted.table, *kept->second, nullptr));
    }
  }
  // What is sorted now takes all of the memory.
  if (!unsorted.empty()) kept_.clear();
  uint64_t bytes = 0;  // of the largest files that a table is made of
  for (const WantedTable& wanted : unsorted) {
    const Dataset& dataset = *wanted.table->question.of;
    const uint64_t last_bytes = wanted.wants_last ? last_.of[dataset].stamp.size : 0;
    bytes = std::max(bytes, files_.of[dataset].stamp.size + last_bytes);
  }
  const size_t at_once = TablesAtOnce({bytes, options_.memory_bytes, unsorted.size()});
  for (size_t first = 0; first < unsorted.size(); first += at_once) {
    Group group;
    group.is_all = at_once >= unsorted.size();
    RETURN_IF_ERROR(Collect(unsorted, first, at_once, &group));
    RETURN_IF_ERROR(UseEach(std::move(group), use));
  }
  return absl::OkStatus();
}

}  // namespace earshot
