// The questions that the settings name, as tables: what every command but `consolidate`, `reingest` and `generate`
// begins with.
//
// Main thread only.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/command.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

inline bool IsComputed(const Table& table) { return table.question.of->is_computed; }

// A questions text, and the name that messages give it.
struct QuestionsSource {
  std::string text;
  std::string name;
};

// The file of --questions, or the built-in questions where none is named.
StatusOr<QuestionsSource> ReadQuestionsSource(const Settings& settings);

// Those of what is computed of plays.
QuestionsSource BuiltinTasteQuestions();

// The table of each of those questions, in their order. A questions file with a mistake gives none.
StatusOr<std::vector<Table>> ReadTables(const Settings& settings);

// What follows takes the tables that were read, as a questions file may be a pipe, which can be read only once.

// The tables of what is computed of plays: of the questions file, where it has questions of that, else the built-in
// ones.
StatusOr<std::vector<Table>> TasteTablesOf(std::vector<Table> tables, const Settings& settings);

// Both, for all that only looks at what there is: a built-in question whose name the questions file uses is left out.
StatusOr<std::vector<Table>> WithTasteTables(std::vector<Table> tables);
StatusOr<std::vector<Table>> ReadAllTables(const Settings& settings);

// All of the questions file, and all built-in ones of taste whose name it does not use, whether or not it has questions
// of that itself: what a store may hold.
StatusOr<std::vector<Table>> ReadTablesThatMayBe(const Settings& settings);

// Both, but for built-in ones of which the store has no table.
StatusOr<std::vector<Table>> WithTasteTablesThere(std::vector<Table> tables, Store& store);

}  // namespace earshot
