// A question as a person writes it down, and as a questions file holds it. Plain data; safe to share
// between threads while constant.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/dataset.h"

namespace earshot {

// A column of `order`: which, and which way round.
struct OrderedColumn {
  std::string name;
  bool descending = false;
};

struct Question {
  std::string name;                     // also the table's
  const Dataset* of = &PlaysDataset();  // what it is asked of; its columns are the ones that may be named
  std::string asks;                     // the question in words
  std::vector<std::string> given;       // what the asker knows
  std::vector<std::string> partition;   // which of `given` make the partition key; empty: all of them
  std::vector<OrderedColumn> order;
  std::vector<std::string> one_per;  // one row for each value of these, the last play's
  std::vector<std::string> answer;   // the columns returned, in this order
  uint32_t line = 0;                 // where it starts in its file, from 1
};

// Whether one of these columns is `name`.
inline bool Contains(const std::vector<std::string>& columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

// Reads the questions of a TOML text. `source` names the text in messages. Every mistake that one question
// alone can hold (unknown key or column, the same column twice, nothing given, no answer, a bad or duplicate
// name) is refused with "source:line:column: reason".
StatusOr<std::vector<Question>> ParseQuestions(const std::string& text, const std::string& source);

// What a text holds, mistakes included, so that it can be repaired.
struct QuestionsText {
  std::vector<Question> questions;  // those without a mistake
  std::vector<Status> mistakes;     // in the order of the text
};
QuestionsText ParseAllQuestions(const std::string& text, const std::string& source);

// The questions that are built in: the text of questions/builtin.toml.
extern const char kBuiltinQuestions[];

}  // namespace earshot
