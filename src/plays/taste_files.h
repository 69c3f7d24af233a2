// Where the datasets are that are computed of the plays of a consolidated file: in a directory beside it, a CSV file
// each with the dataset's columns, every field quoted.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>

#include "plays/dataset.h"

namespace earshot {

// "plays.csv.taste"
std::string TasteDirectoryOf(const std::string& plays);

// "plays.csv.taste/recommended_songs.csv"
std::string TasteFileOf(const std::string& plays, const Dataset& dataset);

}  // namespace earshot
