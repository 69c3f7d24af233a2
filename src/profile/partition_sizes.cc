#include "profile/partition_sizes.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "cql/ring.h"
#include "rows/row.h"

namespace earshot {
namespace {

constexpr size_t kLargestMax = 10;

bool IsLarger(const PartitionSize& a, const PartitionSize& b) {
  return std::tie(a.rows, a.bytes) > std::tie(b.rows, b.bytes);
}

SizeSpread SpreadOf(const Histogram& sizes) { return {sizes.Quantile(0.5), sizes.Quantile(0.99), sizes.max()}; }

}  // namespace

PartitionMeter::PartitionMeter(const Table& table, size_t nodes)
    : table_(table), node_starts_(DivideRing(nodes)), bytes_(table) {
  sizes_.nodes.resize(node_starts_.size() + 1);
}

void PartitionMeter::Add(const SortedRow& row) {
  const std::string_view partition = FirstCells(row.row, table_.partition_size);
  if (partition != partition_) {
    End();
    Start(row);
    partition_ = partition;
  }
  ++rows_;
  bytes_.Add(row.row);
}

void PartitionMeter::Start(const SortedRow& row) {
  const auto next = std::upper_bound(node_starts_.begin(), node_starts_.end(), TokenOf(row.sort_key));
  node_ = static_cast<size_t>(next - node_starts_.begin());
  rows_ = 0;
  bytes_.Start(row.row);
}

void PartitionMeter::End() {
  if (partition_.empty()) return;
  PartitionSize size = {.name = "", .rows = rows_, .bytes = bytes_.bytes(), .header_bytes = bytes_.header_bytes()};
  rows_histogram_.Add(size.rows);
  bytes_histogram_.Add(size.bytes);
  NodeShare& node = sizes_.nodes[node_];
  ++node.partitions;
  node.rows += size.rows;
  node.bytes += size.bytes;
  KeepLarge(std::move(size));
}

// A name is made only of those that are kept.
void PartitionMeter::KeepLarge(PartitionSize size) {
  std::vector<PartitionSize>& heap = sizes_.largest;
  const bool is_heaviest = size.bytes > sizes_.heaviest.bytes;
  const bool is_of_largest = heap.size() < kLargestMax || IsLarger(size, heap.front());
  if (is_heaviest || is_of_largest) size.name = DescribePartition(table_, partition_);
  if (is_heaviest) sizes_.heaviest = size;
  if (!is_of_largest) return;
  if (heap.size() == kLargestMax) {
    std::pop_heap(heap.begin(), heap.end(), IsLarger);
    heap.pop_back();
  }
  heap.push_back(std::move(size));
  std::push_heap(heap.begin(), heap.end(), IsLarger);
}

PartitionSizes PartitionMeter::Finish() {
  End();
  sizes_.partitions = rows_histogram_.count();
  sizes_.rows = rows_histogram_.sum();
  sizes_.bytes = bytes_histogram_.sum();
  sizes_.rows_spread = SpreadOf(rows_histogram_);
  sizes_.bytes_spread = SpreadOf(bytes_histogram_);
  std::sort_heap(sizes_.largest.begin(), sizes_.largest.end(), IsLarger);
  if (sizes_.rows > 0) {
    sizes_.largest_percent_rows = rows_histogram_.SumOfLargest(0.01) / static_cast<double>(sizes_.rows);
  }
  return std::move(sizes_);
}

}  // namespace earshot
