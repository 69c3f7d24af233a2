#include "stores/table_reader.h"

#include "base/error_code.h"

namespace earshot {

StatusOr<std::unique_ptr<RowCursor>> TableReader::Answer(const Table& table, std::string_view given_cells,
                                                         const ColumnRange& range) {
  ASSIGN_OR_RETURN(const std::unique_ptr<AnswerReader> answers, OpenAnswers(table));
  return answers->Open(given_cells, range);
}

StatusOr<bool> HasTable(TableReader& store, const Table& table) {
  const Status scanned = store.Scan(table, KeyRange{}).status();
  if (CodeOf(scanned) == ErrorCode::kTableMissing) return false;
  RETURN_IF_ERROR(scanned);
  return true;
}

}  // namespace earshot
