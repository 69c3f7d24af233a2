// The list of listeners who were forgotten, beside the plays that they are no longer in: a line of JSON each. It has
// what later runs need to suppress them, and no more.
//
// Plain data and functions; safe on any thread.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "events/forgotten.h"

namespace earshot {

struct ForgottenListener {
  int64_t user_id = 0;
  std::string since;  // "2018-11-30T03:00:01.000Z"
  std::set<NameHashes> names;
};

// Where the list of a consolidated file is: "plays.csv.forgotten".
std::string ForgottenOf(const std::string& plays_path);

// None where there is no file. A line that is not a listener is an error: leaving it out would bring one back.
StatusOr<std::vector<ForgottenListener>> ReadForgottenList(const std::string& path);

// Reads one line. The error says what is wrong with it, not where it is.
StatusOr<ForgottenListener> ParseForgotten(std::string_view line);

// As a line of the list, with its line end.
std::string ForgottenJson(const ForgottenListener& listener);

Forgotten ForgottenIn(const std::vector<ForgottenListener>& list);

}  // namespace earshot
