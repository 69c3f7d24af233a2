// A question as the text of a questions file, for those who keep it beside what was made of it.
//
// Pure function; safe on any thread.
#pragma once

#include <string>

#include "questions/question.h"

namespace earshot {

// TOML from which ParseQuestions reads the same question, but for its line. Keys that say what is so without them are
// left out.
std::string QuestionText(const Question& question);

}  // namespace earshot
