// How questions differ from those that a store's tables were made for, and so what a load would do with their tables.
// Changes nothing.
//
// Plain data, and a function that reads on the caller's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "questions/question_change.h"
#include "questions/table.h"
#include "stores/load_mark.h"
#include "stores/store.h"

namespace earshot {

enum class QuestionVerdict {
  kNew,      // no table answers it
  kSame,     // its table is made for it as it is
  kChanged,  // its table is made for the question before a change
  kGone,     // only the store knows it
  kForeign,  // another program's table has its name, and another schema: a load refuses it
};

struct QuestionDiff {
  std::string question;
  QuestionVerdict verdict = QuestionVerdict::kNew;
  std::vector<KeyChange> changes;    // of a changed one
  std::optional<LoadMark> mark;      // of the table that answers it
  bool is_begun = false;             // the table of a changed one was begun, or is built, and was not switched to
  std::optional<uint64_t> new_rows;  // of the table that a load would make
};

// "new", "same", "changed", "gone", "foreign"
const char* NameOf(QuestionVerdict verdict);

// Each of `questions`, then those that are gone.
StatusOr<std::vector<QuestionDiff>> DiffQuestions(Store& store, const std::vector<Table>& questions);

// Finds out how many rows the tables would have that a load of these plays would make.
Status CountNewRows(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                    const SortOptions& options, std::vector<QuestionDiff>* diffs);

}  // namespace earshot
