// What a questions file may hold, as a JSON schema (draft 7), by which editors complete and check it while it is
// written. It refuses no question that can be asked; what only several keys together say, or the plays, is for rules.h.
//
// A pure function; safe on any thread.
#pragma once

#include <string>

namespace earshot {

// Of questions of any dataset.
std::string QuestionsJsonSchema();

}  // namespace earshot
