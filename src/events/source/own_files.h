// Files that earshot writes itself, known by how they begin: they often stand where the event files do.
//
// A look at the file system; safe on any thread.
#pragma once

#include <string>
#include <string_view>

namespace earshot {

// Whether `text` starts with the header of a consolidated file, as `consolidate` writes it.
bool StartsLikeConsolidatedFile(std::string_view text);

inline constexpr std::string_view kConsolidatedFile = "a consolidated file, not events";

// What the regular file at `path`, compressed or not, is of earshot: kConsolidatedFile, or other words that end a
// sentence.
// "" where it is nothing of its own, or cannot be read.
std::string OwnFileKind(const std::string& path);

}  // namespace earshot
