// A command line taken apart into words, and words written so that a shell keeps them together.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

// Splits at white space; 'single' and "double" quotes keep a word together. An open quote is a usage error.
StatusOr<std::vector<std::string>> SplitWords(const std::string& line);

// `word` as it would be typed: in single quotes where a shell would take it apart.
std::string QuoteWord(const std::string& word);

}  // namespace earshot
