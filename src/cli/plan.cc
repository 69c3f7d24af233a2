// earshot plan [PLAYS]: what a load of the file would do to the tables. Changes nothing.
#include "load/plan.h"

#include <memory>

#include "base/error_code.h"
#include "base/log.h"
#include "base/row_limit.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/settings.h"

namespace earshot {
namespace {

struct PlanArguments {
  SourcePaths paths;
  std::string removals_max = "1%";
};

Status RunPlan(CommandContext& context, const PlanArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const RowLimit removals_max, ParseRowLimit(arguments.removals_max, ErrorCode::kInvalidRemovalsMax));
  ASSIGN_OR_RETURN(const LoadInputs inputs, OpenLoadInputs(settings, arguments.paths));
  ASSIGN_OR_RETURN(const LoadPlan plan, PlanLoad(*inputs.store, inputs.tables, inputs.files,
                                                 {settings.memory_bytes, settings.threads}, removals_max));
  RETURN_IF_ERROR(PrintPlan(plan, settings.format, context.output));
  for (const QuestionSwitch& one : plan.switches) {
    LogMessage("{} has changed ({}): a load would build a table of {} rows beside the old one, and switch to it\n",
               one.question, one.keys, one.rows);
  }
  if (plan.loss.empty()) return absl::OkStatus();
  LogMessage("a load would remove no row: {}, more than {} (--removals-max)\n", plan.loss, Describe(removals_max));
  return absl::OkStatus();
}

}  // namespace

void AddPlanCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("plan", "Show what a load would change, and change nothing");
  const auto arguments = std::make_shared<PlanArguments>();
  AddSourcePaths(*command, arguments->paths);
  AddRemovalsMaxOption(*command, &arguments->removals_max);
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot plan plays.csv\n"
      "  earshot plan plays.csv --store cassandra://127.0.0.1/earshot --format json");
  command->callback([&context, arguments] { context.status = RunPlan(context, *arguments); });
}

}  // namespace earshot
