// Where the datasets are that are computed of the plays of a consolidated file: in a directory beside it, a CSV file
// each with the dataset's columns, every field quoted. Beside them are those who have agreed to be named, the groups
// that were asked for, and the mark that says that all of it is there (plays/taste_mark.h).
//
// Pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>

#include "plays/dataset.h"

namespace earshot {

// "plays.csv.taste"
std::string TasteDirectoryOf(const std::string& plays);

// "plays.csv.taste/recommended_songs.csv"
std::string TasteFileOf(const std::string& plays, const Dataset& dataset);

// "plays.csv", of a path of such a file, or of a text that begins with one.
std::string PlaysOfTasteFile(std::string_view text);

// "plays.csv.taste/opt_in.txt", "plays.csv.taste/groups.txt"
std::string TasteOptInOf(const std::string& plays);
std::string TasteGroupsOf(const std::string& plays);

// "plays.csv.taste/complete.json"
std::string TasteMarkOf(const std::string& plays);

}  // namespace earshot
