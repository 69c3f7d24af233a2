// earshot verify [PLAYS]: proves that the tables hold exactly the file's rows.
#include "load/verify.h"

#include <memory>

#include "base/file.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/result_object.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct VerifyArguments {
  std::string plays = kDefaultPlays;
  bool repair = false;
};

// A load is a verification that writes what differs; what it has written is then verified as well.
Status Repair(CommandContext& context, Store& store, const std::vector<Table>& tables, const PlaysFile& plays) {
  if (context.settings.format == Format::kCsv) {
    return UsageError("--repair has two results, and CSV holds one table; use --format json or ndjson");
  }
  const LoadArguments arguments = {.conflicts = "", .removals_max = "100%"};
  ResultObject results(context.settings.format, context.output);
  RETURN_IF_ERROR(CreateLoadAndVerify({store, tables, plays, context.settings, arguments}, results));
  return results.Finish();
}

Status RunVerify(CommandContext& context, const VerifyArguments& arguments) {
  const Settings& settings = context.settings;
  const std::string& plays = arguments.plays;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(plays));
  LogTemporarySpace({static_cast<uint64_t>(stamp.size), settings.memory_bytes, tables.size()}, /*explain=*/false);
  if (arguments.repair) return Repair(context, *store, tables, {plays, stamp});
  ASSIGN_OR_RETURN(const std::vector<TableVerification> found,
                   Verify(*store, tables, plays, {.sort = {settings.memory_bytes, settings.threads}}));
  LogMessage("verified {} against the rows of {}, read again\n", store->Name(), plays);
  return PrintVerifications(found, settings.format, context.output);
}

}  // namespace

void AddVerifyCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("verify", "Verify that the tables hold exactly the file's rows");
  const auto arguments = std::make_shared<VerifyArguments>();
  command->add_option("PLAYS", arguments->plays, "The consolidated file")->capture_default_str();
  command->add_flag("--repair", arguments->repair,
                    "Write what is missing or differs, remove all that is extra, and verify again");
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot verify plays.csv\n"
      "  earshot verify plays.csv --repair\n"
      "  earshot verify plays.csv --store cassandra://127.0.0.1/earshot --format json");
  command->callback([&context, arguments] { context.status = RunVerify(context, *arguments); });
}

}  // namespace earshot
