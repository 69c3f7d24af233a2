// A table as Chebotko diagrams draw it: its name, and a line for each column with its type and its place in the key, K
// for the partition key, C and an arrow for a clustering column in that order.
//
// Pure functions; safe on any thread.
#pragma once

#include <string>

#include "questions/table.h"

namespace earshot {

// "K", "C↑", "C↓", or nothing.
const char* KeyMark(const TableColumn& column);

// In a box, with the reason for each column after it; each line begins with `indent`.
std::string TableDiagram(const Table& table, const std::string& indent);

}  // namespace earshot
