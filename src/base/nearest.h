// The name that somebody probably meant: for "did you mean" in messages.
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot {

// The one of `names` that is nearest to `written`, or "" where none is near enough to be a typo:
// at most a third of its letters are added, left out or changed. Upper and lower case count as the same.
std::string_view NearestName(std::string_view written, const std::vector<std::string_view>& names);

// "; did you mean \"song\"?", or "" where no name is near. Made to end a message.
std::string DidYouMean(std::string_view written, const std::vector<std::string_view>& names);

// The same, or where no name is near, "; there is artist, song" with all of them.
std::string SuggestName(std::string_view written, const std::vector<std::string_view>& names);

}  // namespace earshot
