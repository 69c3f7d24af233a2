// earshot taste [PLAYS]: learns taste from the plays, proves it, and fills the tables that follow from it.
#include <memory>
#include <utility>

#include "base/log.h"
#include "cli/command.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "cli/taste_campaign.h"
#include "cli/taste_report.h"
#include "cli/taste_step.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct TasteCommand {
  std::string plays = kDefaultPlays;
  TasteArguments taste;
  bool no_load = false;
};

Status RunTaste(CommandContext& context, const TasteCommand& arguments) {
  const Settings& settings = context.settings;
  if (settings.format == Format::kCsv) {
    return UsageError("taste has several results, and CSV holds one table; use --format json or ndjson");
  }
  // What can be wrong is looked at before the long work starts.
  std::vector<Table> tables;
  std::unique_ptr<Store> store;
  if (!arguments.no_load) {
    ASSIGN_OR_RETURN(tables, ReadTables(settings));
    ASSIGN_OR_RETURN(tables, TasteTablesOf(std::move(tables), settings));
    ASSIGN_OR_RETURN(store, OpenStore(settings.store));
  }
  ASSIGN_OR_RETURN(NamedListeners named, ReadNamedListeners(arguments.taste));
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(arguments.plays));
  ASSIGN_OR_RETURN(const ComputedTaste computed, ComputeTaste({arguments.plays, stamp}, std::move(named), settings));
  ResultObject results(settings.format, context.output);
  RETURN_IF_ERROR(PrintTaste(computed.report, results));
  if (store != nullptr) RETURN_IF_ERROR(LoadTaste(*store, tables, arguments.plays, settings, results));
  return results.Finish();
}

}  // namespace

void AddTasteCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("taste", "Learn taste: what to recommend, who listens alike, whom to reach, what to play");
  const auto arguments = std::make_shared<TasteCommand>();
  command->add_option("PLAYS", arguments->plays, "The consolidated file")->capture_default_str();
  AddTasteArguments(*command, arguments->taste);
  command->add_flag("--no-load", arguments->no_load, "Only write the datasets beside PLAYS; fill no table");
  AddThreadsOption(*command, &context.settings);
  AddTasteAudience(*command, context);
  AddTastePlaylist(*command, context);
  command->footer(
      "  earshot taste plays.csv --opt-in opt_in.txt\n"
      "  earshot ask recommended_songs user_id=10\n"
      "  earshot taste audience --artist Muse --size 500 --not-heard -o muse.csv\n"
      "  earshot taste playlist 10 26 80 --length 30 --opt-in opt_in.txt");
  command->require_subcommand(0, 1);
  // A subcommand has arguments of its own: these would be ignored.
  command->parse_complete_callback([command] {
    if (command->get_subcommands().empty()) return;
    for (const char* name : {"PLAYS", "--opt-in", "--groups", "--no-load"}) {
      if (command->get_option(name)->empty()) continue;
      throw CLI::ValidationError(fmt::format("{} is before {}, which has its own arguments", name,
                                             command->get_subcommands().front()->get_name()));
    }
  });
  command->callback([&context, command, arguments] {
    if (command->get_subcommands().empty()) context.status = RunTaste(context, *arguments);
  });
}

}  // namespace earshot
