// earshot ask [QUESTION name=value...]: the answer; without a question, what there is to ask.
#include <memory>

#include "cli/command.h"
#include "cli/question_args.h"
#include "cli/tables.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

Status ListQuestions(const std::vector<Table>& tables, Format format) {
  ResultPrinter printer({{"question", false}, {"asks", false}, {"how", false}}, format);
  for (const Table& table : tables) {
    RETURN_IF_ERROR(printer.Add({{table.name, false}, {table.question.asks, false}, {UsageOf(table), false}}));
  }
  return printer.Finish();
}

Status RunAsk(const Settings& settings, const std::string& question, const std::vector<std::string>& words) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  if (question.empty()) return ListQuestions(tables, settings.format);
  ASSIGN_OR_RETURN(const Table* table, FindQuestion(tables, question));
  ASSIGN_OR_RETURN(const std::string given_cells, GivenCells(*table, words));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  return PrintAnswer(*store, *table, given_cells, settings.format, kAllRows).status();
}

}  // namespace

void AddAskCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("ask", "Answer a question; without one, list what there is to ask");
  const auto question = std::make_shared<std::string>();
  const auto words = std::make_shared<std::vector<std::string>>();
  command->add_option("QUESTION", *question, "The question's name");
  command->add_option("ARGUMENTS", *words, "What is given, as name=value");
  command->callback([&context, question, words] { context.status = RunAsk(context.settings, *question, *words); });
}

}  // namespace earshot
