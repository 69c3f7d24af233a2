#include "cli/tables.h"

#include "base/file.h"

namespace earshot {

StatusOr<std::vector<Table>> LoadTables(const Settings& settings) {
  if (settings.questions.empty()) return TablesOf(kBuiltinQuestions, "built-in questions");
  ASSIGN_OR_RETURN(const std::string text, ReadSmallFile(settings.questions));
  return TablesOf(text, settings.questions);
}

}  // namespace earshot
