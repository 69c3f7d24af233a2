// Whether a table's partitions are larger than a partition should be, what to write in its question then, and which
// other keys it could have.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "profile/table_profile.h"

namespace earshot {

struct PartitionLimits {
  uint64_t rows = 100'000;
  uint64_t bytes = 100'000'000;
};

struct LimitBreach {
  std::string problem;             // empty where there is none
  std::vector<std::string> fixes;  // one of them will do
};

LimitBreach FindBreach(const TableProfile& profile, const PartitionLimits& limits);

// What to write in the question of partitions that have up to so many rows and bytes, more than the limits allow.
std::vector<std::string> FixesOf(const Question& question, uint64_t rows, uint64_t bytes,
                                 const PartitionLimits& limits);

// The same question with another key.
struct OtherKey {
  Question question;
  std::string text;        // what to write
  std::string partitions;  // how many of them an answer is read from
};

// Those that break no rule: a partition for fewer of the values that are given or for all of them, for one month or day
// at a time, for the first rows of each answer alone, or several partitions for each answer.
std::vector<OtherKey> OtherKeysOf(const Question& question);

}  // namespace earshot
