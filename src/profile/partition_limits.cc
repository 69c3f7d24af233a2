#include "profile/partition_limits.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "plays/counted.h"
#include "profile/fullest_bucket.h"
#include "questions/rules.h"

namespace earshot {
namespace {

// What people read of an answer at most.
constexpr double kLimit = 1000;
// What is proposed is to have room for twice as much: plays go on coming, and rows differ in bytes.
constexpr double kRoom = 2;
// How often buckets that are proposed may turn out too full.
constexpr double kTooFullChance = 0.001;

std::string ListOf(const std::vector<std::string>& names) {
  return fmt::format("[\"{}\"]", fmt::join(names, "\", \""));
}

OtherKey WholePartition(Question question) {
  question.partition.clear();
  return {std::move(question), "leave partition out, so that each of the values that are given has a partition", "1",
          /*is_of_any_size=*/true};
}

// All but one of the columns that are given.
OtherKey FewerInPartition(Question question, size_t left_out) {
  question.partition = question.given;
  question.partition.erase(question.partition.begin() + static_cast<ptrdiff_t>(left_out));
  std::string text = fmt::format("partition = {} keeps together what differs in {}", ListOf(question.partition),
                                 question.given[left_out]);
  return {std::move(question), std::move(text), "1"};
}

OtherKey Buckets(Question question, uint32_t buckets) {
  question.buckets = buckets;
  return {std::move(question), fmt::format("buckets = {} spreads each answer over so many partitions", buckets),
          fmt::format("{}", buckets)};
}

// The column of time that makes the partitions smaller than those that are given; nothing below a day.
OtherKey Time(Question question) {
  const bool has_month = Contains(question.given, "month") || Contains(question.given, "week");
  const std::string time = has_month ? "day" : "month";
  question.given.push_back(time);
  std::string text = fmt::format("given = {}", ListOf(question.given));
  if (!question.partition.empty()) {
    question.partition.push_back(time);
    text += fmt::format(" and partition = {}", ListOf(question.partition));
  }
  return {std::move(question), fmt::format("{} asks for one {} at a time", text, time),
          fmt::format("1 for each {}", time), /*is_of_any_size=*/true};
}

OtherKey Limit(Question question, uint32_t limit) {
  question.limit = limit;
  std::string text = fmt::format("limit = {}", limit);
  if (question.order.empty()) {
    const std::string first = question.measures.empty() ? "played_at" : question.measures.front().name;
    question.order.push_back({.name = first, .descending = true});
    text += fmt::format(" with order = [\"{} desc\"]", first);
  }
  return {std::move(question), text + " keeps the first rows of each answer", "1"};
}

void KeepPossible(std::vector<OtherKey>* keys) {
  std::erase_if(*keys, [](const OtherKey& key) { return !ViolationsOf(key.question).empty(); });
}

// Those that make partitions smaller, and do not say what the question says already; so many buckets and first rows,
// or none.
std::vector<OtherKey> SmallerPartitions(const Question& question, std::optional<uint32_t> buckets,
                                        std::optional<uint32_t> limit) {
  std::vector<OtherKey> keys;
  if (!question.HasAnswerInEachPartition()) keys.push_back(WholePartition(question));
  if (buckets.has_value()) keys.push_back(Buckets(question, *buckets));
  if (!Contains(question.given, "day") && !Contains(question.given, "session_id")) keys.push_back(Time(question));
  if (limit.has_value() && question.limit == 0 && question.HasAnswerInEachPartition())
    keys.push_back(Limit(question, *limit));
  KeepPossible(&keys);
  return keys;
}

// The rows of today's heaviest partition that are within the limits.
double RowsWithin(const PartitionSize& heaviest, const PartitionLimits& limits) {
  const double bytes = static_cast<double>(limits.bytes) - static_cast<double>(heaviest.header_bytes);
  return std::max(0.0, bytes / heaviest.bytes_a_row());
}

// The fewest buckets, in powers of two, that none is too full of.
std::optional<uint32_t> BucketsWithin(const Question& question, const LargestPartitions& largest,
                                      const PartitionLimits& limits) {
  const double buckets_now = std::max(question.buckets, 1U);
  const auto fit = [&](double rows, double rows_max, uint32_t buckets) {
    return kRoom * rows / buckets <= rows_max && RowsOfFullestBucket(rows, buckets, kTooFullChance) <= rows_max;
  };
  const double heaviest_rows = largest.bytes / largest.heaviest.bytes_a_row();
  for (uint32_t buckets = 2; buckets <= kBucketsMax; buckets *= 2) {
    if (fit(largest.rows * buckets_now, static_cast<double>(limits.rows), buckets) &&
        fit(heaviest_rows * buckets_now, RowsWithin(largest.heaviest, limits), buckets)) {
      return buckets;
    }
  }
  return std::nullopt;
}

std::optional<uint32_t> LimitWithin(const PartitionSize& heaviest, const PartitionLimits& limits) {
  const double rows = std::min({kLimit, static_cast<double>(limits.rows), RowsWithin(heaviest, limits) / kRoom});
  if (rows < 1) return std::nullopt;
  return static_cast<uint32_t>(rows);
}

}  // namespace

std::vector<OtherKey> OtherKeysOf(const Question& question) {
  constexpr uint32_t kBuckets = 16;
  std::vector<OtherKey> keys =
      SmallerPartitions(question, kBuckets * std::max(question.buckets, 1U), static_cast<uint32_t>(kLimit));
  const bool may_be_fewer = question.HasAnswerInEachPartition() && question.given.size() > 1 && question.limit == 0;
  for (size_t i = question.given.size(); may_be_fewer && i-- > 0;) keys.push_back(FewerInPartition(question, i));
  KeepPossible(&keys);
  return keys;
}

LimitBreach FindBreach(const TableProfile& profile, const PartitionLimits& limits) {
  const PartitionSizes& sizes = profile.sizes;
  const bool has_rows = sizes.rows_spread.max > limits.rows;
  if (!has_rows && sizes.bytes_spread.max <= limits.bytes) return {};
  const PartitionSize& worst = has_rows ? sizes.largest.front() : sizes.heaviest;
  LimitBreach breach;
  breach.problem =
      fmt::format("the partition {} has {} rows in {} bytes, and {} rows or {} bytes should be the most", worst.name,
                  Grouped(worst.rows), Grouped(worst.bytes), Grouped(limits.rows), Grouped(limits.bytes));
  breach.fixes = FixesOf(profile.table->question,
                         {.rows = static_cast<double>(sizes.rows_spread.max),
                          .bytes = static_cast<double>(sizes.bytes_spread.max),
                          .heaviest = sizes.heaviest},
                         limits);
  return breach;
}

std::vector<std::string> FixesOf(const Question& question, const LargestPartitions& largest,
                                 const PartitionLimits& limits) {
  std::vector<std::string> fixes;
  for (const OtherKey& key :
       SmallerPartitions(question, BucketsWithin(question, largest, limits), LimitWithin(largest.heaviest, limits))) {
    fixes.push_back(key.text + (key.is_of_any_size ? ", which may not be enough" : ""));
  }
  return fixes;
}

}  // namespace earshot
