#include "cli/tables.h"

#include <algorithm>

#include "base/error_code.h"
#include "base/file.h"
#include "cli/shown_line.h"
#include "stores/load_mark.h"

namespace earshot {

StatusOr<QuestionsSource> ReadQuestionsSource(const Settings& settings) {
  if (settings.questions.empty()) return QuestionsSource{kBuiltinQuestions, "built-in questions"};
  ASSIGN_OR_RETURN(std::string text, ReadSmallFile(settings.questions));
  return QuestionsSource{std::move(text), settings.questions};
}

QuestionsSource BuiltinTasteQuestions() { return QuestionsSource{kTasteQuestions, "built-in questions of taste"}; }

StatusOr<std::vector<Table>> ReadTables(const Settings& settings) {
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(settings));
  StatusOr<std::vector<Table>> tables = TablesFromToml(source.text, source.name);
  if (tables.ok()) return tables;
  return WithMessage(tables.status(), WithShownLine(MessageOf(tables.status()), source.name, source.text));
}

namespace {

StatusOr<std::vector<Table>> ReadBuiltinTasteTables() {
  const QuestionsSource source = BuiltinTasteQuestions();
  return TablesFromToml(source.text, source.name);
}

bool IsNameAmong(const std::vector<Table>& tables, const std::string& name) {
  return std::any_of(tables.begin(), tables.end(), [&](const Table& table) { return table.name == name; });
}

// None where the questions file has such questions of its own.
StatusOr<std::vector<Table>> BuiltinTasteTables(const std::vector<Table>& tables) {
  if (std::any_of(tables.begin(), tables.end(), IsComputed)) return std::vector<Table>();
  return ReadBuiltinTasteTables();
}

// Adds those built-in ones that are wanted and whose name is not used.
template <typename IsWanted>
void AddBuiltin(std::vector<Table> builtin, const IsWanted& is_wanted, std::vector<Table>* tables) {
  for (Table& table : builtin) {
    if (!IsNameAmong(*tables, table.name) && is_wanted(table)) tables->push_back(std::move(table));
  }
}

}  // namespace

StatusOr<std::vector<Table>> TasteTablesOf(std::vector<Table> tables, const Settings& settings) {
  ASSIGN_OR_RETURN(std::vector<Table> builtin, BuiltinTasteTables(tables));
  for (const Table& table : builtin) {
    if (!IsNameAmong(tables, table.name)) continue;
    return UsageError(
        "the question \"{}\" of {} has the name of a built-in one of taste: give it another one, or ask "
        "questions of {} there",
        table.name, settings.questions, table.question.of->name);
  }
  if (!builtin.empty()) return builtin;
  std::erase_if(tables, [](const Table& table) { return !IsComputed(table); });
  return tables;
}

StatusOr<std::vector<Table>> WithTasteTables(std::vector<Table> tables) {
  ASSIGN_OR_RETURN(std::vector<Table> builtin, BuiltinTasteTables(tables));
  AddBuiltin(
      std::move(builtin), [](const Table& /*table*/) { return true; }, &tables);
  return tables;
}

StatusOr<std::vector<Table>> ReadAllTables(const Settings& settings) {
  ASSIGN_OR_RETURN(std::vector<Table> tables, ReadTables(settings));
  return WithTasteTables(std::move(tables));
}

StatusOr<std::vector<Table>> ReadTablesThatMayBe(const Settings& settings) {
  ASSIGN_OR_RETURN(std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(std::vector<Table> builtin, ReadBuiltinTasteTables());
  AddBuiltin(
      std::move(builtin), [](const Table& /*table*/) { return true; }, &tables);
  return tables;
}

StatusOr<std::vector<Table>> WithTasteTablesThere(std::vector<Table> tables, Store& store) {
  const StatusOr<std::vector<NamedMark>> marks = ReadLoadMarks(store);
  // Whoever uses the tables reads the marks again, and says what is wrong with them where it matters.
  if (!marks.ok()) return tables;
  const auto is_there = [&](const Table& table) {
    return std::any_of(marks->begin(), marks->end(), [&](const NamedMark& mark) { return mark.name == table.name; });
  };
  ASSIGN_OR_RETURN(std::vector<Table> builtin, BuiltinTasteTables(tables));
  AddBuiltin(std::move(builtin), is_there, &tables);
  return tables;
}

}  // namespace earshot
