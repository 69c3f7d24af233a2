#include "load/forget_listener.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "load/last_plays.h"
#include "load/plays_pass.h"
#include "plays/forgotten_file.h"
#include "plays/listener_plays.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"
#include "rows/row.h"
#include "stores/load_mark.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

// A table of the questions that is there, and what it held of the listener.
struct TableThere {
  Table question;
  // Where the load does not tell, as the table is replaced, its question having changed, or computed again as a whole.
  uint64_t theirs_before = 0;
};

bool IsAmong(const std::vector<Table>& questions, const std::string& name) {
  return std::any_of(questions.begin(), questions.end(), [&](const Table& table) { return table.name == name; });
}

// One that earshot has loaded for a question that is not among these has the listener, too.
Status CheckNoOthers(Store& store, const std::vector<Table>& questions, const std::vector<NamedMark>& marks) {
  for (const NamedMark& named : marks) {
    const StatusOr<Table> table = named.mark.has_value() ? TableOfMark(*named.mark) : StatusOr<Table>(Table());
    if (IsAmong(questions, named.name) || (table.ok() && IsAmong(questions, table->question.name))) continue;
    return InputError(
        "{} also has the table {}, which is of none of these questions, and would keep the listener; nothing was "
        "changed: name a file with all questions of this store with --questions, or drop that table",
        store.Name(), named.name);
  }
  return absl::OkStatus();
}

// Which of its columns have user_ids; so have the least and the greatest of them.
std::vector<bool> ListenerColumnsOf(const Table& table) {
  std::vector<bool> are;
  const Dataset& of = *table.question.of;
  for (const TableColumn& column : table.columns) {
    bool is_one = column.origin == ColumnOrigin::kRecord && of.columns[column.source].names_listeners;
    if (column.origin == ColumnOrigin::kMeasure) {
      const Measure& measure = table.question.measures[column.source];
      const bool is_value = measure.function == MeasureFunction::kMin || measure.function == MeasureFunction::kMax;
      is_one = is_value && of.ColumnOf(measure.column).names_listeners;
    }
    are.push_back(is_one);
  }
  return are;
}

// How many rows of a table say that they are the listener's.
StatusOr<SearchedFile> SearchTable(Store& store, const Table& table, int64_t user_id) {
  SearchedFile found = {"table", table.question.name, 0, 0};
  Forgotten listener;
  listener.AddUser(user_id);
  std::string wanted;
  AppendBigintCell(user_id, &wanted);
  const std::string_view wanted_value = CellReader(wanted).Next();
  const std::vector<bool> has_user_ids = ListenerColumnsOf(table);
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, store.Scan(table, KeyRange{}));
  std::string_view row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more) return found;
    ++found.rows;
    CellReader cells(row);
    bool is_theirs = false;
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string_view value = cells.Next();
      if (!has_user_ids[i]) continue;
      const bool is_text = table.columns[i].type == ColumnType::kText;
      is_theirs |= is_text ? HasUserAmong(value, listener) : value == wanted_value;
    }
    if (is_theirs) ++found.theirs;
  }
}

// A load makes right what it finds of a question besides the table that answers it.
StatusOr<bool> HasAnyTable(Store& store, const std::vector<NamedMark>& marks, const Table& question) {
  ASSIGN_OR_RETURN(const StoredTable stored, FindStoredIn(marks, store, question));
  ASSIGN_OR_RETURN(const bool is_there, HasTable(store, stored.table));
  const std::vector<Remainder> remainders = RemaindersIn(marks);
  const auto is_of = [&](const Remainder& one) { return one.table.question.name == question.name; };
  return is_there || std::any_of(remainders.begin(), remainders.end(), is_of);
}

StatusOr<std::vector<TableThere>> FindTables(Store& store, const std::vector<Table>& questions, int64_t user_id) {
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, ReadLoadMarks(store));
  RETURN_IF_ERROR(CheckNoOthers(store, questions, marks));
  std::vector<TableThere> there;
  for (const Table& question : questions) {
    ASSIGN_OR_RETURN(const bool is_there, HasAnyTable(store, marks, question));
    if (!is_there) continue;
    there.push_back({question});
    ASSIGN_OR_RETURN(const StoredTable stored, FindStoredIn(marks, store, question));
    const bool load_tells = stored.is_of_question && !question.question.of->is_computed;
    if (load_tells || !HasTable(store, stored.table).value_or(false)) continue;
    const StatusOr<SearchedFile> found = SearchTable(store, stored.table, user_id);
    RETURN_IF_ERROR(CheckStop());
    // What cannot be read of what is computed is made right by the load.
    if (!found.ok() && !question.question.of->is_computed) return found.status();
    if (found.ok()) there.back().theirs_before = found->theirs;
  }
  return there;
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

