#include "rows/order.h"

#include <bit>

#include "base/bytes.h"
#include "base/check.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr uint64_t kSignBit = uint64_t{1} << 63;  // of a double

// Doubles sort as their bits do once positive ones have the sign bit set and negative ones are inverted.
uint64_t SortableBits(std::string_view double_value) {
  const auto bits = ReadBigEndian<uint64_t>(double_value.data());
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

double DoubleOfSortableBits(uint64_t bits) {
  return std::bit_cast<double>((bits & kSignBit) != 0 ? bits & ~kSignBit : ~bits);
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

// Gives how many bytes the text takes in `sort_key`, its end included.
size_t AppendTextOfTerminated(std::string_view sort_key, std::string* text) {
  size_t start = 0;
  while (true) {
    const size_t zero = sort_key.find('\0', start);
    EARSHOT_CHECK(zero < sort_key.size() - 1);
    text->append(sort_key.substr(start, zero - start));
    start = zero + 2;
    if (sort_key[zero + 1] == '\0') return start;
    text->push_back('\0');
  }
}

void FlipBits(size_t from, std::string* bytes) {
  for (size_t i = from; i < bytes->size(); ++i) (*bytes)[i] = static_cast<char>(~(*bytes)[i]);
}

}  // namespace

void AppendSortableCell(ColumnType type, bool descending, std::string_view value, std::string* sort_key) {
  const size_t start = sort_key->size();
  switch (type) {
    case ColumnType::kBigint: AppendBigEndian(FlipSign(BigintOf(value)), sort_key); break;
    case ColumnType::kInt: AppendBigEndian(FlipSign(IntOf(value)), sort_key); break;
    case ColumnType::kDouble: AppendBigEndian(SortableBits(value), sort_key); break;
    case ColumnType::kText: AppendTerminatedText(value, sort_key); break;
    case ColumnType::kTimestamp: AppendBigEndian(FlipSign(TimestampOf(value)), sort_key); break;
    case ColumnType::kDate: AppendBigEndian(DateOf(value), sort_key); break;
  }
  if (descending) FlipBits(start, sort_key);
}

size_t AppendCellOfSortable(ColumnType type, bool descending, std::string_view sort_key, std::string* cell) {
  if (descending) {
    std::string ascending(sort_key);
    FlipBits(0, &ascending);
    return AppendCellOfSortable(type, /*descending=*/false, ascending, cell);
  }
  EARSHOT_CHECK(sort_key.size() >= FixedWidth(type));
  switch (type) {
    case ColumnType::kBigint: AppendBigintCell(ReadFlippedSign<int64_t>(sort_key.data()), cell); return sizeof(int64_t);
    case ColumnType::kInt: AppendIntCell(ReadFlippedSign<int32_t>(sort_key.data()), cell); return sizeof(int32_t);
    case ColumnType::kDouble:
      AppendDoubleCell(DoubleOfSortableBits(ReadBigEndian<uint64_t>(sort_key.data())), cell);
      return sizeof(double);
    case ColumnType::kTimestamp:
      AppendTimestampCell(ReadFlippedSign<int64_t>(sort_key.data()), cell);
      return sizeof(int64_t);
    case ColumnType::kDate: AppendDateCell(ReadBigEndian<uint32_t>(sort_key.data()), cell); return sizeof(uint32_t);
    case ColumnType::kText: break;
  }
  std::string text;
  const size_t bytes = AppendTextOfTerminated(sort_key, &text);
  AppendTextCell(text, cell);
  return bytes;
}

void KeyOrder::AppendSortKey(const Table& table, std::string_view row, std::string* sort_key) const {
  CellReader cells(row);
  for (size_t i = 0; i < table.key_size; ++i) {
    const TableColumn& column = table.columns[i];
    AppendSortableCell(column.type, column.descending, cells.Next(), sort_key);
  }
}

std::string_view KeyOrder::RangeBound(const Table& table, std::string_view sort_key) const {
  std::string cell;
  return sort_key.substr(0, AppendCellOfSortable(table.columns.front().type, /*descending=*/false, sort_key, &cell));
}

}  // namespace earshot
