#include "cli/tables.h"

#include "base/file.h"

namespace earshot {

StatusOr<QuestionsSource> ReadQuestionsSource(const Settings& settings) {
  if (settings.questions.empty()) return QuestionsSource{kBuiltinQuestions, "built-in questions"};
  ASSIGN_OR_RETURN(std::string text, ReadSmallFile(settings.questions));
  return QuestionsSource{std::move(text), settings.questions};
}

StatusOr<std::vector<Table>> LoadTables(const Settings& settings) {
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(settings));
  return TablesOf(source.text, source.name);
}

}  // namespace earshot