std::vector<Table> QuestionsOf(const std::vector<TableThere>& there) {
  std::vector<Table> questions;
  for (const TableThere& table : there) questions.push_back(table.question);
  return questions;
}

Status CheckColumnsOf(const ForgetOptions& files, const std::vector<Table>& questions) {
  for (const Dataset* dataset : DatasetsOf(questions)) {
    // What is computed is computed again, of what is left, whatever is there now.
    if (dataset->is_computed) continue;
    RETURN_IF_ERROR(CheckColumns(dataset == &EventsDataset() ? files.events : files.plays, *dataset, questions));
  }
  return absl::OkStatus();
}

// What follows once the files are free of the listener.
StatusOr<ForgetReport> ForgetInTables(Store& store, const std::vector<TableThere>& found, const ForgetOptions& files,
                                      const ForgottenFiles& forgotten, const FillTables& fill) {
  ForgetReport report;
  const std::vector<Table> there = QuestionsOf(found);
  if (!forgotten.last_plays.ok()) {
    report.warnings.push_back(
        fmt::format("{} was removed unread: {}", files.last_plays, MessageOf(forgotten.last_plays)));
  }
  if (!forgotten.last_events.ok()) {
    report.warnings.push_back(
        fmt::format("{} was removed unread: {}", files.last_events, MessageOf(forgotten.last_events)));
  }
  RETURN_IF_ERROR(RemoveLastPlays(files.plays));
  RETURN_IF_ERROR(RemoveLastPlays(files.events));
  for (const Dataset* dataset : TasteDatasets()) RETURN_IF_ERROR(RemoveLastPlays(TasteFileOf(files.plays, *dataset)));
  ASSIGN_OR_RETURN(const std::vector<TableLoad> loads,
                   fill(there, {{files.plays, forgotten.plays}, {files.events, forgotten.events}}));
  // Tables that were dropped, and a first load that was killed, may have left rows, too.
  ASSIGN_OR_RETURN(std::string left, store.EraseRemains(there));
  if (!left.empty()) report.warnings.push_back(std::move(left));

  ASSIGN_OR_RETURN(const std::vector<SearchedFile> searched, SearchFiles(files));
  for (const SearchedFile& file : searched) report.places.push_back(PlaceOf(file, forgotten.before));
  for (size_t i = 0; i < there.size(); ++i) {
    ASSIGN_OR_RETURN(const StoredTable stored, FindStored(store, there[i]));
    if (!stored.is_of_question) return NotOfQuestion(store, there[i], stored);
    ASSIGN_OR_RETURN(const SearchedFile table, SearchTable(store, stored.table, files.user_id));
    uint64_t erased = found[i].theirs_before;
    if (there[i].question.of->is_computed) {
      report.rows_computed_again += loads[i].added + loads[i].changed + loads[i].removed;
    } else {
      erased += loads[i].removed + loads[i].changed;
    }
    ErasedPlace& place = report.places.emplace_back(ErasedPlace{table, erased});
    place.searched.theirs = std::max(place.searched.theirs, DifferencesOf(*loads[i].verification));
  }
  return report;
}

}  // namespace

StatusOr<ForgetReport> ForgetListener(Store& store, const std::vector<Table>& questions, const ForgetOptions& files,
                                      const FillTables& fill) {
  ASSIGN_OR_RETURN(const std::vector<TableThere> there, FindTables(store, questions, files.user_id));
  // Nothing is changed where the tables cannot be made what the plays say.
  RETURN_IF_ERROR(CheckColumnsOf(files, QuestionsOf(there)));
  // The plays of now and of before first: what tables hold then follows from the plays.
  ASSIGN_OR_RETURN(const ForgottenFiles forgotten, ForgetInFiles(files));
  StatusOr<ForgetReport> report = ForgetInTables(store, there, files, forgotten, fill);
  if (report.ok() || absl::IsCancelled(report.status())) return report;
  return WithMessage(
      report.status(),
      fmt::format("{}; {} has the listener, and plays, events, rejects and corrections are free of them, "
                  "but not all of {}",
                  MessageOf(report.status()), ForgottenOf(files.plays), store.Name()));
}

}  // namespace earshot
