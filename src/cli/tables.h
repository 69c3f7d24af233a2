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

namespace earshot {

// A questions text, and the name that messages give it.
struct QuestionsSource {
  std::string text;
  std::string name;
};

// The file of --questions, or the built-in questions where none is named.
StatusOr<QuestionsSource> ReadQuestionsSource(const Settings& settings);

// The table of each of those questions, in their order. A questions file with a mistake gives none.
StatusOr<std::vector<Table>> ReadTables(const Settings& settings);

}  // namespace earshot
