#include "load/forget_listener.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "base/stop_token.h"
#include "load/last_plays.h"
#include "rows/row.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

// The tables that are there. One that earshot has loaded for a question that is not among these has the listener, too.
StatusOr<std::vector<Table>> TablesInStore(Store& store, const std::vector<Table>& tables) {
  std::vector<Table> there;
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const bool is_there, HasTable(store, table));
    if (is_there) there.push_back(table);
  }
  ASSIGN_OR_RETURN(const std::vector<MarkedTable> marks, ReadLoadMarks(store));
  for (const MarkedTable& mark : marks) {
    const auto has_name = [&](const Table& table) { return table.name == mark.table; };
    if (std::any_of(tables.begin(), tables.end(), has_name)) continue;
    return InputError(
        "{} also has the table {}, which is of none of these questions, and would keep the listener; nothing was "
        "changed: name a file with all questions of this store with --questions, or drop that table",
        store.Name(), mark.table);
  }
  return there;
}

// How many rows of a table say that they are the listener's.
StatusOr<SearchedFile> SearchTable(Store& store, const Table& table, int64_t user_id) {
  SearchedFile found = {"table", table.name, 0, 0};
  std::string wanted;
  AppendBigintCell(user_id, &wanted);
  const std::string_view wanted_value = CellReader(wanted).Next();
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, store.Scan(table, KeyRange{}));
  std::string_view row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more) return found;
    ++found.rows;
    CellReader cells(row);
    for (const TableColumn& column : table.columns) {
      const std::string_view value = cells.Next();
      if (column.name == "user_id" && value == wanted_value) ++found.theirs;
    }
  }
}

// Rows that are not those of the plays, which are without the listener, may be theirs.
uint64_t DifferencesOf(const TableVerification& verification) {
  return verification.missing + verification.extra + verification.differing;
}

// How much of it was erased, by what was found before.
ErasedPlace PlaceOf(const SearchedFile& file, const std::vector<SearchedFile>& before) {
  ErasedPlace place = {file};
  for (const SearchedFile& was : before) {
    if (was.path == file.path) place.erased = was.theirs - std::min(was.theirs, file.theirs);
  }
  return place;
}

}  // namespace

StatusOr<ForgetReport> ForgetListener(Store& store, const std::vector<Table>& tables, const ForgetOptions& files,
                                      const FillTables& fill) {
  ForgetReport report;
  ASSIGN_OR_RETURN(const std::vector<Table> there, TablesInStore(store, tables));
  // The plays of now and of before first: what tables hold then follows from the plays.
  ASSIGN_OR_RETURN(const ForgottenFiles forgotten, ForgetInFiles(files));
  if (!forgotten.last_plays.ok()) {
    report.warnings.push_back(
        fmt::format("{} was removed unread: {}", files.last_plays, MessageOf(forgotten.last_plays)));
  }
  RETURN_IF_ERROR(RemoveLastPlays(files.plays));
  std::vector<TableLoad> loads;
  if (!there.empty()) {
    ASSIGN_OR_RETURN(loads, fill(there, {files.plays, forgotten.plays}));
  }
  // Tables that were dropped, and a first load that was killed, may have left rows, too.
  ASSIGN_OR_RETURN(std::string left, store.EraseRemains(there));
  if (!left.empty()) report.warnings.push_back(std::move(left));

  ASSIGN_OR_RETURN(const std::vector<SearchedFile> searched, SearchFiles(files));
  for (const SearchedFile& file : searched) report.places.push_back(PlaceOf(file, forgotten.before));
  for (size_t i = 0; i < there.size(); ++i) {
    ASSIGN_OR_RETURN(const SearchedFile table, SearchTable(store, there[i], files.user_id));
    ErasedPlace& place = report.places.emplace_back(ErasedPlace{table, loads[i].removed + loads[i].changed});
    place.searched.theirs = std::max(place.searched.theirs, DifferencesOf(*loads[i].verification));
  }
  return report;
}

}  // namespace earshot
