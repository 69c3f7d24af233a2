// earshot forget user_id=N [PLAYS]: erases a listener from all that runs keep, and proves it.
#include "plays/forget.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/error_code.h"
#include "base/log.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/consolidate_step.h"
#include "cli/load_step.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "load/last_plays.h"
#include "plays/corrections_file.h"
#include "plays/forgotten_file.h"
#include "rows/row.h"
#include "stores/load_mark.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct ForgetArguments {
  std::string listener;
  std::string rejects;
  std::string corrections;
  std::string conflicts;
  std::string plays = kDefaultPlays;
};

// A file or a table that was searched.
struct ErasedPlace {
  SearchedFile searched;
  uint64_t erased = 0;
};

constexpr const char* kUserId = "user_id";

// One listener, by the one thing that names one.
StatusOr<int64_t> ParseListener(const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  if (name != kUserId || name.size() == word.size()) {
    return UsageError("\"{}\" names no listener; a listener is known by user_id=N alone, as names are shared", word);
  }
  const std::string text = word.substr(name.size() + 1);
  std::string cell;
  const Status parsed = AppendCellFromText(ColumnType::kBigint, text, &cell);
  if (!parsed.ok()) return UsageError("user_id: \"{}\" {}", text, MessageOf(parsed));
  return BigintOf(CellReader(cell).Next());
}

StatusOr<bool> IsInStore(Store& store, const Table& table) {
  const Status scanned = store.Scan(table, KeyRange{}).status();
  if (CodeOf(scanned) == ErrorCode::kTableMissing) return false;
  RETURN_IF_ERROR(scanned);
  return true;
}

// The tables that are there. One that earshot has loaded for a question that is not among these has the listener, too.
StatusOr<std::vector<Table>> TablesInStore(Store& store, const std::vector<Table>& tables) {
  std::vector<Table> there;
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const bool is_there, IsInStore(store, table));
    if (is_there) there.push_back(table);
  }
  ASSIGN_OR_RETURN(const std::vector<LoadMark> marks, ReadLoadMarks(store));
  for (const LoadMark& mark : marks) {
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
      if (column.name == kUserId && value == wanted_value) ++found.theirs;
    }
  }
}

// Rows that are not those of the plays, which are without the listener, may be theirs.
uint64_t DifferencesOf(const TableVerification& verification) {
  return verification.missing + verification.extra + verification.differing;
}

Status PrintPlaces(const std::vector<ErasedPlace>& places, Format format, OutputStream& output) {
  ResultPrinter printer({{"what"},
                         {"where"},
                         {"erased", ValueKind::kNumber},
                         {"searched", ValueKind::kNumber},
                         {"found", ValueKind::kNumber}},
                        format, output);
  for (const ErasedPlace& place : places) {
    RETURN_IF_ERROR(printer.Add({{place.searched.what},
                                 {place.searched.path},
                                 {fmt::format("{}", place.erased)},
                                 {fmt::format("{}", place.searched.rows)},
                                 {fmt::format("{}", place.searched.theirs)}}));
  }
  return printer.Finish();
}

// One listener in the files and the store.
class Forgetting {
 public:
  Forgetting(const Settings& settings, const ForgetArguments& arguments, int64_t user_id)
      : settings_(settings), arguments_(arguments) {
    files_ = {.user_id = user_id,
              .plays = arguments.plays,
              .last_plays = LastPlaysPath(arguments.plays),
              .rejects = arguments.rejects,
              .corrections = arguments.corrections.empty() ? CorrectionsOf(arguments.plays) : arguments.corrections};
  }

