#include "stores/table_reader.h"

#include "base/error_code.h"

namespace earshot {

StatusOr<bool> HasTable(TableReader& store, const Table& table) {
  const Status scanned = store.Scan(table, KeyRange{}).status();
  if (CodeOf(scanned) == ErrorCode::kTableMissing) return false;
  RETURN_IF_ERROR(scanned);
  return true;
}

}  // namespace earshot
