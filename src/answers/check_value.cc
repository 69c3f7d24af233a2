#include "answers/check_value.h"

#include <string>

#include "base/error_code.h"
#include "base/utf8.h"
#include "rows/row.h"
#include "stores/damage.h"

namespace earshot {

Status CheckValue(const Table& table, size_t column, const Value& value, std::string_view row,
                  const RowCursor& cursor) {
  const auto damaged = [&](const std::string& what) {
    return WithCode(DamageError("table {}: {} of {} is {}: another program wrote it, or the data are damaged",
                                table.name, table.columns[column].name, DescribeKey(table, row), what),
                    ErrorCode::kDamagedValue);
  };
  if (value.is_null()) {
    const std::string shown = cursor.ShownNull(column);
    if (shown == "null") return absl::OkStatus();
    return damaged(fmt::format("{}, which is not a {}", shown, CqlName(value.type())));
  }
  if (value.type() == ColumnType::kText && !IsUtf8(value.text_value())) return damaged("not UTF-8");
  return absl::OkStatus();
}

}  // namespace earshot
