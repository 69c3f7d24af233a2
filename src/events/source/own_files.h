// Detects files that earshot itself writes by how they begin: they are often in the directory of the event files.
//
// Reads the file system; safe on any thread.
#pragma once

#include <string>
#include <string_view>

namespace earshot {

// Whether `text` starts with the header of a consolidated file, or of one of all events, as `consolidate` writes them.
bool StartsLikeConsolidatedFile(std::string_view text);

inline constexpr std::string_view kConsolidatedFile = "a consolidated file, not events";

// Which file of earshot's the regular file at `path`, compressed or not, is, as the end of a sentence:
// kConsolidatedFile or another. "" if it is none, or cannot be read.
std::string OwnFileKind(const std::string& path);

}  // namespace earshot
