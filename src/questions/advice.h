// What is worth knowing about a table before it is made: what its rows represent, and what may go wrong with it
// though it breaks no rule. Pure functions; safe on any thread.
#pragma once

#include <string>
#include <vector>

#include "questions/table.h"

namespace earshot {

// "one row a play; a partition holds the plays of one session_id".
std::string DescribeRows(const Table& table);

// A sentence for each thing that the question's author may not have meant; none for a sound one.
std::vector<std::string> WarningsOf(const Table& table);

}  // namespace earshot
