#include "stores/sstable/serialization_header.h"

#include <fmt/format.h>

#include <string_view>

#include "cql/tables/sstable_rows.h"
#include "cql/vint.h"

namespace earshot {
namespace {

constexpr int64_t kTimestampEpoch = 1'442'880'000'000'000;  // what write times are written as a distance from

std::string_view ClassOf(ColumnType type) {
  switch (type) {
    case ColumnType::kBigint: return "LongType";
    case ColumnType::kInt: return "Int32Type";
    case ColumnType::kDouble: return "DoubleType";
    case ColumnType::kText: return "UTF8Type";
    case ColumnType::kTimestamp: return "TimestampType";
    case ColumnType::kDate: return "SimpleDateType";
  }
  return "";
}

std::string QualifiedClass(std::string_view name) { return fmt::format("org.apache.cassandra.db.marshal.{}", name); }

std::string TypeOf(const TableColumn& column) {
  const std::string type = QualifiedClass(ClassOf(column.type));
  return column.descending ? fmt::format("{}({})", QualifiedClass("ReversedType"), type) : type;
}

std::string KeyType(const Table& table) {
  std::string types;
  for (size_t i = 0; i < table.partition_size; ++i) types += (i == 0 ? "" : ",") + TypeOf(table.columns[i]);
  return table.partition_size == 1 ? types : fmt::format("{}({})", QualifiedClass("CompositeType"), types);
}

void AppendWithLength(std::string_view text, std::string* out) {
  AppendVint(text.size(), out);
  out->append(text);
}

}  // namespace

std::string SerializationHeader(const Table& table, int64_t timestamp_us) {
  std::string out;
  AppendVint(static_cast<uint64_t>(timestamp_us - kTimestampEpoch), &out);
  AppendVint(0, &out);  // no time of a removal
  AppendVint(0, &out);  // no time to live
  AppendWithLength(KeyType(table), &out);
  AppendVint(table.key_size - table.partition_size, &out);
  for (size_t i = table.partition_size; i < table.key_size; ++i) AppendWithLength(TypeOf(table.columns[i]), &out);
  AppendVint(0, &out);  // static columns
  AppendVint(table.columns.size() - table.key_size, &out);
  for (const size_t column : RegularByName(table)) {
    AppendWithLength(table.columns[column].name, &out);
    AppendWithLength(TypeOf(table.columns[column]), &out);
  }
  return out;
}

}  // namespace earshot
