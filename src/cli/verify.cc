// earshot verify [PLAYS]: proves that the tables hold exactly the file's rows.
#include "load/verify.h"

#include <memory>

#include "base/file.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

Status RunVerify(CommandContext& context, const std::string& plays) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(plays));
  LogTemporarySpace({static_cast<uint64_t>(stamp.size), settings.memory_bytes, tables.size()}, /*explain=*/false);
  ASSIGN_OR_RETURN(const std::vector<TableVerification> found,
                   Verify(*store, tables, plays, {.sort = {settings.memory_bytes, settings.threads}}));
  LogMessage("verified {} against the rows of {}, read again\n", store->Name(), plays);
  return PrintVerifications(found, settings.format, context.output);
}

}  // namespace

void AddVerifyCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("verify", "Verify that the tables hold exactly the file's rows");
  const auto plays = std::make_shared<std::string>(kDefaultPlays);
  command->add_option("PLAYS", *plays, "The consolidated file")->capture_default_str();
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot verify plays.csv\n"
      "  earshot verify plays.csv --store cassandra://127.0.0.1/earshot --format json");
  command->callback([&context, plays] { context.status = RunVerify(context, *plays); });
}

}  // namespace earshot
