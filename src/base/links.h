// Where links lead to.
//
// A look at the file system; safe on any thread.
#pragma once

#include <string>

namespace earshot {

// The file that a chain of links leads to, whether or not it is there. Where `path` is not a link it may be
// spelled otherwise.
std::string FileBehindLinks(const std::string& path);

// "data/plays.csv.loaded", for what is kept beside a file: beside the file itself where `path` is a link, so that it is
// found whichever way the file is called.
std::string NameBeside(const std::string& path, const std::string& suffix);

}  // namespace earshot
