// ParseCreateTable of stores/sqlite/schema.h.
#include <absl/strings/ascii.h>
#include <sqlite3.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "stores/sqlite/schema.h"

namespace earshot {
namespace {

bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}

// Removes spaces and comments from the front.
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

// Takes tokens off the front of a statement. Every function takes nothing, and says so, where another token follows.
class Tokens {
 public:
  explicit Tokens(std::string_view sql) : rest_(WithoutSpace(sql)) {}

  // A keyword, in any case, or a character.
  bool Take(std::string_view word) {
    if (Front().size() != word.size() ||
        sqlite3_strnicmp(rest_.data(), word.data(), static_cast<int>(word.size())) != 0) {
      return false;
    }
    RemoveFront();
    return true;
  }

  bool TakeAll(std::initializer_list<std::string_view> words) {
    return std::all_of(words.begin(), words.end(), [this](std::string_view word) { return Take(word); });
  }

  bool TakeWord(std::string* word) {
    if (rest_.empty() || !IsWordByte(rest_.front())) return false;
    *word = Front();
    RemoveFront();
    return true;
  }

  // A word, or what is in any of SQL's quotes for names.
  bool TakeName(std::string* name) {
    const std::string_view token = Front();
    if (token.size() < 2 || (token[0] != '"' && token[0] != '`' && token[0] != '[')) return TakeWord(name);
    *name = token.substr(1, token.size() - 2);
    RemoveFront();
    return true;
  }

  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view Front() const { return rest_.empty() ? rest_ : rest_.substr(0, TokenLength(rest_)); }
  void RemoveFront() { rest_ = WithoutSpace(rest_.substr(Front().size())); }

  std::string_view rest_;
};

struct ParsedColumn {
  ColumnSchema schema;
  bool not_null = false;
};

// "NAME TYPE," or "NAME TYPE NOT NULL,"
bool TakeColumn(Tokens* tokens, ParsedColumn* column) {
  std::string type;
  if (!tokens->TakeName(&column->schema.name) || !tokens->TakeWord(&type)) return false;
  column->schema.type = absl::AsciiStrToUpper(type);
  column->not_null = tokens->TakeAll({"NOT", "NULL"});
  return tokens->Take(",");
}

// "KEY (NAME, NAME DESC)": the first columns, in their order.
bool TakeKey(Tokens* tokens, std::vector<ParsedColumn>* columns, size_t* size) {
  if (!tokens->TakeAll({"KEY", "("})) return false;
  do {
    std::string name;
    if (*size == columns->size() || !tokens->TakeName(&name)) return false;
    ColumnSchema& column = (*columns)[(*size)++].schema;
    if (name != column.name) return false;
    column.kind = kPrimaryKey;
    column.descending = tokens->Take("DESC");
  } while (tokens->Take(","));
  return tokens->Take(")");
}

}  // namespace

std::optional<TableSchema> ParseCreateTable(std::string_view sql) {
  Tokens tokens(sql);
  TableSchema schema;
  if (!tokens.TakeAll({"CREATE", "TABLE"}) || !tokens.TakeName(&schema.name) || !tokens.Take("(")) return std::nullopt;
  std::vector<ParsedColumn> columns;
  while (!tokens.Take("PRIMARY")) {
    if (!TakeColumn(&tokens, &columns.emplace_back())) return std::nullopt;
  }
  size_t key_size = 0;
  if (!TakeKey(&tokens, &columns, &key_size) || !tokens.TakeAll({")", "WITHOUT", "ROWID"}) || !tokens.AtEnd()) {
    return std::nullopt;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].not_null != (i < key_size)) return std::nullopt;
    schema.columns.push_back(std::move(columns[i].schema));
  }
  return schema;
}

}  // namespace earshot
