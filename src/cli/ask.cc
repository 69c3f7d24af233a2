// earshot ask [QUESTION name=value...]: the answer; without a question, what there is to ask.
#include <absl/strings/numbers.h>

#include <memory>

#include "base/log.h"
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

// Of a number that is too great, or below 0, the parser of options makes another one.
std::string CheckLimit(const std::string& text) {
  uint64_t limit = 0;
  if (absl::SimpleAtoi(text, &limit) && limit > 0) return "";
  return fmt::format("\"{}\" is not a number of rows from 1 to {}", text, kAllRows);
}

struct AskArguments {
  std::string question;
  std::vector<std::string> words;
  Page page;
};

Status RunAsk(CommandContext& context, const AskArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadAllTables(settings));
  if (arguments.question.empty()) return ListQuestions(tables, settings.format, context.output);
  ASSIGN_OR_RETURN(const Asking asking, ParseAsking(tables, arguments.question, arguments.words));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const std::string next_page,
                   PrintAnswer(*store, asking, arguments.page, settings.format, context.output));
  if (!next_page.empty()) LogMessage("there is more: --after {}\n", next_page);
  return absl::OkStatus();
}

}  // namespace

void AddAskCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("ask", "Answer a question; without one, list the questions");
  const auto arguments = std::make_shared<AskArguments>();
  command->add_option("QUESTION", arguments->question, "The question's name");
  command->add_option("ARGUMENTS", arguments->words,
                      "What is given, as name=value, several times for several values; and of what the answer is "
                      "ordered by first a value, a range (a..b) of numbers or times, or the beginning (a*) of a text");
  command->add_option("--limit", arguments->page.limit, "Print this many rows at most, and how to go on")
      ->check(CheckLimit)
      ->type_name("N");
  command->add_option("--after", arguments->page.after, "Go on after the page that has named this")->type_name("TOKEN");
  command->footer(
      "  earshot ask\n"
      "  earshot ask song_at session_id=338 item_in_session=4\n"
      "  earshot ask song_listeners song='Greece 2000' --format json\n"
      "  earshot ask session_songs user_id=10 session_id=182 item_in_session=0..3");
  command->callback([&context, arguments] { context.status = RunAsk(context, *arguments); });
}

}  // namespace earshot
