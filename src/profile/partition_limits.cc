#include "profile/partition_limits.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "plays/counted.h"
#include "questions/rules.h"

namespace earshot {
namespace {

constexpr uint64_t kLimit = 1000;

uint64_t DivideUp(uint64_t number, uint64_t by) { return (number + by - 1) / by; }

std::string ListOf(const std::vector<std::string>& names) {
  return fmt::format("[\"{}\"]", fmt::join(names, "\", \""));
}

OtherKey WholePartition(Question question) {
  question.partition.clear();
  return {std::move(question), "leave partition out, so that each of the values that are given has a partition", "1"};
}

// All but one of the columns that are given.
OtherKey FewerInPartition(Question question, size_t left_out) {
  question.partition = question.given;
  question.partition.erase(question.partition.begin() + static_cast<ptrdiff_t>(left_out));
  std::string text = fmt::format("partition = {} keeps together what differs in {}", ListOf(question.partition),
                                 question.given[left_out]);
  return {std::move(question), std::move(text), "1"};
}

// Twice as many as the largest partition needs today, as buckets are not of one size and plays go on coming.
OtherKey Buckets(Question question, uint64_t parts) {
  const uint64_t buckets = std::bit_ceil(2 * parts) * std::max(question.buckets, 1U);
  question.buckets = static_cast<uint32_t>(std::min<uint64_t>(buckets, std::numeric_limits<uint32_t>::max()));
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
          fmt::format("1 for each {}", time)};
}

OtherKey Limit(Question question) {
  question.limit = kLimit;
  std::string text = fmt::format("limit = {}", kLimit);
  if (question.order.empty()) {
    const std::string first = question.measures.empty() ? "played_at" : question.measures.front().name;
    question.order.push_back({.name = first, .descending = true});
    text += fmt::format(" with order = [\"{} desc\"]", first);
  }
  return {std::move(question), text + " keeps the first rows of each answer", "1"};
}

bool PartitionIsGiven(const Question& question) {
  return question.partition.empty() || question.partition.size() == question.given.size();
}

void KeepPossible(std::vector<OtherKey>* keys) {
  std::erase_if(*keys, [](const OtherKey& key) { return !ViolationsOf(key.question).empty(); });
}

// Those that make partitions smaller, and do not say what the question says already.
std::vector<OtherKey> SmallerPartitions(const Question& question, uint64_t parts) {
  std::vector<OtherKey> keys;
  if (!PartitionIsGiven(question)) keys.push_back(WholePartition(question));
  keys.push_back(Buckets(question, parts));
  if (!Contains(question.given, "day") && !Contains(question.given, "session_id")) keys.push_back(Time(question));
  if (question.limit == 0 && PartitionIsGiven(question)) keys.push_back(Limit(question));
  KeepPossible(&keys);
  return keys;
}

}  // namespace

std::vector<OtherKey> OtherKeysOf(const Question& question) {
  constexpr uint64_t kParts = 8;  // so that there are sixteen buckets
  std::vector<OtherKey> keys = SmallerPartitions(question, kParts);
  const bool may_be_fewer = PartitionIsGiven(question) && question.given.size() > 1 && question.limit == 0;
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
  breach.fixes = FixesOf(profile.table->question, sizes.rows_spread.max, sizes.bytes_spread.max, limits);
  return breach;
}

std::vector<std::string> FixesOf(const Question& question, uint64_t rows, uint64_t bytes,
                                 const PartitionLimits& limits) {
  const uint64_t parts = std::max(DivideUp(rows, limits.rows), DivideUp(bytes, limits.bytes));
  std::vector<std::string> fixes;
  for (OtherKey& key : SmallerPartitions(question, parts)) fixes.push_back(std::move(key.text));
  return fixes;
}

}  // namespace earshot
