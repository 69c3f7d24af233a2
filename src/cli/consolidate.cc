// earshot consolidate: raw event files to the consolidated file.
#include "plays/consolidate.h"

#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"

namespace earshot {
namespace {

struct Arguments {
  std::vector<std::string> events;
  std::string rejects_max = "1%";
  ConsolidateOptions options;
};

Status RunConsolidate(Arguments& arguments) {
  ASSIGN_OR_RETURN(arguments.options.rejects_max, ParseRejectsMax(arguments.rejects_max));
  ASSIGN_OR_RETURN(const ConsolidateReport report, Consolidate(arguments.events, arguments.options));
  fmt::print(stderr, "{}", RenderReport(report, arguments.options));
  return absl::OkStatus();
}

}  // namespace

void AddConsolidateCommand(CLI::App& app, CommandContext& context) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* const command = app.add_subcommand("consolidate", "Writes the plays of raw event files into one file.");
  command->add_option("events", arguments->events, "Event files, folders or globs")->required()->type_name("EVENTS");
  command->add_option("-o,--output", arguments->options.output, "The consolidated file")
      ->capture_default_str()
      ->type_name("FILE");
  command->add_option("--rejects", arguments->options.rejects, "Keep rejected rows here, one JSON object a line")
      ->type_name("FILE");
  command->add_option("--rejects-max", arguments->rejects_max, "Stop when more rows than this are rejected")
      ->capture_default_str()
      ->type_name("N|P%");
  command->callback([arguments, &context] { context.status = RunConsolidate(*arguments); });
}

}  // namespace earshot