  Status Open() {
    ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings_));
    ASSIGN_OR_RETURN(store_, OpenStore(settings_.store));
    ASSIGN_OR_RETURN(tables_, TablesInStore(*store_, tables));
    return absl::OkStatus();
  }

  // The plays of now and of before first: what tables hold then follows from the plays.
  Status Erase() {
    ASSIGN_OR_RETURN(forgotten_, ForgetInFiles(files_));
    if (!forgotten_.last_plays.ok()) {
      LogMessage("warning: {} is removed unread: {}\n", files_.last_plays, MessageOf(forgotten_.last_plays));
    }
    RETURN_IF_ERROR(RemoveLastPlays(files_.plays));
    const LoadArguments load = {.conflicts = arguments_.conflicts, .removals_max = ""};
    const PlaysFile plays = {files_.plays, forgotten_.plays};
    if (!tables_.empty()) {
      ASSIGN_OR_RETURN(loads_, CreateAndFill({*store_, tables_, plays, settings_, load},
                                             {.verify = VerifyScope::kAll, .trust = Trust::kNothing}, {.share = 1}));
    }
    // Tables that were dropped, and a first load that was killed, may have left rows, too.
    ASSIGN_OR_RETURN(const std::string left, store_->EraseRemains(tables_));
    if (!left.empty()) LogMessage("warning: {}\n", left);
    return absl::OkStatus();
  }

  // Searches everything again.
  StatusOr<std::vector<ErasedPlace>> Prove() {
    std::vector<ErasedPlace> places;
    ASSIGN_OR_RETURN(const std::vector<SearchedFile> files, SearchFiles(files_));
    for (const SearchedFile& file : files) {
      ErasedPlace& place = places.emplace_back(ErasedPlace{file});
      for (const SearchedFile& before : forgotten_.before) {
        if (before.path == file.path) place.erased = before.theirs - std::min(before.theirs, file.theirs);
      }
    }
    for (size_t i = 0; i < tables_.size(); ++i) {
      ASSIGN_OR_RETURN(const SearchedFile table, SearchTable(*store_, tables_[i], files_.user_id));
      ErasedPlace& place = places.emplace_back(ErasedPlace{table, loads_[i].removed + loads_[i].changed});
      place.searched.theirs = std::max(place.searched.theirs, DifferencesOf(*loads_[i].verification));
    }
    return places;
  }

 private:
  const Settings& settings_;
  const ForgetArguments& arguments_;
  ForgetOptions files_;
  std::unique_ptr<Store> store_;
  std::vector<Table> tables_;
  ForgottenFiles forgotten_;
  std::vector<TableLoad> loads_;
};

// What ended in between goes on with the same command, and not with what else would be advised.
Status NotYet(const Status& status) {
  constexpr const char* kGoOn = "the listener is not forgotten yet: do it again, which goes on where this ended";
  return absl::IsUnavailable(status) ? TransientError("{}; {}", MessageOf(status), kGoOn) : AfterStop(status, kGoOn);
}

Status RunForget(CommandContext& context, const ForgetArguments& arguments) {
  ASSIGN_OR_RETURN(const int64_t user_id, ParseListener(arguments.listener));
  Forgetting forgetting(context.settings, arguments, user_id);
  RETURN_IF_ERROR(forgetting.Open());
  if (const Status erased = forgetting.Erase(); !erased.ok()) return NotYet(erased);
  const StatusOr<std::vector<ErasedPlace>> places = forgetting.Prove();
  if (!places.ok()) return NotYet(places.status());
  RETURN_IF_ERROR(PrintPlaces(*places, context.settings.format, context.output));
  LogMessage("user_id={} is forgotten; later runs suppress them, as {} says\n", user_id, ForgottenOf(arguments.plays));
  const auto has_any = [](const ErasedPlace& place) { return place.searched.theirs > 0; };
  const auto found = std::find_if(places->begin(), places->end(), has_any);
  if (found == places->end()) return absl::OkStatus();
  return WithCode(InputError("{} rows of the listener, or that are not those of the plays, are still in {} {}",
                             found->searched.theirs, found->searched.what, found->searched.path),
                  ErrorCode::kListenerFound);
}

}  // namespace

void AddForgetCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("forget", "Erase a listener from the plays, the rejects and the tables");
  const auto arguments = std::make_shared<ForgetArguments>();
  command->add_option("LISTENER", arguments->listener, "Who is to be forgotten, as user_id=N")->required();
  command->add_option("PLAYS", arguments->plays, "The consolidated file")->capture_default_str();
  command->add_option("--rejects", arguments->rejects, "The file that runs write with --rejects")->type_name("FILE");
  AddCorrectionsOption(*command, arguments->corrections);
  command
      ->add_option("--conflicts", arguments->conflicts,
                   "The file that loads write with --conflicts; it is written again, without the listener")
      ->type_name("FILE");
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot forget user_id=10\n"
      "  earshot forget user_id=10 plays.csv --rejects rejects.ndjson --store cassandra://127.0.0.1/earshot");
  command->callback([&context, arguments] { context.status = RunForget(context, *arguments); });
}

}  // namespace earshot
