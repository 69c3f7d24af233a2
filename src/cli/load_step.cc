#include "cli/load_step.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "base/error_code.h"
#include "base/log.h"
#include "base/separate_files.h"
#include "cli/report.h"
#include "cli/tables.h"
#include "cli/taste_state.h"
#include "load/conflict_file.h"
#include "load/plays_pass.h"
#include "plays/counted.h"
#include "plays/events_file.h"
#include "plays/replaceable.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"
#include "questions/question_change.h"
#include "stores/load_lease.h"
#include "stores/open/open.h"

namespace earshot {

void AddRemovalsMaxOption(CLI::App& command, std::string* removals_max) {
  command
      .add_option("--removals-max", *removals_max, "Remove no rows from any table when more plays than these are gone")
      ->type_name("N|P%")
      ->capture_default_str();
}

void AddLoadArguments(CLI::App& command, LoadArguments& arguments) {
  command
      .add_option("--conflicts", arguments.conflicts,
                  "Write conflicts to this file, one JSON object a line: plays that were dropped because a later one "
                  "has the same key and other values")
      ->type_name("FILE");
  AddRemovalsMaxOption(command, &arguments.removals_max);
}

void AddEventsOption(CLI::App& command, std::string& events) {
  command
      .add_option("--events", events,
                  "The file of all events, for questions of those; by default it is beside the consolidated file, with "
                  ".events after its name")
      ->type_name("FILE");
}

void AddSourcePaths(CLI::App& command, SourcePaths& paths) {
  command.add_option("PLAYS", paths.plays, "The consolidated file")->capture_default_str();
  AddEventsOption(command, paths.events);
}

std::string EventsPath(const SourcePaths& paths) { return paths.events.empty() ? EventsOf(paths.plays) : paths.events; }

namespace {

// What follows the message that there is no such file.
std::string HowToMake(const PlaysFile& file, const Table& table, const std::string& plays) {
  const Dataset* const of = table.question.of;
  if (of == &PlaysDataset()) return "";
  std::string how = of->is_computed ? fmt::format("compute them with `earshot taste {}`", plays)
                                    : fmt::format(
                                          "make the file of them with `earshot consolidate EVENTS -o {} "
                                          "--events {}`, or use `earshot run`",
                                          plays, file.path);
  return fmt::format("; the question \"{}\" is of {}: {}", table.name, of->name, how);
}

}  // namespace

StatusOr<SourceFiles> FindSourceFiles(const std::vector<Table>& tables, const SourcePaths& paths) {
  SourceFiles files;
  files.of[PlaysDataset()].path = paths.plays;
  files.of[EventsDataset()].path = EventsPath(paths);
  for (const Dataset* dataset : TasteDatasets()) files.of[*dataset].path = TasteFileOf(paths.plays, *dataset);
  for (const Table& table : tables) {
    PlaysFile& file = files.of[*table.question.of];
    const StatusOr<FileStamp> stamp = StampOf(file.path);
    if (!stamp.ok())
      return WithMessage(stamp.status(), MessageOf(stamp.status()) + HowToMake(file, table, paths.plays));
    file.stamp = *stamp;
  }
  return files;
}

Status AddTasteFiles(const std::vector<Table>& tables, SourceFiles* files) {
  ASSIGN_OR_RETURN(const SourceFiles found, FindSourceFiles(tables, {.plays = files->plays().path, .events = ""}));
  for (const Dataset* dataset : TasteDatasets()) files->of[*dataset] = found.of[*dataset];
  return absl::OkStatus();
}

std::string NamesOf(const SourceFiles& files, const std::vector<Table>& tables) {
  std::vector<std::string> names;
  for (const Dataset* dataset : DatasetsOf(tables)) {
    std::string name = dataset->is_computed ? TasteDirectoryOf(files.plays().path) : files.of[*dataset].path;
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return fmt::format("{}", fmt::join(names, " and "));
}

StatusOr<std::vector<Table>> ReadTablesToLoad(const Settings& settings, const std::string& plays) {
  if (plays == "-") {
    return UsageError("- is standard input, which can be read only once; the plays are read again: name a file");
  }
  ASSIGN_OR_RETURN(std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const bool can_load_taste, CanLoadTaste(tables, settings, plays));
  if (can_load_taste) return WithTasteTables(std::move(tables));
  std::erase_if(tables, IsComputed);
  return tables;
}

Status CheckColumns(const SourceFiles& files, const std::vector<Table>& tables) {
  for (const Dataset* dataset : DatasetsOf(tables)) {
    RETURN_IF_ERROR(CheckColumns(files.of[*dataset].path, *dataset, tables));
  }
  return absl::OkStatus();
}

StatusOr<LoadInputs> OpenLoadInputs(const Settings& settings, const SourcePaths& paths) {
  LoadInputs inputs;
  ASSIGN_OR_RETURN(inputs.tables, ReadTablesToLoad(settings, paths.plays));
  ASSIGN_OR_RETURN(inputs.store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(inputs.files, FindSourceFiles(inputs.tables, paths));
  LogTemporarySpace({LargestOf(inputs.files), settings.memory_bytes, inputs.tables.size()}, /*explain=*/false);
  return inputs;
}

namespace {

StatusOr<RowLimit> RemovalsMax(const LoadStep& step) {
  return ParseRowLimit(step.arguments.removals_max, ErrorCode::kInvalidRemovalsMax);
}

void LogSwitches(const std::vector<QuestionSwitch>& switches) {
  for (const QuestionSwitch& one : switches) {
    LogMessage("{} has changed ({}): its new table was built beside the old one, {} rows, {}\n", one.question, one.keys,
               one.rows,
               one.is_done ? "verified, and switched to" : "but not switched to: the old one goes on answering");
  }
}

// Where each play has a row, one with the key of another is seen. Measures are of groups, and count what the file
// holds.
void LogCountedTwice(const std::vector<Table>& tables, const std::vector<TableLoad>& loads) {
  uint64_t repeated = 0;
  for (const TableLoad& load : loads) {
    repeated = std::max(repeated, load.dropped.duplicates + load.dropped.conflicts);
  }
  const bool has_measures =
      std::any_of(tables.begin(), tables.end(), [](const Table& table) { return !table.question.measures.empty(); });
  if (repeated == 0 || !has_measures) return;
  LogMessage("warning: {} the key of another, and measures count {}: is a day in two files?\n",
             Counted(repeated, "play") + (repeated == 1 ? " has" : " have"), repeated == 1 ? "it, too" : "them, too");
}

// A value that is mistyped leaves an empty table, night after night.
void LogNoneCount(const std::vector<Table>& tables, const std::vector<TableLoad>& loads) {
  for (const TableLoad& load : loads) {
    const auto is_it = [&](const Table& table) { return table.name == load.table; };
    const auto table = std::find_if(tables.begin(), tables.end(), is_it);
    if (table == tables.end() || table->question.only.empty() || load.plays + load.left_out > 0) continue;
    LogMessage("warning: {} has no row: no {} has {}\n", load.table, table->question.of->record,
               FiltersText(table->question));
  }
}

void LogOddities(const LoadReport& report) {
  if (report.late_by.count() > 0) {
    LogMessage(
        "warning: the clock of this host is {} s behind the last load's write time, or the store's clock; the rows "
        "were given a later time\n",
        report.late_by.count());
  }
  for (const std::string& table : report.damaged_marks) {
    LogMessage("warning: the mark of {} in table earshot_loads was damaged; the table was read, and is marked again\n",
               table);
  }
  if (report.marks_were_wrong) {
    LogMessage(
        "warning: another program had changed the tables since they were loaded; they were read and made right\n");
  }
  if (report.outdone.has_value()) {
    LogMessage(
        "warning: another program had written rows with times up to {}, later than those of this load; its rows were "
        "given later ones\n",
        TimeInWords(*report.outdone));
  }
  for (const std::string& table : report.still_different) {
    LogMessage(
        "warning: {} still differs, though all that differed was written: another program is changing it now, or has "
        "removed rows with a later write time, which no server tells; if nobody changes it, drop it and load again\n",
        table);
  }
  if (report.nothing_to_do) LogMessage("there is nothing to do: all tables have been loaded from these plays\n");
}

// A load without verification has verified the tables that it built for changed questions.
Status CheckBuilt(const std::vector<TableLoad>& loads) {
  for (const TableLoad& load : loads) {
    if (!load.verification.has_value() || load.verification->Same()) continue;
    return WithCode(
        InputError("the table that was built for {} differs from the plays, so it was not switched to", load.table),
        ErrorCode::kDifferences);
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<std::vector<TableLoad>> CreateAndFill(const LoadStep& step, const Filling& filling,
                                               const RowLimit& removals_max) {
  const std::string& conflicts_path = step.arguments.conflicts;
  std::vector<std::string> inputs = {step.settings.questions, StoreFile(step.settings.store)};
  for (const Dataset* dataset : AllDatasets()) inputs.push_back(step.files.of[*dataset].path);
  RETURN_IF_ERROR(CheckSeparateFiles({conflicts_path}, inputs));
  RETURN_IF_ERROR(CheckReplaceable(conflicts_path, StartsWith(kConflictsStart)));
  // Before there are tables: an empty one answers that nobody listens.
  RETURN_IF_ERROR(CheckColumns(step.files, step.tables));
  LoadOptions options = {.sort = {step.settings.memory_bytes, step.settings.threads},
                         .trust = filling.trust,
                         .verify = filling.verify,
                         .removals_max = removals_max,
                         .on_conflict = {}};
  std::unique_ptr<ConflictFile> conflicts;
  if (!conflicts_path.empty()) {
    ASSIGN_OR_RETURN(conflicts, ConflictFile::Create(conflicts_path, step.files));
    options.on_conflict = [&](const Table& table, const Conflict& conflict) { return conflicts->Add(table, conflict); };
  }
  ASSIGN_OR_RETURN(LoadReport report, Load(step.store, step.tables, step.files, options));
  if (conflicts != nullptr) RETURN_IF_ERROR(conflicts->Commit());
  LogSwitches(report.switches);
  LogOddities(report);
  LogCountedTwice(step.tables, report.tables);
  LogNoneCount(step.tables, report.tables);
  return std::move(report.tables);
}

Status CreateAndLoad(const LoadStep& step, OutputStream& output) {
  ASSIGN_OR_RETURN(const RowLimit removals_max, RemovalsMax(step));
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(step, {}, removals_max));
  RETURN_IF_ERROR(PrintLoads(loads, step.settings.format, output));
  RETURN_IF_ERROR(CheckRemovals(loads, removals_max));
  return CheckBuilt(loads);
}

Status CreateLoadAndVerify(const LoadStep& step, const Filling& filling, ResultObject& results) {
  ASSIGN_OR_RETURN(const RowLimit removals_max, RemovalsMax(step));
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(step, filling, removals_max));
  RETURN_IF_ERROR(results.Name("load"));
  RETURN_IF_ERROR(PrintLoads(loads, results.part_format(), results.output()));
  std::vector<TableVerification> verifications;
  for (const TableLoad& load : loads) verifications.push_back(*load.verification);
  LogMessage("\nverified {}{} against the rows of {} as they were read for the load\n",
             filling.verify == VerifyScope::kWritten ? "what was written to " : "", step.store.Name(),
             NamesOf(step.files, step.tables));
  RETURN_IF_ERROR(results.Name("verify"));
  Status verified = PrintVerifications(verifications, results.part_format(), results.output());
  RETURN_IF_ERROR(CheckRemovals(loads, removals_max));
  return verified;
}

}  // namespace earshot
