#include "cql/tables/sstable_bytes.h"

#include <algorithm>
#include <bit>

#include "cql/byte_costs.h"
#include "cql/cells.h"

namespace earshot {
namespace {

constexpr uint64_t kKeyLengthBytes = 2;
constexpr uint64_t kDeletionBytes = 12;  // of a partition: that it is not deleted
constexpr uint64_t kEndBytes = 1;
constexpr uint64_t kFlagsBytes = 1;          // of a row, and of a cell
constexpr uint64_t kTimestampBytes = 1;      // since the SSTable's first write time
constexpr size_t kColumnBitsMax = 63;        // of columns that a row lacks
constexpr size_t kClusteringHeaderMax = 32;  // columns that share a header
constexpr uint64_t kIsEmpty = 1;             // in the two bits that a header has for each

// A date has a length before it, though all have the same: its class in Cassandra does not say so.
bool HasLength(ColumnType type) { return FixedWidth(type) == 0 || type == ColumnType::kDate; }

// Nothing for an empty value, which flags tell.
uint64_t ValueBytes(ColumnType type, std::string_view value) {
  if (value.empty()) return 0;
  return value.size() + (HasLength(type) ? VintBytes(value.size()) : 0);
}

uint64_t ClusteringBytes(const Table& table, CellReader* cells) {
  uint64_t bytes = 0;
  uint64_t header = 0;
  size_t in_header = 0;
  for (size_t i = table.partition_size; i < table.key_size; ++i) {
    const std::string_view value = cells->Next();
    if (value.empty()) header |= kIsEmpty << (2 * in_header);
    bytes += ValueBytes(table.columns[i].type, value);
    if (++in_header == kClusteringHeaderMax || i + 1 == table.key_size) {
      bytes += VintBytes(header);
      header = 0;
      in_header = 0;
    }
  }
  return bytes;
}

// Where each regular column is when they are in the order of their names, as Cassandra numbers them.
std::vector<size_t> PositionsByName(const Table& table) {
  std::vector<size_t> positions(table.columns.size() - table.key_size);
  for (size_t i = 0; i < positions.size(); ++i) {
    positions[i] = static_cast<size_t>(
        std::count_if(table.columns.begin() + static_cast<ptrdiff_t>(table.key_size), table.columns.end(),
                      [&](const TableColumn& other) { return other.name < table.columns[table.key_size + i].name; }));
  }
  return positions;
}

// What a row says of the regular columns that it lacks, by Cassandra's Columns.Serializer.serializeSubset: nothing
// where it has all of them, as a flag says so; else a bit for each column or, of more of them than there are bits, how
// many it lacks and the positions of these, or of those that it has.
uint64_t AbsentBytes(const std::vector<bool>& is_absent) {
  const auto absent = static_cast<size_t>(std::count(is_absent.begin(), is_absent.end(), true));
  if (absent == 0) return 0;
  if (is_absent.size() <= kColumnBitsMax) {
    uint64_t bits = 0;
    for (size_t i = 0; i < is_absent.size(); ++i) bits |= is_absent[i] ? uint64_t{1} << i : 0;
    return VintBytes(bits);
  }
  const bool are_there = is_absent.size() - absent < is_absent.size() / 2;
  uint64_t bytes = VintBytes(absent);
  for (size_t i = 0; i < is_absent.size(); ++i) bytes += is_absent[i] != are_there ? VintBytes(i) : 0;
  return bytes;
}

}  // namespace

// So many bytes have seven times as many bits of the value, and nine have all 64: as Cassandra's
// VIntCoding.computeUnsignedVIntSize.
size_t VintBytes(uint64_t value) { return static_cast<size_t>(9 - (std::countl_zero(value | 1) - 1) / 7); }

PartitionBytes::PartitionBytes(const Table& table) : table_(table), positions_(PositionsByName(table)) {}

void PartitionBytes::Start(std::string_view row) {
  CellReader cells(row);
  uint64_t key_bytes = 0;
  for (size_t i = 0; i < table_.partition_size; ++i) {
    key_bytes += cells.Next().size() + (table_.partition_size > 1 ? kKeyComponentBytes : 0);
  }
  header_bytes_ = previous_bytes_ = kKeyLengthBytes + key_bytes + kDeletionBytes;
  rows_bytes_ = 0;
}

void PartitionBytes::Add(std::string_view row) {
  CellReader cells(row);
  for (size_t i = 0; i < table_.partition_size; ++i) cells.Next();
  const uint64_t clustering = ClusteringBytes(table_, &cells);
  uint64_t body = VintBytes(previous_bytes_) + kTimestampBytes;
  is_absent_.assign(positions_.size(), false);
  for (size_t i = table_.key_size; i < table_.columns.size(); ++i) {
    const std::string_view value = cells.Next();
    if (value.data() == nullptr) {
      is_absent_[positions_[i - table_.key_size]] = true;
    } else {
      body += kFlagsBytes + ValueBytes(table_.columns[i].type, value);
    }
  }
  body += AbsentBytes(is_absent_);
  previous_bytes_ = kFlagsBytes + clustering + VintBytes(body) + body;
  rows_bytes_ += previous_bytes_;
}

uint64_t PartitionBytes::bytes() const { return header_bytes() + rows_bytes_; }

uint64_t PartitionBytes::header_bytes() const { return header_bytes_ + kEndBytes; }

}  // namespace earshot
