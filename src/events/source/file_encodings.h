// Which files are in which encoding, as given for the run.
//
// Plain data and pure functions; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"

namespace earshot {

struct FileEncoding {
  std::string pattern;  // of the files that it applies to; empty: all
  std::string encoding;
};

// Reads texts like "cp1252", which applies to all files, and "GLOB=cp1252". An encoding that iconv does not know is an
// error.
StatusOr<std::vector<FileEncoding>> ParseFileEncodings(const std::vector<std::string>& texts);

// The encoding of the file at `path`: that of the last entry that applies to it; empty if none does. A pattern
// without a / is matched with the file's name alone.
std::string EncodingOfFile(const std::string& path, const std::vector<FileEncoding>& encodings);

// An error if a pattern matches none of `files`.
Status CheckPatternsMatch(const std::vector<FileEncoding>& encodings, const std::vector<std::string>& files);

}  // namespace earshot
