// Whether a table that is there already has the shape that a question needs.
#pragma once

#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"

namespace earshot {

// The columns, types and key of the table called `name`, one line each, or "" where there is no such table.
StatusOr<std::string> ShapeOf(Connection& connection, const std::string& name);

// The shape that the question needs, in the same words.
StatusOr<std::string> ShapeNeededBy(const Table& table);

// An error that shows both shapes where the table exists and differs from what `table` needs.
Status CheckShape(Connection& connection, const Table& table);

}  // namespace earshot
