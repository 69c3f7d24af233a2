// earshot consolidate: raw event files to the consolidated file.
#include <memory>
#include <nlohmann/json.hpp>

#include "base/separate_files.h"
#include "cli/command.h"
#include "cli/consolidate_step.h"
#include "cli/result_object.h"
#include "cli/settings.h"
#include "plays/report_json.h"

namespace earshot {
namespace {

Status RunConsolidate(CommandContext& context, ConsolidateArguments& arguments) {
  const Format format = context.settings.format;
  // The result would be among the plays.
  if (format != Format::kTable) RETURN_IF_ERROR(CheckSeparateFiles({arguments.options.output}, {kStandardOutput}));
  const ConsolidateOptions& options = arguments.options;
  RETURN_IF_ERROR(CheckSeparateFiles({options.output, options.rejects, options.repairs, options.report},
                                     {context.settings.questions}));
  NameCorrections(arguments.options);
  arguments.options.threads = context.settings.threads;
  ASSIGN_OR_RETURN(const ConsolidateReport report, ConsolidateAndReport(arguments));
  return PrintObject(ReportJson(report, arguments.options), format, context.output);
}

}  // namespace

void AddConsolidateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* const command = app.add_subcommand("consolidate", "Write the plays of raw event files into one file");
  const auto arguments = std::make_shared<ConsolidateArguments>();
  AddConsolidateArguments(*command, *arguments);
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot consolidate logs/ -o plays.csv --rejects rejects.ndjson\n"
      "  earshot consolidate 'logs/**' --encoding '2018-11-0*=cp1252' --repair-text");
  command->callback([arguments, &context] { context.status = RunConsolidate(context, *arguments); });
}

}  // namespace earshot
