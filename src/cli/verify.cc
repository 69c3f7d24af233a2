// earshot verify [PLAYS]: proves that the tables hold exactly the file's rows.
#include "load/verify.h"

#include <memory>

#include "base/log.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/result_object.h"
#include "cli/settings.h"

namespace earshot {
namespace {

struct VerifyArguments {
  std::string plays = kDefaultPlays;
  bool repair = false;
};

// A load is a verification that writes what differs; what it has written is then verified as well.
Status Repair(CommandContext& context, const LoadInputs& inputs) {
  if (context.settings.format == Format::kCsv) {
    return UsageError("--repair has two results, and CSV holds one table; use --format json or ndjson");
  }
  const LoadArguments arguments = {.conflicts = "", .removals_max = "100%"};
  ResultObject results(context.settings.format, context.output);
  RETURN_IF_ERROR(CreateLoadAndVerify({*inputs.store, inputs.tables, inputs.plays, context.settings, arguments},
                                      Trust::kNothing, results));
  return results.Finish();
}

Status RunVerify(CommandContext& context, const VerifyArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const LoadInputs inputs, OpenLoadInputs(settings, arguments.plays));
  if (arguments.repair) return Repair(context, inputs);
  ASSIGN_OR_RETURN(const std::vector<TableVerification> found,
                   Verify(*inputs.store, inputs.tables, inputs.plays, {settings.memory_bytes, settings.threads}));
  LogMessage("verified {} against the rows of {}, read again\n", inputs.store->Name(), inputs.plays.path);
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
