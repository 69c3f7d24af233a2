// earshot verify [PLAYS]: proves that the tables hold exactly the file's rows.
#include "load/verify.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/error_code.h"
#include "base/log.h"
#include "base/row_limit.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/result_object.h"
#include "cli/settings.h"
#include "load/sample.h"

namespace earshot {
namespace {

struct VerifyArguments {
  SourcePaths paths;
  bool repair = false;
  std::optional<std::string> sample;
};

// A load is a verification that writes what differs; what it has written is then verified as well.
Status Repair(CommandContext& context, const LoadInputs& inputs) {
  if (context.settings.format == Format::kCsv) {
    return UsageError("--repair has two results, and CSV holds one table; use --format json or ndjson");
  }
  const LoadArguments arguments = {.conflicts = "", .removals_max = "100%"};
  ResultObject results(context.settings.format, context.output);
  RETURN_IF_ERROR(CreateLoadAndVerify({*inputs.store, inputs.tables, inputs.files, context.settings, arguments},
                                      {.verify = VerifyScope::kAll, .trust = Trust::kNothing}, results));
  return results.Finish();
}

// A sample says how likely it is that it has missed something.
void LogSample(const std::vector<TableVerification>& found) {
  for (const TableVerification& table : found) {
    if (!table.failure.ok()) continue;
    LogMessage(
        "{}: verified {} of {} parts; damage in at least {:.2g} % of all parts would have been found with 95 % "
        "probability, and a single damaged row with {:.2g} %\n",
        table.table, table.sampled_parts, table.parts, 100 * DamageMissedBySample(table.sampled_parts),
        100.0 * static_cast<double>(table.sampled_parts) / static_cast<double>(std::max<uint64_t>(table.parts, 1)));
  }
}

StatusOr<double> ParseSample(const std::string& text) {
  const StatusOr<RowLimit> limit = ParseRowLimit(text, ErrorCode::kInvalidSample);
  if (limit.ok() && limit->is_share && limit->share > 0) return limit->share;
  return WithCode(UsageError("{}: give a share of the rows (1%), of 100% at most", text), ErrorCode::kInvalidSample);
}

Status RunVerify(CommandContext& context, const VerifyArguments& arguments) {
  const Settings& settings = context.settings;
  double share = 1;
  if (arguments.sample.has_value()) {
    ASSIGN_OR_RETURN(share, ParseSample(*arguments.sample));
  }
  ASSIGN_OR_RETURN(const LoadInputs inputs, OpenLoadInputs(settings, arguments.paths));
  if (arguments.repair) return Repair(context, inputs);
  ASSIGN_OR_RETURN(
      const std::vector<TableVerification> found,
      Verify(*inputs.store, inputs.tables, inputs.files, {settings.memory_bytes, settings.threads}, share));
  LogMessage("verified {}{} against the rows of {}, read again\n", share < 1 ? "a sample of " : "",
             inputs.store->Name(), NamesOf(inputs.files, inputs.tables));
  if (share < 1) LogSample(found);
  return PrintVerifications(found, settings.format, context.output);
}

}  // namespace

void AddVerifyCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("verify", "Verify that the tables hold exactly the file's rows");
  const auto arguments = std::make_shared<VerifyArguments>();
  AddSourcePaths(*command, arguments->paths);
  CLI::Option* repair = command->add_flag(
      "--repair", arguments->repair, "Write what is missing or differs, remove all that is extra, and verify again");
  command
      ->add_option("--sample", arguments->sample,
                   "Verify a random sample of this share of the rows, and say what it may have missed")
      ->type_name("P%")
      ->excludes(repair);
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot verify plays.csv\n"
      "  earshot verify plays.csv --repair\n"
      "  earshot verify plays.csv --store cassandra://127.0.0.1/earshot --format json");
  command->callback([&context, arguments] { context.status = RunVerify(context, *arguments); });
}

}  // namespace earshot
