#include "cli/asking.h"

#include <memory>

#include "answers/column_range.h"
#include "answers/find_question.h"
#include "base/error_code.h"
#include "base/log.h"
#include "base/words.h"
#include "cli/typed_rows.h"

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
  const Status parsed = ParseGivenValues(**table, words).status();
  if (parsed.ok()) return asking;
  return WithMessage(parsed, MessageOf(parsed) + "\nask it like this: " + UsageText(**table));
}

std::string TypedText(const Asking& asking) {
  std::string typed = asking.table->name;
  for (const std::string& word : asking.words) typed += " " + QuoteWord(word);
  return typed;
}

namespace {

// The table may be of the question before or after a change, and have other columns. Where another load lets another
// table answer at this moment, that one is asked.
StatusOr<std::unique_ptr<Answer>> AskStore(Store& store, const Asking& asking, const Page& page, AskedTable* asked) {
  while (true) {
    ASSIGN_OR_RETURN(*asked, FindAskedTable(store, *asking.table));
    ASSIGN_OR_RETURN(const GivenValues given, ParseGivenValues(asked->table, asking.words));
    StatusOr<std::unique_ptr<Answer>> answer = Ask(store, *asked, given, page);
    if (answer.ok() || !IsReplaced(store, *asked)) return answer;
  }
}

// Two dots in a text are its own, as titles have them, which somebody who finds nothing may have meant as a range.
void LogTextsLikeRanges(const Asking& asking) {
  const Table& table = *asking.table;
  const TableColumn* ordered = FirstOrdered(table);
  for (const TableColumn& column : table.columns) {
    if (column.type != ColumnType::kText) continue;
    for (const std::string& word : asking.words) {
      const size_t dots = word.find("..");
      if (!word.starts_with(column.name + "=") || dots == std::string::npos || word.ends_with('*')) continue;
      const std::string beginning = &column == ordered ? fmt::format("; {}* is a beginning", word.substr(0, dots)) : "";
      LogMessage("nothing has {}, which is looked for as it is: ranges are of numbers and times alone{}\n", word,
                 beginning);
    }
  }
}

void LogWhyEmpty(const Asking& asking) {
  LogTextsLikeRanges(asking);
  const std::string& because = asking.table->question.of->none_because;
  if (!because.empty()) LogMessage("there is no row: {}\n", because);
}

}  // namespace

StatusOr<std::string> PrintAnswer(Store& store, const Asking& asking, const Page& page, Format format,
                                  OutputStream& output) {
  AskedTable asked;
  ASSIGN_OR_RETURN(const std::unique_ptr<Answer> answer, AskStore(store, asking, page, &asked));
  const Table& table = asked.table;
  std::vector<OutputColumn> columns;
  for (const size_t column : answer->columns()) columns.push_back(OutputColumnOf(table.columns[column]));
  ResultPrinter printer(std::move(columns), format, output);
  if (!answer->warning().empty()) LogMessage("warning: {}\n", answer->warning());
  bool is_empty = true;
  while (!output.closed()) {
    const StatusOr<bool> more = answer->Next();
    if (!more.ok() && IsReplaced(store, asked)) {
      return TransientError("{} was changed while it was read, and its table was dropped", table.question.name);
    }
    RETURN_IF_ERROR(more.status());
    if (!*more) {
      RETURN_IF_ERROR(printer.Finish());
      if (is_empty && page.after.empty()) LogWhyEmpty(asking);
      return answer->next_page();
    }
    is_empty = false;
    RETURN_IF_ERROR(printer.Add(OutputRowOf(answer->values())));
  }
  return std::string();
}

}  // namespace earshot
