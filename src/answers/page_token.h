// Page tokens: where the next page of an answer begins, as a word that survives a URL and a command line.
//
// A token holds the sort key of the page's last row, so rows that come or go between two pages move no others. It is
// good for one question and its values alone. Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// `asked` identifies what was asked: the question's name and the given cells.
std::string MakePageToken(std::string_view asked, std::string_view sort_key);

// The sort key in `token`. The error (invalid_page_token) says whether the token is damaged or of another asking.
StatusOr<std::string> ParsePageToken(std::string_view asked, std::string_view token);

}  // namespace earshot
