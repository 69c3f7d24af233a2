#include "rows/partial_groups.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "cql/cells.h"

namespace earshot {
namespace {

// Enough for the sessions that go on at the same time; little enough for a processor's cache.
constexpr size_t kMemoryBytes = size_t{64} << 10;
constexpr size_t kGroupsMax = 512;
constexpr size_t kAccumulatorsBytesMax = size_t{128} << 10;
// Accumulators of longer values are not used again for their memory.
constexpr size_t kValueBytesKept = 256;

size_t GroupsMax(size_t accumulators) {
  if (accumulators == 0) return kGroupsMax;
  return std::clamp<size_t>(kAccumulatorsBytesMax / (accumulators * sizeof(Accumulator)), 1, kGroupsMax);
}

}  // namespace

void AppendPartialGroup(std::string_view row, uint64_t records, const Accumulator* accumulators, size_t count,
                        std::string* out) {
  out->append(row);
  AppendBigintCell(static_cast<int64_t>(records), out);
  for (size_t i = 0; i < count; ++i) accumulators[i].AppendPartial(out);
}

PartialGroups::PartialGroups(std::vector<Accumulator> accumulators)
    : of_one_group_(std::move(accumulators)),
      groups_max_(GroupsMax(of_one_group_.size())),
      memory_(std::make_unique<char[]>(kMemoryBytes)) {}

bool PartialGroups::Add(std::string_view key, std::string_view row, Origin origin,
                        const std::vector<std::string_view>& values) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return AddGroup(key, row, origin, values);
  Group& group = groups_[found->second];
  if (!KeepRow(row, &group)) return false;
  group.origin = origin;
  ++group.records;
  Accumulate(found->second, values);
  return true;
}

bool PartialGroups::AddGroup(std::string_view key, std::string_view row, Origin origin,
                             const std::vector<std::string_view>& values) {
  if (groups_.size() == groups_max_ || !HasRoom(key.size() + row.size())) return false;
  const size_t number = groups_.size();
  groups_.push_back({Keep(key), Keep(row), origin, 1, !row.empty()});
  by_key_.emplace(TextAt(groups_.back().key), static_cast<uint32_t>(number));
  if (accumulators_.size() < groups_.size() * of_one_group_.size()) {
    accumulators_.insert(accumulators_.end(), of_one_group_.begin(), of_one_group_.end());
  }
  for (size_t i = 0; i < of_one_group_.size(); ++i) accumulators_[number * of_one_group_.size() + i].Clear();
  Accumulate(number, values);
  return true;
}

bool PartialGroups::KeepRow(std::string_view row, Group* group) {
  if (row.size() > group->row.bytes) {
    if (!HasRoom(row.size())) return false;
    group->row = Keep(row);
    return true;
  }
  std::memcpy(memory_.get() + group->row.at, row.data(), row.size());
  group->row.bytes = static_cast<uint32_t>(row.size());
  return true;
}

bool PartialGroups::HasRoom(size_t bytes) const { return bytes <= kMemoryBytes - used_bytes_; }

PartialGroups::Text PartialGroups::Keep(std::string_view text) {
  const Text kept = {static_cast<uint32_t>(used_bytes_), static_cast<uint32_t>(text.size())};
  std::memcpy(memory_.get() + used_bytes_, text.data(), text.size());
  used_bytes_ += text.size();
  return kept;
}

void PartialGroups::Accumulate(size_t group, const std::vector<std::string_view>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string_view value = CellReader(values[i]).Next();
    accumulators_[group * of_one_group_.size() + i].Add(value);
    has_long_values_ = has_long_values_ || value.size() > kValueBytesKept;
  }
}

void PartialGroups::Flush(RowBlock* block) {
  for (size_t i = 0; i < groups_.size(); ++i) {
    const Group& group = groups_[i];
    row_.clear();
    if (group.has_contents) {
      const size_t count = of_one_group_.size();
      AppendPartialGroup(TextAt(group.row), group.records, accumulators_.data() + i * count, count, &row_);
    }
    block->Add({TextAt(group.key), row_, group.origin});
  }
  groups_.clear();
  by_key_.clear();
  used_bytes_ = 0;
  if (has_long_values_) accumulators_.clear();
  has_long_values_ = false;
}

}  // namespace earshot
