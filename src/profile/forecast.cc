#include "profile/forecast.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "profile/fullest_bucket.h"
#include "profile/largest_value.h"

namespace earshot {
namespace {

// Of two plays of a group, both are in one part where the group comes to an end, unless the part ends within it; where
// it goes on, only about one time in eight. With fewer than this, it goes on in more than two of seven of such pairs.
constexpr double kEndsShare = 0.75;
// From the largest groups it is learned how much of their size is luck: from enough of them for an average, and no
// more, as the lesser ones had less of it.
constexpr size_t kLuckGroupsMax = 30;
constexpr int kBisections = 60;

size_t LuckGroups(const GroupGrowth& growth) {
  return std::clamp<size_t>(growth.most_plays.size() / 4, 1, kLuckGroupsMax);
}

double RatioOf(double part, double whole) { return whole == 0 ? 0 : part / whole; }

// The columns of the table that are the dataset's, from `begin` to `end`.
std::vector<std::string> RecordNames(const Table& table, size_t begin, size_t end) {
  std::vector<std::string> names;
  for (size_t i = begin; i < end; ++i) {
    if (table.columns[i].origin == ColumnOrigin::kRecord) names.push_back(table.columns[i].name);
  }
  return names;
}

// How many days pass until there is another value of one of these; nothing where none says when.
std::optional<double> DaysOf(const Dataset& dataset, const std::vector<std::string>& names) {
  std::optional<double> days;
  for (const std::string& name : names) {
    const std::optional<int> period = dataset.ColumnOf(name).values.period_days;
    if (period.has_value()) days = std::min<double>(days.value_or(*period), *period);
  }
  return days;
}

// Whether the plays of the largest groups are in one part, mostly.
bool EndsInOnePart(const GroupGrowth& growth) {
  double pairs = 0;
  double in_one_part = 0;
  for (const Group& group : growth.most_plays) {
    const auto plays = static_cast<double>(group.plays);
    pairs += plays * (plays - 1);
    for (const uint64_t in_part : group.in_part) {
      in_one_part += static_cast<double>(in_part) * (static_cast<double>(in_part) - 1);
    }
  }
  return in_one_part >= kEndsShare * pairs;
}

// The largest groups are the largest by luck, too: chosen by all parts but one, they have less in that one.
double LastingShare(const GroupGrowth& growth, PartCounts Group::*in_parts) {
  double expected = 0;
  double found = 0;
  for (size_t part = 0; part < kParts; ++part) {
    std::vector<std::pair<uint64_t, uint64_t>> groups;  // what is in the other parts, and in this one
    for (const Group& group : growth.most_plays) {
      const PartCounts& counts = group.*in_parts;
      const uint64_t all = std::accumulate(counts.begin(), counts.end(), uint64_t{0});
      groups.emplace_back(all - counts[part], counts[part]);
    }
    const auto end = groups.begin() + static_cast<ptrdiff_t>(std::min(LuckGroups(growth), groups.size()));
    std::partial_sort(groups.begin(), end, groups.end(), std::greater<>());
    for (auto group = groups.begin(); group != end; ++group) {
      expected += static_cast<double>(group->first) / (kParts - 1);
      found += static_cast<double>(group->second);
    }
  }
  return expected == 0 ? 1 : std::min(1.0, found / expected);
}

}  // namespace

TableForecast::TableForecast(const Table& table, Growth growth, Found found)
    : table_(&table),
      growth_(growth),
      found_(std::move(found)),
      row_names_(RecordNames(table, table.partition_size, table.key_size)) {
  const std::vector<std::string> partition = RecordNames(table, 0, table.partition_size);
  if (found_.partitions.groups == 0) return;
  if (growth == Growth::kDays && found_.seen.span.has_value()) {
    const Dataset& dataset = *table.question.of;
    const double days = found_.seen.span->days();
    if (const auto period = DaysOf(dataset, partition); period.has_value()) partition_period_ = *period / days;
    if (const auto period = DaysOf(dataset, row_names_); period.has_value()) value_period_ = *period / days;
  }
  const bool is_cut = partition_period_.value_or(0) > 0.5;
  if (is_cut && !Contains(partition, "session_id")) {
    partition_growth_ = PartitionGrowth::kLarger;
  } else {
    partition_growth_ = IsMore(partition, found_.partitions) ? PartitionGrowth::kMore : PartitionGrowth::kLarger;
  }
  all_groups_.emplace(found_.partitions);
  if (table.one_row_per_play) {
    row_growth_ = RowGrowth::kEachPlay;
  } else if (row_names_.empty()) {
    row_growth_ = RowGrowth::kOne;
  } else if (value_period_.value_or(1) <= 0.5 || IsMore(row_names_, found_.values)) {
    row_growth_ = RowGrowth::kNew;
  } else {
    row_growth_ = RowGrowth::kFixedSet;
    std::vector<Group> largest = found_.partitions.most_plays;
    largest.resize(std::min(largest.size(), LuckGroups(found_.partitions)));
    rows_.emplace(Occupancy(found_.values), largest);
  }
  // Where rows are new in each part, it is their number that grows, and not that of their plays.
  const bool are_new = row_growth_ == RowGrowth::kNew;
  lasting_share_ = LastingShare(found_.partitions, are_new ? &Group::rows_in_part : &Group::in_part);
}

// Whether there is more of what has these columns as plays are added; where it is not known, by what was found.
bool TableForecast::IsMore(const std::vector<std::string>& names, const GroupGrowth& growth) const {
  if (Contains(names, "session_id")) return true;
  if (growth_ == Growth::kListeners && Contains(names, "user_id")) return true;
  const std::optional<double> days = DaysOf(*table_->question.of, names);
  if (growth_ == Growth::kDays && found_.seen.span.has_value() && days.has_value()) {
    return *days <= found_.seen.span->days() / 2;
  }
  return EndsInOnePart(growth);
}

// How many times as many plays the largest partition has: what is no luck goes on, and luck grows as the square root.
double TableForecast::LargestGroupGrowth(double times) const {
  return lasting_share_ * times + (1 - lasting_share_) * std::sqrt(times);
}

// Of partitions that are as many as before.
double TableForecast::LargerRows(double times) const {
  const double growth = LargestGroupGrowth(times);
  if (row_growth_ == RowGrowth::kOne) return 1;
  if (row_growth_ != RowGrowth::kFixedSet) return growth * static_cast<double>(found_.partitions.most_rows.front());
  // In each of a calendar's units there are as many rows as in the first.
  const double periods = value_period_.has_value() ? std::max(1.0, times / *value_period_) : 1;
  const double in_period = std::min(times, value_period_.value_or(times));
  double most = 0;
  for (size_t i = 0; i < std::min(found_.partitions.most_plays.size(), kLuckGroupsMax); ++i) {
    const Group& group = found_.partitions.most_plays[i];
    const auto plays = static_cast<double>(group.plays);
    const double more = plays * LargestGroupGrowth(in_period);
    most = std::max(most, rows_->RowsOf(plays, static_cast<double>(group.rows), more, in_period));
  }
  return most * periods;
}

double TableForecast::RowsAt(double times) const {
  const GroupGrowth& partitions = found_.partitions;
  if (partition_growth_ == PartitionGrowth::kLarger) {
    return LargerRows(std::min(times, std::max(1.0, partition_period_.value_or(times))));
  }
  return LargestOfMore(partitions.most_rows, partitions.groups, times);
}

double TableForecast::PartitionsAt(double times) const {
  const auto groups = static_cast<double>(found_.partitions.groups);
  if (partition_growth_ == PartitionGrowth::kMore) return groups * times;
  const double periods = partition_period_.has_value() ? std::max(1.0, times / *partition_period_) : 1;
  const double in_period = std::min(times, std::max(1.0, partition_period_.value_or(times)));
  return periods * all_groups_->ValuesOf(static_cast<double>(found_.partitions.plays) * in_period, in_period);
}

FutureSizes TableForecast::At(double plays) const {
  const PartitionSizes& today = found_.profile.sizes;
  FutureSizes sizes = {.partitions = static_cast<double>(today.partitions),
                       .rows_max = static_cast<double>(today.rows_spread.max),
                       .bytes_max = static_cast<double>(today.bytes_spread.max)};
  const double times = RatioOf(plays, static_cast<double>(found_.seen.plays));
  if (times <= 1 || today.rows == 0) return sizes;
  const Question& question = table_->question;
  double rows = RowsAt(times);
  if (question.buckets > 0) {
    constexpr double kEvenChance = 0.5;
    rows = std::min(rows, RowsOfFullestBucket(rows, question.buckets, kEvenChance));
  }
  if (question.limit > 0 && question.HasAnswerInEachPartition())
    rows = std::min(rows, static_cast<double>(question.limit));
  rows = std::max(rows, sizes.rows_max);
  const auto header_bytes = static_cast<double>(today.heaviest.header_bytes);
  sizes.bytes_max = std::max(sizes.bytes_max, header_bytes + rows * today.heaviest.bytes_a_row());
  sizes.rows_max = rows;
  const double buckets = RatioOf(sizes.partitions, static_cast<double>(found_.partitions.groups));
  sizes.partitions = std::max(sizes.partitions, buckets * PartitionsAt(times));
  return sizes;
}

std::optional<double> TableForecast::PlaysOver(const PartitionLimits& limits) const {
  const auto is_over = [&](double plays) {
    const FutureSizes sizes = At(plays);
    return sizes.rows_max > static_cast<double>(limits.rows) || sizes.bytes_max > static_cast<double>(limits.bytes);
  };
  double low = std::max(1.0, static_cast<double>(found_.seen.plays));
  double high = kForecastPlaysMax;
  if (is_over(low)) return low;
  if (!is_over(high)) return std::nullopt;
  for (int step = 0; step < kBisections && high > low * (1 + 1e-6); ++step) {
    const double middle = std::sqrt(low * high);
    (is_over(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace earshot
