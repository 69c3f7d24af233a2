#include "cli/consolidate_args.h"

namespace earshot {

void AddConsolidateArguments(CLI::App& command, ConsolidateArguments& arguments) {
  command.add_option("events", arguments.events, "Event files, folders or globs")->required()->type_name("EVENTS");
  command.add_option("-o,--output", arguments.options.output, "The consolidated file")
      ->capture_default_str()
      ->type_name("FILE");
  command.add_option("--rejects", arguments.options.rejects, "Keep rejected rows here, one JSON object a line")
      ->type_name("FILE");
  command.add_option("--rejects-max", arguments.rejects_max, "Stop when more rows than this are rejected")
      ->capture_default_str()
      ->type_name("N|P%");
}

StatusOr<ConsolidateReport> ConsolidateAndReport(ConsolidateArguments& arguments) {
  ASSIGN_OR_RETURN(arguments.options.rejects_max, ParseRejectsMax(arguments.rejects_max));
  ASSIGN_OR_RETURN(ConsolidateReport report, Consolidate(arguments.events, arguments.options));
  fmt::print(stderr, "{}", RenderReport(report, arguments.options));
  return report;
}

}  // namespace earshot
