// For tests: tables of the built-in questions, and plays with only the fields that matter spelled out.
#pragma once

#include <string_view>
#include <vector>

#include "plays/play.h"
#include "questions/table.h"

namespace earshot {

inline Table BuiltinTable(std::string_view name) {
  const std::vector<Table> tables = TablesFromToml(kBuiltinQuestions, "built-in").value();
  for (const Table& table : tables) {
    if (table.name == name) return table;
  }
  return {};
}

inline Table TableOfQuestion(const std::string& toml) { return TablesFromToml(toml, "test").value().front(); }

struct PlayFields {
  std::string_view session_id = "1";
  std::string_view item = "0";
  std::string_view user_id = "10";
  std::string_view artist = "Artist";
  std::string_view song = "Song";
  std::string_view first_name = "Ann";
  std::string_view length = "200.5";
  uint64_t line = 2;
};

// The play's views point to what the fields' views point to.
inline Play PlayOf(const PlayFields& fields) {
  return {{fields.artist, fields.first_name, "F", fields.item, "Lee", fields.length, "free", "Here, ST",
           fields.session_id, fields.song, fields.user_id},
          fields.line};
}

}  // namespace earshot
