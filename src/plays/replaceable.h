// Sees to it that an output replaces nothing that cannot be made again: only what begins as the output itself does.
//
// A pure look at the file system; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// What files of JSON objects begin with: reports, repairs, conflicts.
inline constexpr std::string_view kObjectsStart = "{";

// What a consolidated file begins with: "artist","firstName",...
std::string ConsolidatedStart();

// A usage error where there is a file at `output` that is not empty and does not begin with `start`; or where `output`
// has the name of what is kept beside a consolidated file. What is not a regular file takes everything.
Status CheckReplaceable(const std::string& output, std::string_view start);

}  // namespace earshot
