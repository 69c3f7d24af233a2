#include "profile/group_growth.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

#include "rows/row.h"

namespace earshot {
namespace {

// Half of the parts, as bits: neighbours, and every other one.
constexpr std::array<uint32_t, 4> kHalves = {0b00001111, 0b11110000, 0b01010101, 0b10101010};

bool HasMorePlays(const Group& a, const Group& b) { return a.plays > b.plays; }

uint32_t PartsOf(const Group& group) {
  uint32_t parts = 0;
  for (size_t part = 0; part < kParts; ++part) parts |= group.in_part[part] > 0 ? 1U << part : 0;
  return parts;
}

// Keeps the largest in a heap whose front is the least of them.
template <typename Value, typename IsLarger>
void KeepLargest(const Value& value, IsLarger is_larger, std::vector<Value>* heap) {
  if (heap->size() == kLargestGroupsMax) {
    if (!is_larger(value, heap->front())) return;
    std::pop_heap(heap->begin(), heap->end(), is_larger);
    heap->pop_back();
  }
  heap->push_back(value);
  std::push_heap(heap->begin(), heap->end(), is_larger);
}

}  // namespace

GroupMeter::GroupMeter(const Table& table, const Parts& parts, bool row_a_play)
    : table_(table), parts_(parts), row_a_play_(row_a_play) {}

void GroupMeter::Add(const SortedRow& row) {
  const std::string_view partition = FirstCells(row.row, table_.partition_size);
  const bool is_new_group = partition != partition_;
  if (is_new_group || row.sort_key != sort_key_) {
    EndRow();
    sort_key_ = row.sort_key;
  }
  if (is_new_group) {
    EndGroup();
    partition_ = partition;
  }
  const size_t part = parts_.Of(row);
  row_parts_ |= 1U << part;
  ++group_.plays;
  ++group_.in_part[part];
}

void GroupMeter::EndRow() {
  if (row_parts_ == 0) return;
  ++group_.rows;
  for (size_t part = 0; part < kParts; ++part) group_.rows_in_part[part] += (row_parts_ >> part) & 1;
  for (size_t i = 0; i < kHalves.size(); ++i) rows_in_halves_[i] += (row_parts_ & kHalves[i]) != 0 ? 1 : 0;
  row_parts_ = 0;
}

void GroupMeter::EndGroup() {
  if (group_.plays == 0) return;
  for (const uint64_t rows : rows_in_halves_) group_.half_rows += static_cast<double>(rows) / kHalves.size();
  if (row_a_play_) {
    group_.rows = group_.plays;
    group_.rows_in_part = group_.in_part;
  }
  const uint32_t parts = PartsOf(group_);
  growth_.plays += group_.plays;
  ++growth_.groups;
  ++growth_.groups_in_parts[static_cast<size_t>(std::popcount(parts))];
  if (std::popcount(parts) == 1) growth_.plays_in_one_part += group_.plays;
  if ((parts & kHalves[1]) == 0) ++growth_.groups_that_end;
  if ((parts & kHalves[0]) == 0) ++growth_.groups_that_begin;
  growth_.sizes.Add(group_.plays);
  KeepLargest(group_, HasMorePlays, &growth_.most_plays);
  KeepLargest(group_.rows, std::greater<>(), &growth_.most_rows);
  group_ = {};
  rows_in_halves_ = {};
}

GroupGrowth GroupMeter::Finish() {
  EndRow();
  EndGroup();
  std::sort_heap(growth_.most_plays.begin(), growth_.most_plays.end(), HasMorePlays);
  std::sort_heap(growth_.most_rows.begin(), growth_.most_rows.end(), std::greater<>());
  return std::move(growth_);
}

}  // namespace earshot
