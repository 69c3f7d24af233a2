#include "cli/load_step.h"

#include <memory>

#include "base/error_code.h"
#include "base/log.h"
#include "base/separate_files.h"
#include "cli/report.h"
#include "cli/tables.h"
#include "load/conflict_file.h"
#include "load/plays_pass.h"
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

StatusOr<LoadInputs> OpenLoadInputs(const Settings& settings, const std::string& plays) {
  LoadInputs inputs;
  ASSIGN_OR_RETURN(inputs.tables, ReadTables(settings));
  ASSIGN_OR_RETURN(inputs.store, OpenStore(settings.store));
  inputs.plays.path = plays;
  ASSIGN_OR_RETURN(inputs.plays.stamp, StampOf(plays));
  LogTemporarySpace({static_cast<uint64_t>(inputs.plays.stamp.size), settings.memory_bytes, inputs.tables.size()},
                    /*explain=*/false);
  return inputs;
}

namespace {

StatusOr<RowLimit> RemovalsMax(const LoadStep& step) {
  return ParseRowLimit(step.arguments.removals_max, ErrorCode::kInvalidRemovalsMax);
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

}  // namespace

StatusOr<std::vector<TableLoad>> CreateAndFill(const LoadStep& step, const Filling& filling,
                                               const RowLimit& removals_max) {
  const std::string& conflicts_path = step.arguments.conflicts;
  RETURN_IF_ERROR(
      CheckSeparateFiles({conflicts_path}, {step.plays.path, step.settings.questions, StoreFile(step.settings.store)}));
  // Before there are tables: an empty one answers that nobody listens.
  RETURN_IF_ERROR(CheckColumns(step.plays.path, step.tables));
  LoadOptions options = {.sort = {step.settings.memory_bytes, step.settings.threads},
                         .trust = filling.trust,
                         .verify = filling.verify,
                         .removals_max = removals_max,
                         .on_conflict = {}};
  std::unique_ptr<ConflictFile> conflicts;
  if (!conflicts_path.empty()) {
    ASSIGN_OR_RETURN(conflicts, ConflictFile::Create(conflicts_path, step.plays.path));
    options.on_conflict = [&](const Table& table, const Conflict& conflict) { return conflicts->Add(table, conflict); };
  }
  ASSIGN_OR_RETURN(LoadReport report, Load(step.store, step.tables, step.plays, options));
  if (conflicts != nullptr) RETURN_IF_ERROR(conflicts->Commit());
  LogOddities(report);
  return std::move(report.tables);
}

Status CreateAndLoad(const LoadStep& step, OutputStream& output) {
  ASSIGN_OR_RETURN(const RowLimit removals_max, RemovalsMax(step));
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(step, {}, removals_max));
  RETURN_IF_ERROR(PrintLoads(loads, step.settings.format, output));
  return CheckRemovals(loads, removals_max);
}

Status CreateLoadAndVerify(const LoadStep& step, const Filling& filling, ResultObject& results) {
  ASSIGN_OR_RETURN(const RowLimit removals_max, RemovalsMax(step));
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(step, filling, removals_max));
  RETURN_IF_ERROR(results.Name("load"));
  RETURN_IF_ERROR(PrintLoads(loads, results.part_format(), results.output()));
  std::vector<TableVerification> verifications;
  for (const TableLoad& load : loads) verifications.push_back(*load.verification);
  LogMessage("\nverified {}{} against the rows of {} as they were read for the load\n",
             filling.verify == VerifyScope::kWritten ? "what was written to " : "", step.store.Name(), step.plays.path);
  RETURN_IF_ERROR(results.Name("verify"));
  Status verified = PrintVerifications(verifications, results.part_format(), results.output());
  RETURN_IF_ERROR(CheckRemovals(loads, removals_max));
  return verified;
}

}  // namespace earshot
