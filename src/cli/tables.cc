#include "cli/tables.h"

#include "base/file.h"

namespace earshot {

StatusOr<QuestionsSource> ReadQuestionsSource(const Settings& settings) {
  if (settings.questions.empty()) return QuestionsSource{kBuiltinQuestions, "built-in questions"};
  ASSIGN_OR_RETURN(std::string text, ReadSmallFile(settings.questions));
  return QuestionsSource{std::move(text), settings.questions};
}

StatusOr<std::vector<Table>> ReadTables(const Settings& settings) {
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(settings));
  return TablesFromToml(source.text, source.name);
}

}  // namespace earshot
