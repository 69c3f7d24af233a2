#include "cli/load_args.h"

#include <memory>

#include "cli/report.h"
#include "load/conflict_file.h"
#include "load/load.h"

namespace earshot {

void AddLoadArguments(CLI::App& command, LoadArguments& arguments) {
  command
      .add_option("--conflicts", arguments.conflicts,
                  "List plays that lost their place to a later one with the same key and other values here, one JSON "
                  "object a line")
      ->type_name("FILE");
}

namespace {

StatusOr<std::vector<TableLoad>> CreateAndFill(Store& store, const std::vector<Table>& tables, const std::string& plays,
                                               const LoadArguments& arguments, LoadOptions options) {
  std::unique_ptr<ConflictFile> conflicts;
  if (!arguments.conflicts.empty()) {
    ASSIGN_OR_RETURN(conflicts, ConflictFile::Create(arguments.conflicts, plays));
    options.on_conflict = [&](const Table& table, const Conflict& conflict) { return conflicts->Add(table, conflict); };
  }
  for (const Table& table : tables) RETURN_IF_ERROR(store.Create(table));
  ASSIGN_OR_RETURN(std::vector<TableLoad> loads, Load(store, tables, plays, options));
  if (conflicts != nullptr) RETURN_IF_ERROR(conflicts->Commit());
  return loads;
}

}  // namespace

Status CreateAndLoad(Store& store, const std::vector<Table>& tables, const std::string& plays, const Settings& settings,
                     const LoadArguments& arguments) {
  LoadOptions options;
  options.memory_bytes = settings.memory_bytes;
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(store, tables, plays, arguments, options));
  return PrintLoads(loads, settings.format);
}

Status CreateLoadAndVerify(Store& store, const std::vector<Table>& tables, const std::string& plays,
                           const Settings& settings, const LoadArguments& arguments, ResultObject& results) {
  LoadOptions options;
  options.memory_bytes = settings.memory_bytes;
  options.verify = true;
  ASSIGN_OR_RETURN(const auto loads, CreateAndFill(store, tables, plays, arguments, options));
  RETURN_IF_ERROR(results.Name("load"));
  RETURN_IF_ERROR(PrintLoads(loads, settings.format));
  std::vector<TableVerification> verifications;
  for (const TableLoad& load : loads) verifications.push_back(*load.verification);
  fmt::print(stderr, "\nverified {} against {}\n", store.Name(), plays);
  RETURN_IF_ERROR(results.Name("verify"));
  return PrintVerifications(verifications, settings.format);
}

}  // namespace earshot
