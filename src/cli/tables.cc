#include "cli/tables.h"

#include "base/error_code.h"
#include "base/file.h"
#include "cli/shown_line.h"

namespace earshot {

StatusOr<QuestionsSource> ReadQuestionsSource(const Settings& settings) {
  if (settings.questions.empty()) return QuestionsSource{kBuiltinQuestions, "built-in questions"};
  ASSIGN_OR_RETURN(std::string text, ReadSmallFile(settings.questions));
  return QuestionsSource{std::move(text), settings.questions};
}

StatusOr<std::vector<Table>> ReadTables(const Settings& settings) {
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(settings));
  StatusOr<std::vector<Table>> tables = TablesFromToml(source.text, source.name);
  if (tables.ok()) return tables;
  return WithMessage(tables.status(), WithShownLine(MessageOf(tables.status()), source.name, source.text));
}

}  // namespace earshot
