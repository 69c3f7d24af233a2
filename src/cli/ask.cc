// earshot ask [QUESTION name=value...]: the answer; without a question, what there is to ask.
#include <memory>

#include "cli/asking.h"
#include "cli/command.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

Status ListQuestions(const std::vector<Table>& tables, Format format, OutputStream& output) {
  ResultPrinter printer({{"question"}, {"asks"}, {"how"}}, format, output);
  for (const Table& table : tables) {
    RETURN_IF_ERROR(printer.Add({{table.name}, {table.question.asks}, {UsageText(table)}}));
  }
  return printer.Finish();
}

Status RunAsk(CommandContext& context, const std::string& question, const std::vector<std::string>& words) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  if (question.empty()) return ListQuestions(tables, settings.format, context.output);
  ASSIGN_OR_RETURN(const Asking asking, ParseAsking(tables, question, words));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  return PrintAnswer(*store, asking, kAllRows, settings.format, context.output).status();
}

}  // namespace

void AddAskCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("ask", "Answer a question; without one, list the questions");
  const auto question = std::make_shared<std::string>();
  const auto words = std::make_shared<std::vector<std::string>>();
  command->add_option("QUESTION", *question, "The question's name");
  command->add_option("ARGUMENTS", *words, "What is given, as name=value");
  command->footer(
      "  earshot ask\n"
      "  earshot ask song_at session_id=338 item_in_session=4\n"
      "  earshot ask song_listeners song='Greece 2000' --format json");
  command->callback([&context, question, words] { context.status = RunAsk(context, *question, *words); });
}

}  // namespace earshot
