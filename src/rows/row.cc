#include "rows/row.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>

namespace earshot {

namespace {

int32_t BucketOf(const Table& table, const Record& record) {
  uint64_t hash = 0;
  for (const size_t column : table.bucket_of) {
    const std::string_view cell = record.cells[column];
    hash = XXH3_64bits_withSeed(cell.data(), cell.size(), hash);
  }
  return static_cast<int32_t>(hash % table.question.buckets);
}

void AppendZeroCell(ColumnType type, std::string* out) {
  const std::string zero(FixedWidth(type), '\0');
  AppendTextCell(zero, out);
}

}  // namespace

void AppendRow(const Table& table, const Record& record, std::string* out) {
  for (const TableColumn& column : table.columns) {
    switch (column.origin) {
      case ColumnOrigin::kRecord: out->append(record.cells[column.source]); break;
      case ColumnOrigin::kMeasure: AppendZeroCell(column.type, out); break;
      case ColumnOrigin::kBucket: AppendIntCell(BucketOf(table, record), out); break;
    }
  }
}

RecordUse UseOf(const Table& table, const Record& record) {
  bool lacks_value = false;
  for (const RecordFilter& filter : table.only) {
    const std::string_view cell = record.cells[filter.source];
    if (std::find(filter.cells.begin(), filter.cells.end(), cell) != filter.cells.end()) continue;
    if (!IsNullCell(cell)) return RecordUse::kNone;
    lacks_value = true;
  }
  for (const size_t column : table.needed) lacks_value = lacks_value || IsNullCell(record.cells[column]);
  return lacks_value ? RecordUse::kLacksValue : RecordUse::kRow;
}

std::string_view FirstCells(std::string_view row, size_t count) {
  CellReader cells(row);
  for (size_t i = 0; i < count; ++i) cells.Next();
  return row.substr(0, row.size() - cells.rest().size());
}

bool IsWholeRow(const Table& table, std::string_view row) {
  for (const TableColumn& column : table.columns) {
    if (!TakeWholeCell(column.type, &row)) return false;
  }
  return row.empty();
}

namespace {

std::string DescribeFirst(const Table& table, size_t columns, std::string_view row) {
  std::string text;
  CellReader cells(row);
  for (size_t i = 0; i < columns; ++i) {
    const TableColumn& column = table.columns[i];
    const std::string value = ShownText(column.type, cells.Next());
    const char* quote = column.type == ColumnType::kText ? "\"" : "";
    text += fmt::format("{}{}={}{}{}", i == 0 ? "" : ", ", column.name, quote, value, quote);
  }
  return text;
}

}  // namespace

std::string DescribeKey(const Table& table, std::string_view row) { return DescribeFirst(table, table.key_size, row); }

std::string DescribePartition(const Table& table, std::string_view row) {
  return DescribeFirst(table, table.partition_size, row);
}

}  // namespace earshot
