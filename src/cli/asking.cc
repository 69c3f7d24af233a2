#include "cli/asking.h"

#include <memory>

#include "answers/column_range.h"
#include "answers/find_question.h"
#include "base/error_code.h"
#include "base/log.h"
#include "cli/typed_rows.h"
#include "cli/words.h"

namespace earshot {
std::string UsageText(const Table& table) {
  const QuestionUsage usage = UsageOf(table);
  std::string text = "earshot ask " + usage.question;
  for (const GivenColumn& column : usage.given) text += fmt::format(" {}=<{}>", column.name, CqlName(column.type));
  if (usage.ordered.has_value()) {
    text += fmt::format(" [{}={}]", usage.ordered->name, UsageOfRange(usage.ordered->type));
  }
  return text;
}

StatusOr<Asking> ParseAsking(const std::vector<Table>& tables, const std::string& question,
                             const std::vector<std::string>& words) {
  Asking asking;
  const StatusOr<const Table*> table = FindQuestion(tables, question);
  if (!table.ok()) {
    std::string usages;
    for (const Table& known : tables) usages += "\n  " + UsageText(known);
    return WithMessage(table.status(), MessageOf(table.status()) + "\nask one of these:" + usages);
  }
  asking.table = *table;
  asking.words = words;
  StatusOr<GivenValues> given = ParseGivenValues(**table, words);
  if (!given.ok()) {
    return WithMessage(given.status(), MessageOf(given.status()) + "\nask it like this: " + UsageText(**table));
  }
  asking.given = *std::move(given);
  return asking;
}

std::string TypedText(const Asking& asking) {
  std::string typed = asking.table->name;
  for (const std::string& word : asking.words) typed += " " + QuoteWord(word);
  return typed;
}

StatusOr<std::string> PrintAnswer(Store& store, const Asking& asking, const Page& page, Format format,
                                  OutputStream& output) {
  const Table& table = *asking.table;
  ASSIGN_OR_RETURN(const std::unique_ptr<Answer> answer, Ask(store, table, asking.given, page));
  std::vector<OutputColumn> columns;
  for (const size_t column : answer->columns()) columns.push_back(OutputColumnOf(table.columns[column]));
  ResultPrinter printer(std::move(columns), format, output);
  if (!answer->warning().empty()) LogMessage("warning: {}\n", answer->warning());
  while (!output.closed()) {
    ASSIGN_OR_RETURN(const bool more, answer->Next());
    if (!more) {
      RETURN_IF_ERROR(printer.Finish());
      return answer->next_page();
    }
    RETURN_IF_ERROR(printer.Add(OutputRowOf(answer->values())));
  }
  return std::string();
}

}  // namespace earshot
