#include "cli/program.h"

#include <memory>

#include "cli/help.h"
#include "cli/settings.h"

namespace earshot {

void DeclareProgram(CLI::App& app, CommandContext& context) {
  app.name("earshot");
  app.description("Clean a music app's event files and make them answer questions.");
  app.set_version_flag("--version", "earshot " EARSHOT_VERSION, "Print the version and exit");
  app.require_subcommand(1);
  app.fallthrough();
  const auto formatter = std::make_shared<HelpFormatter>();
  formatter->label("SUBCOMMAND", "COMMAND");
  app.formatter(formatter);
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.footer(
      "  earshot run logs/\n"
      "  earshot ask song_listeners song='Greece 2000'");
  AddSettings(app, &context.settings);
  AddGenerateCommand(app, context);
  AddConsolidateCommand(app, context);
  AddReingestCommand(app, context);
  AddModelCommand(app, context);
  AddPlanCommand(app, context);
  AddLoadCommand(app, context);
  AddSSTablesCommand(app, context);
  AddVerifyCommand(app, context);
  AddAskCommand(app, context);
  AddExportCommand(app, context);
  AddForgetCommand(app, context);
  AddTasteCommand(app, context);
  AddRunCommand(app, context);
  AddStatusCommand(app, context);
  AddDropCommand(app, context);
  AddReferenceCommand(app, context);
}

}  // namespace earshot
