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

// A question that is changed so that its partitions are smaller.
struct Change {
  Question question;
  std::string text;
};

Change WholePartition(Question question) {
  question.partition.clear();
  return {std::move(question), "leave partition out, so that each of the values that are given has a partition"};
}

// Twice as many as the largest partition needs today, as buckets are not of one size and plays go on coming.
Change Buckets(Question question, uint64_t parts) {
  const uint64_t buckets = std::bit_ceil(2 * parts) * std::max(question.buckets, 1U);
  question.buckets = static_cast<uint32_t>(std::min<uint64_t>(buckets, std::numeric_limits<uint32_t>::max()));
  return {std::move(question), fmt::format("buckets = {} spreads each answer over so many partitions", buckets)};
}

// The column of time that makes the partitions smaller than those that are given; nothing below a day.
Change Time(Question question) {
  const bool has_month = Contains(question.given, "month") || Contains(question.given, "week");
  const std::string time = has_month ? "day" : "month";
  question.given.push_back(time);
  std::string text = fmt::format("given = {}", ListOf(question.given));
  if (!question.partition.empty()) {
    question.partition.push_back(time);
    text += fmt::format(" and partition = {}", ListOf(question.partition));
  }
  return {std::move(question), fmt::format("{} asks for one {} at a time", text, time)};
}

Change Limit(Question question) {
  question.limit = kLimit;
  std::string text = fmt::format("limit = {}", kLimit);
  if (question.order.empty()) {
    const std::string first = question.measures.empty() ? "played_at" : question.measures.front().name;
    question.order.push_back({.name = first, .descending = true});
    text += fmt::format(" with order = [\"{} desc\"]", first);
  }
  return {std::move(question), text + " keeps the first rows of each answer"};
}

// Those that break no rule, and do not say what the question says already.
std::vector<Change> ChangesOf(const Question& question, uint64_t parts) {
  const bool partition_is_given = question.partition.empty() || question.partition.size() == question.given.size();
  std::vector<Change> changes;
  if (!partition_is_given) changes.push_back(WholePartition(question));
  changes.push_back(Buckets(question, parts));
  if (!Contains(question.given, "day") && !Contains(question.given, "session_id")) changes.push_back(Time(question));
  if (question.limit == 0 && partition_is_given) changes.push_back(Limit(question));
  std::erase_if(changes, [](const Change& change) { return !ViolationsOf(change.question).empty(); });
  return changes;
}

}  // namespace

LimitBreach FindBreach(const TableProfile& profile, const PartitionLimits& limits) {
  const PartitionSizes& sizes = profile.sizes;
  const bool has_rows = sizes.rows_spread.max > limits.rows;
  if (!has_rows && sizes.bytes_spread.max <= limits.bytes) return {};
  const PartitionSize& worst = has_rows ? sizes.largest.front() : sizes.heaviest;
  LimitBreach breach;
  breach.problem =
      fmt::format("the partition {} has {} rows in {} bytes, and {} rows or {} bytes should be the most", worst.name,
                  Grouped(worst.rows), Grouped(worst.bytes), Grouped(limits.rows), Grouped(limits.bytes));
  const uint64_t parts =
      std::max(DivideUp(sizes.rows_spread.max, limits.rows), DivideUp(sizes.bytes_spread.max, limits.bytes));
  for (Change& change : ChangesOf(profile.table->question, parts)) breach.fixes.push_back(std::move(change.text));
  return breach;
}

}  // namespace earshot
