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
#include "cli/result_object.h"
#include "plays/counted.h"

namespace earshot {
namespace {

struct ReingestArguments {
  std::string rejects;
  std::string plays = kDefaultPlays;
  bool repair_text = false;
  std::vector<std::string> encodings;
};

nlohmann::ordered_json ResultOf(const ReingestReport& report) {
  nlohmann::ordered_json result = {{"rows", report.rows},
                                   {"plays", report.plays},
                                   {"plays_there", report.plays_there},
                                   {"without_artist", report.without_artist},
                                   {"rejects", report.rejects},
                                   {"untouched", report.untouched},
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

Status RunReingest(CommandContext& context, const ReingestArguments& arguments) {
  ASSIGN_OR_RETURN(const std::vector<FileEncoding> encodings, ParseFileEncodings(arguments.encodings));
  const StatusOr<ReingestReport> reingested =
      Reingest(arguments.rejects, arguments.plays, arguments.repair_text, encodings);
  if (!reingested.ok()) return AfterStop(reingested.status(), "nothing was changed");
  const ReingestReport& report = *reingested;
  const std::string there =
      report.plays_there > 0 ? fmt::format(", {} of them before, by a run that did not end", report.plays_there) : "";
  const std::string untouched =
      report.untouched > 0 ? fmt::format(", {} of them as they were: `raw` was not changed", report.untouched) : "";
  LogMessage("reingested {}\n  plays {}, added to {}{}\n  without an artist {}\n  rejected again {}{}{}\n",
             Counted(report.rows, "row"), report.plays, arguments.plays, there, report.without_artist, report.rejects,
             report.rejects > 0 ? ", left in " + arguments.rejects : "", untouched);
  for (const Reject& reject : report.first_rejects) LogMessage("  rejected: {}\n", DescribeReject(reject));
  return PrintObject(ResultOf(report), context.settings.format, context.output);
}

}  // namespace

void AddReingestCommand(CLI::App& app, CommandContext& context) {
  CLI::App* const command = app.add_subcommand("reingest", "Re-ingest rejected rows after repair");
  const auto arguments = std::make_shared<ReingestArguments>();
  command->add_option("REJECTS", arguments->rejects, "A --rejects file whose `raw` fields have been repaired")
      ->required();
  command->add_option("-o,--output", arguments->plays, "Add the plays to this consolidated file")
      ->capture_default_str()
      ->type_name("FILE");
  command->add_flag("--repair-text", arguments->repair_text,
                    "Repair text that was decoded wrongly, as consolidate does");
  AddEncodingOption(*command, arguments->encodings);
  command->footer(
      "  earshot reingest rejects.ndjson -o plays.csv\n"
      "  earshot reingest rejects.ndjson -o plays.csv --encoding cp1252 --repair-text");
  command->callback([arguments, &context] { context.status = RunReingest(context, *arguments); });
}

}  // namespace earshot
