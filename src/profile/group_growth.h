// Plays in groups, those of one value each, and how the groups and the rows in them came about: in which of eight parts
// of the plays they are.
//
// One thread; memory does not depend on the number of groups.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "profile/histogram.h"
#include "profile/parts.h"
#include "rows/sorted_row.h"

namespace earshot {

using PartCounts = std::array<uint64_t, kParts>;

// The plays of one value.
struct Group {
  uint64_t plays = 0;
  PartCounts in_part = {};
  uint64_t rows = 0;             // with different keys
  PartCounts rows_in_part = {};  // those that are in several parts count in each
  double half_rows = 0;          // as many of them as half of the parts have, on average
};

struct GroupGrowth {
  uint64_t plays = 0;
  uint64_t groups = 0;
  std::array<uint64_t, kParts + 1> groups_in_parts = {};  // how many groups are in so many parts
  uint64_t plays_in_one_part = 0;                         // of the groups that are in one part
  uint64_t groups_that_end = 0;                           // those that only the first half of the parts has
  uint64_t groups_that_begin = 0;                         // those that only the second half has
  Histogram sizes;                                        // the plays of each group
  std::vector<Group> most_plays;                          // the largest groups, largest first; kLargestGroupsMax
  std::vector<uint64_t> most_rows;                        // the largest numbers of rows, largest first; as many
};

inline constexpr size_t kLargestGroupsMax = 1024;

class GroupMeter {
 public:
  // The groups are the table's partitions; the table must outlive it. Where `row_a_play`, rows are plays, whatever
  // their keys.
  GroupMeter(const Table& table, const Parts& parts, bool row_a_play);

  // Rows come in an order in which those of a partition are neighbours, and in it those of a key; a row a play.
  void Add(const SortedRow& row);
  // REQUIRES: called once; nothing is added after it.
  GroupGrowth Finish();

 private:
  void EndRow();
  void EndGroup();

  const Table& table_;
  const Parts parts_;
  const bool row_a_play_;
  std::string partition_;  // the cells of its key; empty before the first
  std::string sort_key_;
  uint32_t row_parts_ = 0;                       // a bit for each part that has the row
  std::array<uint64_t, 4> rows_in_halves_ = {};  // of the group, in each of four choices of half of the parts
  Group group_;
  GroupGrowth growth_;  // its largest are heaps with the least one in front until it is finished
};

}  // namespace earshot
