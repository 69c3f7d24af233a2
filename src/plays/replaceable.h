// Sees to it that an output replaces nothing that cannot be made again: only what begins as the output itself does.
//
// A pure look at the file system; safe on any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/status.h"

namespace earshot {

// Whether a file that begins with this text is of an output's own kind.
using IsOwnKind = std::function<bool(std::string_view)>;

IsOwnKind StartsWith(std::string start);

// Files of JSON objects, by their first key.
inline constexpr const char* kReportStart = "{\n  \"output\": ";
inline constexpr const char* kRepairsStart = "{\"file\":";
inline constexpr const char* kConflictsStart = "{\"table\":";

// What a consolidated file begins with: "artist","firstName",...
std::string ConsolidatedStart();

// And a file of all events: "artist","auth",...
std::string EventsFileStart();

// A usage error where `output` has the name of what is kept beside a consolidated file.
Status CheckNotKeptBesidePlays(const std::string& output);

// The same, or where there is a file at `output` that is not empty and not of its own kind. What is not a regular file
// takes everything.
Status CheckReplaceable(const std::string& output, const IsOwnKind& is_own_kind);

}  // namespace earshot
