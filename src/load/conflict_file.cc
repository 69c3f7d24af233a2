#include "load/conflict_file.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.h"
#include "rows/row.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

Json JsonOf(ColumnType type, std::string_view value) {
  if (value.data() == nullptr) return nullptr;
  switch (type) {
    case ColumnType::kBigint: return BigintOf(value);
    case ColumnType::kInt: return IntOf(value);
    case ColumnType::kDouble: return DoubleOf(value);
    case ColumnType::kText:
    case ColumnType::kTimestamp:
    case ColumnType::kDate: return TextOf(type, value);
  }
  return nullptr;
}

Json Side(const Table& table, std::string_view row, uint64_t line) {
  Json side = {{"line", line}};
  CellReader cells(row);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const std::string_view value = cells.Next();
    if (i >= table.key_size) side[table.columns[i].name] = JsonOf(table.columns[i].type, value);
  }
  return side;
}

}  // namespace

StatusOr<std::unique_ptr<ConflictFile>> ConflictFile::Create(const std::string& path, SourceFiles sources) {
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file, OutputFile::Create(path));
  return std::unique_ptr<ConflictFile>(new ConflictFile(std::move(file), std::move(sources)));
}

Status ConflictFile::Add(const Table& table, const Conflict& conflict) {
  Json entry = {{"table", table.question.name}, {"file", sources_.Of(table).path}};
  CellReader cells(conflict.kept_row);
  for (size_t i = 0; i < table.key_size; ++i) {
    entry["key"][table.columns[i].name] = JsonOf(table.columns[i].type, cells.Next());
  }
  entry["kept"] = Side(table, conflict.kept_row, conflict.kept_origin.line);
  entry["dropped"] = Side(table, conflict.dropped_row, conflict.dropped_origin.line);
  return file_->Write(JsonText(entry) + "\n");
}

}  // namespace earshot
