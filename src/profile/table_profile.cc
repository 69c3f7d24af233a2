#include "profile/table_profile.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/progress.h"
#include "base/stop_token.h"
#include "cql/tables/token_order.h"
#include "rows/each_distinct_row.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr size_t kConflictExamplesMax = 5;
// Progress is reported once for this many rows: an atomic addition for each would cost more than counting it.
constexpr uint64_t kProgressRows = 1024;

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
    uint64_t count = 0;
    const auto add = [&](const SortedRow& row) {
      AddRow(row);
      if (++count % kProgressRows == 0) progress.Add(kProgressRows);
      return absl::OkStatus();
    };
    RETURN_IF_ERROR(ForEachDistinctRow(table_, rows, &distinct, add).status());
    profile_.dropped = distinct.counts();
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

void AddProfile(const Table& table, size_t nodes, SortedPass* pass, TableProfile* profile) {
  pass->Add(table, [&table, nodes, profile](const SortedRows& rows) -> Status {
    ASSIGN_OR_RETURN(*profile, TableProfiler(table, nodes).Run(rows));
    return absl::OkStatus();
  });
  if (!table.has_measures() || !HasValuesOfTheLastPlay(table)) return;
  const auto without_measures = std::make_shared<const Table>(WithoutMeasures(table));
  // The pass keeps what it does, and so the table.
  pass->Add(*without_measures, [without_measures, profile](const SortedRows& rows) -> Status {
    ASSIGN_OR_RETURN(profile->shared, FindSharedKeys(*without_measures, rows));
    return absl::OkStatus();
  });
}

}  // namespace earshot
