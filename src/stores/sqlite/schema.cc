#include "stores/sqlite/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "base/printable.h"
#include "base/utf8.h"
#include "stores/sqlite/sql.h"

namespace earshot {
namespace {

// So much of what no earshot has written is shown.
constexpr size_t kSqlBytesMax = 1000;

bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}

// Keywords may be in letters of any case.
bool StartsWithKeyword(std::string_view sql, std::string_view keyword) {
  return sql.size() >= keyword.size() &&
         sqlite3_strnicmp(sql.data(), keyword.data(), static_cast<int>(keyword.size())) == 0;
}

// Takes spaces and comments off the front.
std::string_view WithoutSpace(std::string_view sql) {
  while (!sql.empty()) {
    size_t end = sql.find_first_not_of(" \t\n\f\r");
    if (end == 0 && sql.starts_with("--")) end = sql.find('\n');
    if (end == 0 && sql.starts_with("/*")) {
      end = sql.find("*/", 2);
      if (end != std::string_view::npos) end += 2;
    }
    if (end == 0) break;
    sql.remove_prefix(std::min(end, sql.size()));
  }
  return sql;
}

// The length of the token at the front of `sql`, which is not empty: a word, a quoted name or text, or one character.
size_t TokenLength(std::string_view sql) {
  const char first = sql.front();
  if (IsWordByte(first)) {
    size_t length = 1;
    while (length < sql.size() && IsWordByte(sql[length])) ++length;
    return length;
  }
  if (first != '"' && first != '`' && first != '\'' && first != '[') return 1;
  const size_t end = sql.find(first == '[' ? ']' : first, 1);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

std::vector<std::string_view> TokensOf(std::string_view sql) {
  std::vector<std::string_view> tokens;
  for (sql = WithoutSpace(sql); !sql.empty(); sql = WithoutSpace(sql)) {
    tokens.push_back(sql.substr(0, TokenLength(sql)));
    sql.remove_prefix(tokens.back().size());
  }
  return tokens;
}

// A name may stand in any of SQL's quotes for names, or bare; a keyword only bare.
bool IsSameToken(std::string_view needed, std::string_view present) {
  if (needed.front() != '"') return needed.size() == present.size() && StartsWithKeyword(present, needed);
  const bool is_quoted = present.size() >= 2 && (present[0] == '"' || present[0] == '`' || present[0] == '[');
  return needed.substr(1, needed.size() - 2) == (is_quoted ? present.substr(1, present.size() - 2) : present);
}

// What there is under a name: its CREATE statement, and what else has a say about its rows.
struct Present {
  std::string type;
  std::string sql;
  std::vector<std::string> others;  // as in "trigger t"
};

// Only the schema's own table is asked: functions like pragma_table_info have names that somebody's table can take.
StatusOr<Present> Find(Connection& connection, const std::string& name) {
  ASSIGN_OR_RETURN(Statement statement,
                   connection.Prepare("SELECT type, name, sql, name = ?1 COLLATE NOCASE FROM main.sqlite_master WHERE"
                                      " tbl_name = ?1 COLLATE NOCASE OR name = ?1 COLLATE NOCASE"));
  statement.BindText(1, name);
  Present present;
  int code = statement.Step();
  for (; code == SQLITE_ROW; code = statement.Step()) {
    const std::string type = statement.Text(0);
    const std::string sql = statement.Text(2);
    if (statement.Integer(3) != 0 && type != "trigger") {
      present.type = type;
      present.sql = sql;
    } else if (type == "trigger" || StartsWithKeyword(sql, "CREATE UNIQUE")) {
      present.others.push_back(fmt::format("{} {}", type == "trigger" ? type : "UNIQUE index", statement.Text(1)));
    }
  }
  if (code != SQLITE_DONE) return connection.ErrorOf(code);
  return present;
}

SchemaMatch MatchSchema(const Present& present, const Table& table) {
  if (present.type.empty()) return SchemaMatch::kNone;
  const bool is_needed =
      present.type == "table" && present.others.empty() && IsSameSql(SqliteCreateTable(table), present.sql);
  return is_needed ? SchemaMatch::kSame : SchemaMatch::kOther;
}

}  // namespace

bool IsSameSql(std::string_view needed, std::string_view present) {
  const std::vector<std::string_view> a = TokensOf(needed);
  const std::vector<std::string_view> b = TokensOf(present);
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), IsSameToken);
}

StatusOr<SchemaMatch> MatchSchema(Connection& connection, const Table& table) {
  ASSIGN_OR_RETURN(const Present present, Find(connection, table.name));
  return MatchSchema(present, table);
}

Status CheckSchema(Connection& connection, const Table& table) {
  ASSIGN_OR_RETURN(const Present present, Find(connection, table.name));
  if (MatchSchema(present, table) != SchemaMatch::kOther) return absl::OkStatus();
  std::string has = IsUtf8(present.sql) ? present.sql : Printable(present.sql, kSqlBytesMax);
  for (const std::string& other : present.others) has += "\nwith the " + Printable(other, kSqlBytesMax);
  return InputError(
      "table {} is there already with another schema, and is left as it is\nit has:\n{}\nthe question needs:\n{}\n"
      "rename the question, use another store, or, if nobody needs the table, drop it with SQLite's own tools",
      table.name, has, SqliteCreateTable(table));
}

}  // namespace earshot
