// Whether a table that is there already has the schema that a question needs: everything that SQLite knows of it and
// that could change what is stored or what is read.
#pragma once

#include <string_view>

#include "base/status.h"
#include "questions/table.h"
#include "stores/sqlite/connection.h"

namespace earshot {

enum class SchemaMatch { kNone, kSame, kOther };

// What there is under the table's name, in any case of its letters: nothing, the table as SqliteCreateTable makes it,
// or anything else. Another table, a view, a virtual table, or the right one with a trigger or a UNIQUE index on it.
// Other indexes change no row, and are left to whoever made them.
StatusOr<SchemaMatch> MatchSchema(Connection& connection, const Table& table);

// An error that shows both schemas where it is another one.
Status CheckSchema(Connection& connection, const Table& table);

// Whether two SQL statements are the same words: spaces, comments and whether a name is in quotes do not matter.
// `needed` has its names in double quotes, and in no other words.
bool IsSameSql(std::string_view needed, std::string_view present);

}  // namespace earshot
