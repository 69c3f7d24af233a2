#include "cql/tables/token_order.h"

#include <algorithm>

#include "base/bytes.h"
#include "cql/byte_costs.h"
#include "cql/murmur3.h"
#include "cql/ring.h"
#include "rows/row.h"

namespace earshot {
namespace {

Status CannotHold(const Table& table, size_t column, const std::string& why) {
  const TableColumn& wrong = table.columns[column];
  const bool is_of_record = wrong.origin == ColumnOrigin::kRecord;
  return InputError("column {}: {} of table {}; remove the {}, or use another store",
                    is_of_record ? table.question.of->columns[wrong.source].source_name : wrong.name, why, table.name,
                    table.question.of->record);
}

Status TooLong(const Table& table, size_t column, size_t bytes, const char* what) {
  return CannotHold(table, column,
                    fmt::format("{} bytes, and Cassandra accepts no more than {} in {}", bytes, kKeyBytesMax, what));
}

bool HasPartitionKeysOfOneLength(const Table& table) {
  const auto partition_end = table.columns.begin() + static_cast<std::ptrdiff_t>(table.partition_size);
  return std::none_of(table.columns.begin(), partition_end,
                      [](const TableColumn& column) { return column.type == ColumnType::kText; });
}

}  // namespace

void AppendPartitionKey(const Table& table, std::string_view row, std::string* partition_key) {
  CellReader cells(row);
  if (table.partition_size == 1) {
    partition_key->append(cells.Next());
    return;
  }
  for (size_t i = 0; i < table.partition_size; ++i) {
    const std::string_view value = cells.Next();
    AppendBigEndian(static_cast<uint16_t>(value.size()), partition_key);
    partition_key->append(value);
    partition_key->push_back('\0');
  }
}

void TokenOrder::AppendSortKey(const Table& table, std::string_view row, std::string* sort_key) const {
  // One buffer a thread: this runs once for every row.
  thread_local std::string partition_key;
  partition_key.clear();
  AppendPartitionKey(table, row, &partition_key);
  AppendToken(CassandraToken(partition_key), sort_key);
  // Keys of one token are ordered as their bytes are. Where all have one length, the values alone have that
  // order, and keep the sort key short.
  const bool one_length = HasPartitionKeysOfOneLength(table);
  if (!one_length) AppendSortableCell(ColumnType::kText, false, partition_key, sort_key);

  CellReader cells(row);
  for (size_t i = 0; i < table.key_size; ++i) {
    const std::string_view value = cells.Next();
    if (i < table.partition_size) {
      if (one_length) sort_key->append(value);
      continue;
    }
    AppendSortableCell(table.columns[i].type, table.columns[i].descending, value, sort_key);
  }
}

Status TokenOrder::CheckRow(const Table& table, std::string_view row) const {
  CellReader cells(row);
  size_t partition_key_bytes = 0;
  size_t longest = 0;
  size_t longest_bytes = 0;
  for (size_t i = 0; i < table.key_size; ++i) {
    const size_t bytes = cells.Next().size();
    if (i >= table.partition_size) {
      if (bytes > kKeyBytesMax) return TooLong(table, i, bytes, "a clustering column");
      continue;
    }
    if (bytes == 0 && table.partition_size == 1) {
      return CannotHold(table, 0, "is empty, and Cassandra does not accept an empty text as the whole partition key");
    }
    partition_key_bytes += bytes + (table.partition_size > 1 ? kKeyComponentBytes : 0);
    if (bytes > longest_bytes) {
      longest = i;
      longest_bytes = bytes;
    }
    if (i + 1 == table.partition_size && partition_key_bytes > kKeyBytesMax) {
      return TooLong(table, longest, partition_key_bytes, "the partition key");
    }
  }
  return absl::OkStatus();
}

std::string_view TokenOrder::RangeBound(const Table& /*table*/, std::string_view sort_key) const {
  return sort_key.substr(0, kTokenBytes);
}

std::vector<KeyRange> SplitRing(size_t count) {
  std::vector<std::string> bounds;
  for (const int64_t token : DivideRing(count)) AppendToken(token, &bounds.emplace_back());
  return SplitAt(bounds);
}

}  // namespace earshot
