#include "profile/table_profile.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "base/stop_token.h"
#include "cql/tables/token_order.h"
#include "rows/digest.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr size_t kConflictExamplesMax = 5;
// Progress is reported once for this many rows: an atomic addition for each would cost more than counting it.
constexpr uint64_t kProgressRows = 1024;

// Rows that Cassandra refuses are found as well, and not the end.
class AnyRowInTokenOrder : public TokenOrder {
 public:
  Status CheckRow(const Table& /*table*/, std::string_view /*row*/) const override { return absl::OkStatus(); }
};

bool HasValuesOfTheLastPlay(const Table& table) {
  return std::any_of(table.columns.begin() + static_cast<ptrdiff_t>(table.key_size), table.columns.end(),
                     [](const TableColumn& column) { return column.origin == ColumnOrigin::kRecord; });
}

// The same without its measures, of which each play has a row: so its plays' values can be compared.
Table WithoutMeasures(Table table) {
  for (size_t i = table.columns.size(); i-- > 0;) {
    if (table.columns[i].origin != ColumnOrigin::kMeasure) continue;
    if (i < table.key_size) --table.key_size;
    table.columns.erase(table.columns.begin() + static_cast<ptrdiff_t>(i));
  }
  table.question.measures.clear();
  table.question.limit = 0;
  table.answer.clear();
  return table;
}

// Reads all rows of a table, in order, and makes its profile.
class TableProfiler {
 public:
  TableProfiler(const Table& table, size_t nodes) : table_(table), meter_(table, nodes) { profile_.table = &table; }

  StatusOr<TableProfile> Run(const SortedRows& rows) {
    profile_.plays = rows.count() + rows.folded();
    profile_.left_out = rows.left_out();
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
    DistinctRows distinct(table_, std::make_unique<SharedKeyFinder>(table_, std::move(cursor), &profile_.shared),
                          [this](const Conflict& conflict) { return AddConflict(conflict); });
    Progress progress("check " + table_.name, "rows", rows.count());
    Digest digest;
    uint64_t count = 0;
    SortedRow row;
    while (true) {
      RETURN_IF_ERROR(CheckStop());
      ASSIGN_OR_RETURN(const bool more, distinct.Next(&row));
      if (!more) break;
      AddRow(row);
      digest.Add(row.row);
      if (++count % kProgressRows == 0) progress.Add(kProgressRows);
    }
    profile_.dropped = distinct.counts();
    digest.Add(distinct.dropped_digest());
    RETURN_IF_ERROR(CheckAsRead(table_, rows, count + profile_.dropped.total(), digest));
    // What was folded into a measure is not dropped, but no row of its own either.
    profile_.dropped.merged += rows.folded();
    profile_.sizes = meter_.Finish();
    return std::move(profile_);
  }

 private:
  void AddRow(const SortedRow& row) {
    meter_.Add(row);
    const Status status = TokenOrder().CheckRow(table_, row.row);
    if (!status.ok() && ++profile_.refused.rows == 1) profile_.refused.why = MessageOf(status);
  }

  Status AddConflict(const Conflict& conflict) {
    if (profile_.conflict_examples.size() == kConflictExamplesMax) return absl::OkStatus();
    profile_.conflict_examples.push_back(
        {DescribeKey(table_, conflict.kept_row), conflict.kept_origin, conflict.dropped_origin});
    return absl::OkStatus();
  }

  const Table& table_;
  PartitionMeter meter_;
  TableProfile profile_;
};

// Reads all rows of a table without measures for what the plays of one key differ in.
StatusOr<SharedKeys> FindSharedKeys(const Table& table, const SortedRows& rows) {
  SharedKeys found;
  ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
  SharedKeyFinder finder(table, std::move(cursor), &found);
  SortedRow row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, finder.Next(&row));
    if (!more) return found;
  }
}

}  // namespace

StatusOr<std::vector<TableProfile>> ProfileTables(const std::vector<Table>& tables, const SourceFiles& files,
                                                  const ProfileOptions& options) {
  std::vector<WantedTable> wanted;
  std::deque<Table> without_measures;
  // Right after the table itself, whose profile is then the last.
  for (const Table& table : tables) {
    wanted.push_back({.table = &table});
    if (!table.has_measures() || !HasValuesOfTheLastPlay(table)) continue;
    wanted.push_back({.table = &without_measures.emplace_back(WithoutMeasures(table))});
  }
  std::vector<TableProfile> profiles;
  const auto use = [&](const Table& table, const SortedRows& rows, const SortedRows* /*last*/) -> Status {
    if (profiles.size() < tables.size() && &table == &tables[profiles.size()]) {
      ASSIGN_OR_RETURN(TableProfile profile, TableProfiler(table, options.nodes).Run(rows));
      profiles.push_back(std::move(profile));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(profiles.back().shared, FindSharedKeys(table, rows));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(SortedSource(files, {}, AnyRowInTokenOrder(), options.sort).ForEach(wanted, use));
  return profiles;
}

}  // namespace earshot
