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
  std::vector<std::string> fixes;  // as in FixesOf
};

LimitBreach FindBreach(const TableProfile& profile, const PartitionLimits& limits);

// How large partitions are, or will be.
struct LargestPartitions {
  double rows = 0;
  double bytes = 0;        // of the heaviest, which may be another one
  PartitionSize heaviest;  // as it is today
};

// What to write in the question of partitions that are over the limits. Each of these keeps them within the limits by
// itself, as long as rows have about the bytes that they have today, or says that it may not be enough.
std::vector<std::string> FixesOf(const Question& question, const LargestPartitions& largest,
                                 const PartitionLimits& limits);

// The same question with another key.
struct OtherKey {
  Question question;
  std::string text;        // what to write
  std::string partitions;  // how many of them an answer is read from
  // How large its partitions are is not known before it is tried.
  bool is_of_any_size = false;
};

// Those that break no rule: a partition for fewer of the values that are given or for all of them, for one month or day
// at a time, for the first rows of each answer alone, or several partitions for each answer.
std::vector<OtherKey> OtherKeysOf(const Question& question);

}  // namespace earshot
