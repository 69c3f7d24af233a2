#include "cql/tables/sstable_rows.h"

#include <algorithm>

#include "base/bytes.h"
#include "cql/cells.h"
#include "cql/vint.h"

namespace earshot {
namespace {

// Flags of a row, and of a cell.
constexpr char kEndOfPartition = 0x01;
constexpr char kHasTimestamp = 0x04;
constexpr char kHasAllColumns = 0x20;
constexpr char kHasRowTimestamp = 0x08;
constexpr char kHasEmptyValue = 0x04;

constexpr char kSameTimestamp = 0;           // as the SSTable's first write time
constexpr size_t kColumnBitsMax = 63;        // of columns that a row lacks
constexpr size_t kClusteringHeaderMax = 32;  // columns that share a header
constexpr uint64_t kIsEmpty = 1;             // in the two bits that a header has for each

// A date has a length before it, though all have the same: its class in Cassandra does not say so.
bool HasLength(ColumnType type) { return FixedWidth(type) == 0 || type == ColumnType::kDate; }

// Nothing for an empty value, which flags tell.
void AppendValue(ColumnType type, std::string_view value, std::string* out) {
  if (value.empty()) return;
  if (HasLength(type)) AppendVint(value.size(), out);
  out->append(value);
}

}  // namespace

std::vector<size_t> RegularByName(const Table& table) {
  std::vector<size_t> columns;
  for (size_t i = table.key_size; i < table.columns.size(); ++i) columns.push_back(i);
  std::sort(columns.begin(), columns.end(),
            [&](size_t a, size_t b) { return table.columns[a].name < table.columns[b].name; });
  return columns;
}

void AppendClustering(const Table& table, std::string_view cells, std::string* out) {
  for (size_t i = table.partition_size; i < table.key_size;) {
    const size_t end = std::min(table.key_size, i + kClusteringHeaderMax);
    uint64_t header = 0;
    CellReader headed(cells);
    for (size_t shift = 0; shift < 2 * (end - i); shift += 2) {
      if (headed.Next().empty()) header |= kIsEmpty << shift;
    }
    AppendVint(header, out);
    CellReader values(cells);
    for (; i < end; ++i) AppendValue(table.columns[i].type, values.Next(), out);
    cells = values.rest();
  }
}

PartitionEncoder::PartitionEncoder(const Table& table)
    : table_(table), by_name_(RegularByName(table)), values_(table.columns.size()) {}

void PartitionEncoder::Start(std::string_view key, std::string* out) {
  AppendBigEndian(static_cast<uint16_t>(key.size()), out);
  out->append(key).append(kNotDeleted);
  header_bytes_ = previous_bytes_ = sizeof(uint16_t) + key.size() + kNotDeleted.size();
}

void PartitionEncoder::Add(std::string_view cells, std::string* out) {
  CellReader reader(cells);
  for (size_t i = table_.partition_size; i < table_.columns.size(); ++i) values_[i] = reader.Next();
  row_values_ = static_cast<size_t>(std::count_if(by_name_.begin(), by_name_.end(),
                                                  [&](size_t column) { return values_[column].data() != nullptr; }));
  AppendBody();
  const size_t start = out->size();
  out->push_back(static_cast<char>(kHasTimestamp | (row_values_ == by_name_.size() ? kHasAllColumns : 0)));
  AppendClustering(table_, cells, out);
  AppendVint(VintBytes(previous_bytes_) + body_.size(), out);
  AppendVint(previous_bytes_, out);
  out->append(body_);
  previous_bytes_ = out->size() - start;
}

void PartitionEncoder::End(std::string* out) { out->push_back(kEndOfPartition); }

void PartitionEncoder::AppendBody() {
  body_.assign(1, kSameTimestamp);
  if (row_values_ < by_name_.size()) AppendAbsent();
  AppendValues();
}

// A bit for each column that the row lacks or, of more columns than there are bits, how many it lacks and the positions
// of these, or of those that it has.
void PartitionEncoder::AppendAbsent() {
  const auto is_there = [&](size_t position) { return values_[by_name_[position]].data() != nullptr; };
  if (by_name_.size() <= kColumnBitsMax) {
    uint64_t bits = 0;
    for (size_t i = 0; i < by_name_.size(); ++i) bits |= is_there(i) ? 0 : uint64_t{1} << i;
    AppendVint(bits, &body_);
    return;
  }
  AppendVint(by_name_.size() - row_values_, &body_);
  const bool listed = row_values_ < by_name_.size() / 2;
  for (size_t i = 0; i < by_name_.size(); ++i) {
    if (is_there(i) == listed) AppendVint(i, &body_);
  }
}

void PartitionEncoder::AppendValues() {
  for (const size_t column : by_name_) {
    const std::string_view value = values_[column];
    if (value.data() == nullptr) continue;
    body_.push_back(static_cast<char>(kHasRowTimestamp | (value.empty() ? kHasEmptyValue : 0)));
    AppendValue(table_.columns[column].type, value, &body_);
  }
}

}  // namespace earshot
