// TableSchema: everything about a stored table that decides which rows it takes and returns, as a value.
//
// A store reads the schema of a table once, derives the schema that a question needs, and compares the two. Plain data
// and pure functions; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace earshot {

struct ColumnSchema {
  std::string name;
  std::string type;  // as the store calls it
  std::string kind;  // "partition key", "primary key", ..., as the store divides columns; empty outside the key
  bool descending = false;
  bool operator==(const ColumnSchema&) const = default;
};

struct TableSchema {
  std::string name;
  // The key's columns in the key's order, then the others.
  std::vector<ColumnSchema> columns;
  // What else changes the rows: "trigger t", "default_time_to_live 60". A table that is needed has none.
  std::vector<std::string> extras;
  bool operator==(const TableSchema&) const = default;
};

// One line for the table, each column and each extra.
std::string Describe(const TableSchema& schema);

// An error that shows both schemas where they differ. `tool` is what the user can drop the table with.
Status CheckSameSchema(const TableSchema& present, const TableSchema& needed, std::string_view tool);

}  // namespace earshot
