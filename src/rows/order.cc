#include "rows/order.h"

#include "base/bytes.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;

// Doubles sort as their bits do once positive ones have the sign bit set and negative ones are turned round.
uint64_t SortableBits(std::string_view double_value) {
  const auto bits = ReadBigEndian<uint64_t>(double_value.data());
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

// A zero byte becomes 00 FF and the end 00 00, so that "a" sorts before "a\0" and both before "ab".
void AppendTerminatedText(std::string_view text, std::string* sort_key) {
  size_t start = 0;
  for (size_t zero = text.find('\0'); zero != std::string_view::npos; zero = text.find('\0', start)) {
    sort_key->append(text.substr(start, zero - start));
    sort_key->append("\0\xFF", 2);
    start = zero + 1;
  }
  sort_key->append(text.substr(start));
  sort_key->append(2, '\0');
}

}  // namespace

void AppendSortableCell(ColumnType type, bool descending, std::string_view value, std::string* sort_key) {
  const size_t start = sort_key->size();
  switch (type) {
    case ColumnType::kBigint: AppendBigEndian(static_cast<uint64_t>(BigintOf(value)) ^ kSignBit, sort_key); break;
    case ColumnType::kInt: AppendBigEndian(static_cast<uint32_t>(IntOf(value)) ^ (uint32_t{1} << 31), sort_key); break;
    case ColumnType::kDouble: AppendBigEndian(SortableBits(value), sort_key); break;
    case ColumnType::kText: AppendTerminatedText(value, sort_key); break;
  }
  if (!descending) return;
  for (size_t i = start; i < sort_key->size(); ++i) (*sort_key)[i] = static_cast<char>(~(*sort_key)[i]);
}

void KeyOrder::AppendSortKey(const Table& table, std::string_view row, std::string* sort_key) const {
  CellReader cells(row);
  for (size_t i = 0; i < table.key_size; ++i) {
    const TableColumn& column = table.columns[i];
    AppendSortableCell(column.type, column.descending, cells.Next(), sort_key);
  }
}

}  // namespace earshot
