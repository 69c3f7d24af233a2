#include "cli/load_step.h"

#include <memory>

#include "base/log.h"
#include "base/separate_files.h"
#include "cli/report.h"
#include "load/conflict_file.h"
#include "load/load.h"
#include "plays/play_reader.h"
#include "stores/open/open.h"

namespace earshot {

void AddLoadArguments(CLI::App& command, LoadArguments& arguments) {
  command
      .add_option("--conflicts", arguments.conflicts,
                  "Write conflicts to this file, one JSON object a line: plays that were dropped because a later one "
                  "has the same key and other values")
      ->type_name("FILE");
}

namespace {

StatusOr<std::vector<TableLoad>> CreateAndFill(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                                               const Settings& settings, const LoadArguments& arguments, bool verify) {
  RETURN_IF_ERROR(
      CheckSeparateFiles({arguments.conflicts}, {plays.path, settings.questions, StoreFile(settings.store)}));
  // Before there are tables: an empty one answers that nobody listens.
  RETURN_IF_ERROR(PlayReader::Open(plays.path).status());
  LoadOptions options = {.sort = {settings.memory_bytes, settings.threads}, .verify = verify, .on_conflict = {}};
  std::unique_ptr<ConflictFile> conflicts;
  if (!arguments.conflicts.empty()) {
    ASSIGN_OR_RETURN(conflicts, ConflictFile::Create(arguments.conflicts, plays.path));
    options.on_conflict = [&](const Table& table, const Conflict& conflict) { return conflicts->Add(table, conflict); };
  }
  for (const Table& table : tables) RETURN_IF_ERROR(store.Create(table));
  ASSIGN_OR_RETURN(std::vector<TableLoad> loads, Load(store, tables, plays, options));
  if (conflicts != nullptr) RETURN_IF_ERROR(conflicts->Commit());
  return loads;
}

}  // namespace

Status CreateAndLoad(Store& store, const std::vector<Table>& tables, const PlaysFile& plays, CommandContext& context,
                     const LoadArguments& arguments) {
  ASSIGN_OR_RETURN(const auto loads,
                   CreateAndFill(store, tables, plays, context.settings, arguments, /*verify=*/false));
  return PrintLoads(loads, context.settings.format, context.output);
}

Status CreateLoadAndVerify(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                           const Settings& settings, const LoadArguments& arguments, ResultObject& results) {
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(store, tables, plays, settings, arguments, /*verify=*/true));
  RETURN_IF_ERROR(results.Name("load"));
  RETURN_IF_ERROR(PrintLoads(loads, results.part_format(), results.output()));
  std::vector<TableVerification> verifications;
  for (const TableLoad& load : loads) verifications.push_back(*load.verification);
  LogMessage("\nverified {} against the rows of {} as they were read for the load\n", store.Name(), plays.path);
  RETURN_IF_ERROR(results.Name("verify"));
  return PrintVerifications(verifications, results.part_format(), results.output());
}

}  // namespace earshot
