// earshot forget user_id=N [PLAYS]: erases a listener from all that runs keep, and proves it.
#include <algorithm>
#include <filesystem>
#include <memory>

#include "base/error_code.h"
#include "base/log.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/consolidate_step.h"
#include "cli/load_step.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "cli/taste_step.h"
#include "load/forget_listener.h"
#include "load/last_plays.h"
#include "plays/corrections_file.h"
#include "plays/counted.h"
#include "plays/forgotten_file.h"
#include "plays/replaceable.h"
#include "plays/taste_files.h"
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
  SourcePaths paths;
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
  const int64_t user_id = BigintOf(CellReader(cell).Next());
  if (user_id < 0) return UsageError("user_id: {} is below zero, as that of no listener is", user_id);
  return user_id;
}

// A name that is mistyped would leave the listener in the file that is meant. Only loads write conflicts.
Status CheckNamedFiles(const ForgetArguments& arguments, Store& store) {
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, ReadLoadMarks(store));
  const std::string conflicts = marks.empty() ? "" : arguments.conflicts;
  for (const std::string& path : {arguments.rejects, arguments.corrections, conflicts}) {
    std::error_code error;
    if (path.empty() || std::filesystem::exists(path, error)) continue;
    return UsageError("there is no file {}; nothing was changed: name the one that runs write, or none", path);
  }
  return CheckReplaceable(arguments.conflicts, StartsWith(kConflictsStart));
}

ForgetOptions FilesOf(const ForgetArguments& arguments, int64_t user_id) {
  return {.user_id = user_id,
          .plays = arguments.paths.plays,
          .last_plays = LastPlaysPath(arguments.paths.plays),
          .events = EventsPath(arguments.paths),
          .last_events = LastPlaysPath(EventsPath(arguments.paths)),
          .rejects = arguments.rejects,
          .corrections = arguments.corrections.empty() ? CorrectionsOf(arguments.paths.plays) : arguments.corrections};
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

// What ended in between goes on with the same command, and not with what else would be advised.
Status NotYet(const Status& status) {
  constexpr const char* kGoOn = "the listener is not forgotten yet: do it again, which goes on where this ended";
  return absl::IsUnavailable(status) ? TransientError("{}; {}", MessageOf(status), kGoOn) : AfterStop(status, kGoOn);
}

// Makes the tables what the plays say, and computes again what is computed of these. Where that fails, tables of plays
// and events are free of the listener nevertheless.
StatusOr<std::vector<TableLoad>> FillWithout(const LoadStep& step) {
  const StatusOr<FileLock> taste = RecomputeTaste(step.files.plays(), step.tables, step.settings);
  RETURN_IF_ERROR(CheckStop());
  std::vector<Table> tables = step.tables;
  if (!taste.ok()) std::erase_if(tables, IsComputed);
  LoadStep filled = {step.store, tables, step.files, step.settings, step.arguments};
  if (taste.ok()) RETURN_IF_ERROR(AddTasteFiles(tables, &filled.files));
  std::vector<TableLoad> loads;
  if (!tables.empty()) {
    ASSIGN_OR_RETURN(loads,
                     CreateAndFill(filled, {.verify = VerifyScope::kAll, .trust = Trust::kNothing}, {.share = 1}));
  }
  if (taste.ok()) return loads;
  return WithMessage(taste.status(), fmt::format("{}; {} and its tables still have the listener",
                                                 MessageOf(taste.status()), TasteDirectoryOf(step.files.plays().path)));
}

Status RunForget(CommandContext& context, const ForgetArguments& arguments) {
  ASSIGN_OR_RETURN(const int64_t user_id, ParseListener(arguments.listener));
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTablesThatMayBe(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  RETURN_IF_ERROR(CheckNamedFiles(arguments, *store));
  RETURN_IF_ERROR(CheckTasteNames(arguments.paths.plays));
  const ForgetOptions files = FilesOf(arguments, user_id);
  const LoadArguments load = {.conflicts = arguments.conflicts, .removals_max = ""};
  const FillTables fill = [&](const std::vector<Table>& there, const SourceFiles& sources) {
    return FillWithout({*store, there, sources, settings, load});
  };
  const StatusOr<ForgetReport> report = ForgetListener(*store, tables, files, fill);
  if (!report.ok()) return NotYet(report.status());
  for (const std::string& warning : report->warnings) LogMessage("warning: {}\n", warning);
  const std::vector<ErasedPlace>& places = report->places;
  RETURN_IF_ERROR(PrintPlaces(places, settings.format, context.output));
  if (report->rows_computed_again > 0) {
    LogMessage("taste was computed again without them, by which {} of its tables were written or removed\n",
               Counted(report->rows_computed_again, "row"));
  }
  LogMessage("user_id={} is forgotten; later runs suppress them, as {} says\n", user_id,
             ForgottenOf(arguments.paths.plays));
  const auto has_erased = [](const ErasedPlace& place) { return place.erased > 0; };
  if (std::none_of(places.begin(), places.end(), has_erased)) {
    LogMessage("nothing was erased: none of these has anything of user_id={}\n", user_id);
  }
  const auto has_any = [](const ErasedPlace& place) { return place.searched.theirs > 0; };
  const auto found = std::find_if(places.begin(), places.end(), has_any);
  if (found == places.end()) return absl::OkStatus();
  return WithCode(InputError("{} rows of the listener, or that are not those of the plays, are still in {} {}",
                             found->searched.theirs, found->searched.what, found->searched.path),
                  ErrorCode::kListenerFound);
}

}  // namespace

void AddForgetCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("forget", "Erase a listener from the plays, the rejects and the tables");
  const auto arguments = std::make_shared<ForgetArguments>();
  command->add_option("LISTENER", arguments->listener, "Who is to be forgotten, as user_id=N")->required();
  AddSourcePaths(*command, arguments->paths);
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
