#include "load/sorted_source.h"

#include <algorithm>
#include <future>
#include <utility>

#include "base/background.h"
#include "base/error_code.h"
#include "base/ordered_work.h"
#include "load/plays_pass.h"
#include "load/temporary_space.h"
#include "rows/measured.h"

namespace earshot {
namespace {

using Sorting = std::future<StatusOr<std::unique_ptr<SortedRows>>>;

// The sorters of `pass`, filled from `plays`, which need not be there where no table is wanted.
StatusOr<std::vector<std::unique_ptr<RowSorter>>> CollectFrom(const PlaysFile& plays, PlaysPass pass) {
  if (pass.tables.empty() && pass.checked.empty()) return std::vector<std::unique_ptr<RowSorter>>();
  pass.path = plays.path;
  ASSIGN_OR_RETURN(std::vector<std::unique_ptr<RowSorter>> sorters, CollectRows(pass));
  RETURN_IF_ERROR(CheckUnchanged(plays));
  return sorters;
}

}  // namespace

// Tables that are sorted at the same time.
struct SortedSource::Group {
  struct Member {
    const Table* table = nullptr;
    bool wants_last = false;
    std::unique_ptr<RowSorter> rows;
    std::unique_ptr<RowSorter> last;
  };
  std::vector<Member> members;
  bool is_all = false;       // no table is in another group
  size_t measure_bytes = 0;  // of memory, for the rows of a table with measures, which are sorted twice
};

Status CheckUnchanged(const PlaysFile& plays) {
  ASSIGN_OR_RETURN(const FileStamp now, StampOf(plays.path));
  if (now == plays.stamp) return absl::OkStatus();
  return WithCode(InputError("{} was replaced while it was in use, by another run perhaps", plays.path),
                  ErrorCode::kPlaysChanged);
}

uint64_t LargestOf(const SourceFiles& files) {
  return static_cast<uint64_t>(std::max(files.plays.stamp.size, files.events.stamp.size));
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
  PlaysPass pass = {.path = "",
                    .of = &dataset,
                    .tables = {},
                    .checked = {},
                    .order = &order_,
                    .memory_bytes = 0,
                    .threads = ThreadCount(options_.threads)};
  PlaysPass last_pass = pass;
  std::vector<Group::Member*> members;
  for (Group::Member& member : group->members) {
    if (member.table->question.of != &dataset) continue;
    members.push_back(&member);
    pass.tables.push_back(member.table);
    if (member.wants_last) last_pass.tables.push_back(member.table);
  }
  // What one of the tables cannot have is reported before the first one is in use, let alone written to.
  for (size_t i = first + group->members.size(); first == 0 && i < tables.size(); ++i) {
    if (tables[i].table->question.of == &dataset) pass.checked.push_back(tables[i].table);
  }
  pass.memory_bytes = 2 * group->measure_bytes * pass.tables.size();
  last_pass.memory_bytes = 2 * group->measure_bytes * last_pass.tables.size();
  ASSIGN_OR_RETURN(auto sorters, CollectFrom(files_.Of(dataset), std::move(pass)));
  ASSIGN_OR_RETURN(auto last_sorters, CollectFrom(last_.Of(dataset), std::move(last_pass)));
  auto last = last_sorters.begin();
  for (size_t i = 0; i < members.size(); ++i) {
    members[i]->rows = std::move(sorters[i]);
    if (members[i]->wants_last) members[i]->last = std::move(*last++);
  }
  return absl::OkStatus();
}

Status SortedSource::Collect(const std::vector<WantedTable>& tables, size_t first, size_t count, Group* group) const {
  bool wants_last = false;
  for (size_t i = first; i < std::min(first + count, tables.size()); ++i) {
    group->members.push_back({tables[i].table, tables[i].wants_last, nullptr, nullptr});
    wants_last = wants_last || tables[i].wants_last;
  }
  group->measure_bytes = options_.memory_bytes / (wants_last ? 2 : 1) / group->members.size() / 2;
  for (const Dataset* dataset : {&PlaysDataset(), &EventsDataset()}) {
    RETURN_IF_ERROR(CollectOf(*dataset, tables, first, group));
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<SortedRows>> SortedSource::Sort(const Table& table, RowSorter& sorter, size_t measure_bytes,
                                                         const std::string& path) const {
  ASSIGN_OR_RETURN(std::unique_ptr<SortedRows> rows, sorter.Finish());
  if (!table.has_measures()) return rows;
  auto measured = MeasureGroups(table, order_, *rows, measure_bytes, ThreadCount(options_.threads));
  if (CodeOf(measured.status()) != ErrorCode::kSumOutOfRange) return measured;
  return WithMessage(measured.status(), fmt::format("{}: {}", path, MessageOf(measured.status())));
}

// One table's rows are used while the next one's are being sorted.
Status SortedSource::UseEach(Group group, const Use& use) {
  struct Pair {
    Sorting rows;
    Sorting last;
  };
  const auto in_background = [&](const Table& table, std::unique_ptr<RowSorter> sorter, const PlaysFile& plays) {
    return InBackground([this, &table, &plays, sorter = std::move(sorter), measure_bytes = group.measure_bytes] {
      return Sort(table, *sorter, measure_bytes, plays.path);
    });
  };
  const auto sort = [&](Group::Member& member) {
    Pair pair = {in_background(*member.table, std::move(member.rows), files_.Of(*member.table)), {}};
    if (member.last != nullptr)
      pair.last = in_background(*member.table, std::move(member.last), last_.Of(*member.table));
    return pair;
  };
  Pair next = sort(group.members.front());
  for (size_t i = 0; i < group.members.size(); ++i) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedRows> rows, next.rows.get());
    std::unique_ptr<SortedRows> last;
    if (next.last.valid()) {
      ASSIGN_OR_RETURN(last, next.last.get());
    }
    if (i + 1 < group.members.size()) next = sort(group.members[i + 1]);
    const Table* table = group.members[i].table;
    RETURN_IF_ERROR(use(*table, *rows, last.get()));
    if (keeps_rows_ && group.is_all) kept_[table] = std::move(rows);
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
    const uint64_t last_bytes = wanted.wants_last ? last_.Of(dataset).stamp.size : 0;
    bytes = std::max(bytes, files_.Of(dataset).stamp.size + last_bytes);
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
