// earshot reingest REJECTS: takes repaired rejects in.
#include "plays/reingest.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/consolidate_step.h"
#include "cli/load_step.h"
#include "cli/result_object.h"
#include "plays/corrections_file.h"
#include "plays/counted.h"
#include "plays/events_file.h"
#include "plays/forgotten_file.h"

namespace earshot {
namespace {

struct ReingestArguments {
  ReingestOptions options;
  bool no_plays = false;
  std::vector<std::string> encodings;
};

nlohmann::ordered_json ResultOf(const ReingestReport& report) {
  nlohmann::ordered_json result = {{"rows", report.rows},
                                   {"plays", report.plays},
                                   {"plays_there", report.plays_there},
                                   {"without_artist", report.without_artist},
                                   {"rejects", report.rejects},
                                   {"untouched", report.untouched},
                                   {"corrections", report.corrections},
                                   {"first_rejects", nlohmann::ordered_json::array()}};
  for (const Reject& reject : report.first_rejects) {
    result["first_rejects"].push_back({{"file", reject.file},
                                       {"line", reject.line},
                                       {"kind", NameOf(reject.kind)},
                                       {"column", reject.column},
                                       {"reason", reject.reason}});
  }
  return result;
}

// Where the plays of the rows are.
std::string RenderPlays(const ReingestReport& report, const ReingestOptions& options) {
  if (report.run_was_stopped) return ", for the next run: the one that kept the rejects was stopped";
  if (options.plays.empty()) return ", for the next run";
  if (report.plays_there == 0) return ", added to " + options.plays;
  return fmt::format(", added to {}, {} of them before, by a run that did not end", options.plays, report.plays_there);
}

std::string RenderReport(const ReingestReport& report, const ReingestOptions& options) {
  std::string text = fmt::format("reingested {}\n  plays {}{}\n  without an artist {}\n  rejected again {}",
                                 Counted(report.rows, "row"), report.plays, RenderPlays(report, options),
                                 report.without_artist, report.rejects);
  if (report.rejects > 0) text += ", left in " + options.rejects;
  if (report.untouched > 0) {
    text += fmt::format(", {} of them as they were: `raw` was not changed", report.untouched);
  }
  text += "\n";
  if (report.corrections > 0) {
    text += fmt::format("  corrected {}, kept in {} for all later runs\n", Counted(report.corrections, "row"),
                        options.corrections);
  }
  return text;
}

Status RunReingest(CommandContext& context, ReingestArguments& arguments) {
  ReingestOptions& options = arguments.options;
  ASSIGN_OR_RETURN(options.encodings, ParseFileEncodings(arguments.encodings));
  if (options.corrections.empty()) options.corrections = CorrectionsOf(options.plays);
  options.forgotten = ForgottenOf(options.plays);
  if (options.events.empty()) options.events = EventsOf(options.plays);
  if (arguments.no_plays) options.plays.clear();
  const StatusOr<ReingestReport> reingested = Reingest(options);
  if (!reingested.ok()) return AfterStop(reingested.status(), "nothing was changed");
  const ReingestReport& report = *reingested;
  LogMessage("{}", RenderReport(report, options));
  for (const Reject& reject : report.first_rejects) LogMessage("  rejected: {}\n", DescribeReject(reject));
  return PrintObject(ResultOf(report), context.settings.format, context.output);
}

}  // namespace

void AddReingestCommand(CLI::App& app, CommandContext& context) {
  CLI::App* const command = app.add_subcommand("reingest", "Re-ingest rejected rows after repair");
  const auto arguments = std::make_shared<ReingestArguments>();
  ReingestOptions& options = arguments->options;
  options.plays = kDefaultPlays;
  command->add_option("REJECTS", options.rejects, "A --rejects file whose `raw` fields have been repaired")->required();
  command->add_option("-o,--output", options.plays, "Add the plays to this consolidated file")
      ->capture_default_str()
      ->type_name("FILE");
  AddEventsOption(*command, options.events);
  AddCorrectionsOption(*command, options.corrections);
  command->add_flag("--no-plays", arguments->no_plays,
                    "Add no plays to the consolidated file; the next run has them, from the corrections");
  command->add_flag("--repair-text", options.repair_text, "Repair text that was decoded wrongly, as consolidate does");
  AddEncodingOption(*command, arguments->encodings);
  command->footer(
      "  earshot reingest rejects.ndjson -o plays.csv\n"
      "  earshot reingest rejects.ndjson -o plays.csv --encoding cp1252 --repair-text");
  command->callback([arguments, &context] { context.status = RunReingest(context, *arguments); });
}

}  // namespace earshot
