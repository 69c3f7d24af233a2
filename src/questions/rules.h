// What makes a question possible: every rule that a question can break, in one place, whether it comes from a
// file or from code. docs/questions.md explains the same rules to those who write questions.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "questions/question.h"

namespace earshot {

// A rule that a question breaks, and which of its words breaks it.
struct RuleViolation {
  std::string_view key;  // "given", as the questions file calls it
  size_t item = 0;       // which of the key's list, from 0
  std::string reason;
};

// All the rules that `question` breaks, none if it can be asked. Whether its name is taken is for its file to
// know.
std::vector<RuleViolation> ViolationsOf(const Question& question);

}  // namespace earshot
