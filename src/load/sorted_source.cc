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

// The sorters of `pass`, filled from `plays`; none where no table is wanted.
StatusOr<std::vector<std::unique_ptr<RowSorter>>> CollectFrom(const PlaysFile& plays, PlaysPass pass) {
  if (pass.tables.empty()) return std::vector<std::unique_ptr<RowSorter>>();
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
    std::unique_ptr<RowSorter> rows;
    std::unique_ptr<RowSorter> last;
  };
  std::vector<Member> members;
  bool is_all = false;       // no table is in another group
  size_t measure_bytes = 0;  // of memory, for the rows of a table with measures
};

Status CheckUnchanged(const PlaysFile& plays) {
  ASSIGN_OR_RETURN(const FileStamp now, StampOf(plays.path));
  if (now == plays.stamp) return absl::OkStatus();
  return WithCode(InputError("{} was replaced while it was in use, by another run perhaps", plays.path),
                  ErrorCode::kPlaysChanged);
}

Status SortedSource::Collect(const std::vector<WantedTable>& tables, size_t first, size_t count, Group* group) const {
  PlaysPass pass = {.path = "",
                    .tables = {},
                    .checked = {},
                    .order = &order_,
                    .memory_bytes = options_.memory_bytes,
                    .threads = ThreadCount(options_.threads)};
  PlaysPass last_pass = pass;
  for (size_t i = first; i < tables.size(); ++i) {
    // What one of the tables cannot have is reported before the first one is in use, let alone written to.
    if (i >= first + count) {
      if (first == 0) pass.checked.push_back(tables[i].table);
      continue;
    }
    pass.tables.push_back(tables[i].table);
    if (tables[i].wants_last) last_pass.tables.push_back(tables[i].table);
  }
  if (!last_pass.tables.empty()) last_pass.memory_bytes = pass.memory_bytes /= 2;
  group->measure_bytes = SortMemoryOf(pass, /*has_measures=*/true);
  ASSIGN_OR_RETURN(auto sorters, CollectFrom(plays_, pass));
  ASSIGN_OR_RETURN(auto last_sorters, CollectFrom(last_, last_pass));
  auto last = last_sorters.begin();
  for (size_t i = 0; i < sorters.size(); ++i) {
    const WantedTable& wanted = tables[first + i];
    group->members.push_back({wanted.table, std::move(sorters[i]), wanted.wants_last ? std::move(*last++) : nullptr});
  }
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<SortedRows>> SortedSource::Sort(const Table& table, RowSorter& sorter,
                                                         size_t measure_bytes) const {
  ASSIGN_OR_RETURN(std::unique_ptr<SortedRows> rows, sorter.Finish());
  if (!table.has_measures()) return rows;
  return MeasureGroups(table, order_, *rows, measure_bytes, ThreadCount(options_.threads));
}

// One table's rows are used while the next one's are being sorted.
Status SortedSource::UseEach(Group group, const Use& use) {
  struct Pair {
    Sorting rows;
    Sorting last;
  };
  const auto in_background = [&](const Table& table, std::unique_ptr<RowSorter> sorter) {
    return InBackground([this, &table, sorter = std::move(sorter), measure_bytes = group.measure_bytes] {
      return Sort(table, *sorter, measure_bytes);
    });
  };
  const auto sort = [&](Group::Member& member) {
    Pair pair = {in_background(*member.table, std::move(member.rows)), {}};
    if (member.last != nullptr) pair.last = in_background(*member.table, std::move(member.last));
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
  const bool wants_last =
      std::any_of(unsorted.begin(), unsorted.end(), [](const WantedTable& wanted) { return wanted.wants_last; });
  const uint64_t bytes = plays_.stamp.size + (wants_last ? last_.stamp.size : 0);
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
