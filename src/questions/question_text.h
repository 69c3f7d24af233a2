// A question as the text of a questions file, for those who keep it beside what was made of it.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "questions/question.h"

namespace earshot {

// `text` as TOML has it in double quotes: control characters, quotes and backslashes are escaped, so that no two texts
// look alike, whatever is beside them.
std::string InQuotes(std::string_view text);

// TOML from which ParseQuestions reads the same question, but for its line. Keys that say what is so without them are
// left out.
std::string QuestionText(const Question& question);

}  // namespace earshot
