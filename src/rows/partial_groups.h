// Groups of which some records are folded already: those of a table with measures that came one near another. It keeps
// as many as a small memory holds.
//
// A folded group is a row for sorting like that of a single record: the row of its last record, then how many records
// there are, a bigint, then each measure's partial result (Accumulator::AppendPartial), as cells.
//
// One thread.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "plays/record.h"
#include "rows/accumulator.h"
#include "rows/row_block.h"

namespace earshot {

class PartialGroups {
 public:
  // `accumulators` are those of one group, one for each measure of values.
  explicit PartialGroups(std::vector<Accumulator> accumulators);

  // Folds a record into the group whose sort key is `key`. `values` are the cells that the accumulators take; none of a
  // record without contents, as for a distinct value. False where there is no room for it. REQUIRES: records come in
  // source order.
  bool Add(std::string_view key, std::string_view row, Origin origin, const std::vector<std::string_view>& values);

  // Adds the groups to `block`, and forgets them.
  void Flush(RowBlock* block);

  size_t size() const { return groups_.size(); }

 private:
  // A place in the memory.
  struct Text {
    uint32_t at = 0;
    uint32_t bytes = 0;
  };
  struct Group {
    Text key;
    Text row;
    Origin origin;
    uint64_t records = 0;
    bool has_contents = false;
  };

  bool HasRoom(size_t bytes) const;
  Text Keep(std::string_view text);
  std::string_view TextAt(const Text& text) const { return {memory_.get() + text.at, text.bytes}; }
  bool AddGroup(std::string_view key, std::string_view row, Origin origin, const std::vector<std::string_view>& values);
  bool KeepRow(std::string_view row, Group* group);
  void Accumulate(size_t group, const std::vector<std::string_view>& values);

  std::vector<Accumulator> of_one_group_;
  size_t groups_max_;
  std::unique_ptr<char[]> memory_;
  size_t used_bytes_ = 0;
  std::vector<Group> groups_;
  std::vector<Accumulator> accumulators_;  // those of each group in turn
  bool has_long_values_ = false;
  absl::flat_hash_map<std::string_view, uint32_t> by_key_;
  std::string row_;  // scratch
};

// What stands for a group's records, as above. `accumulators` has one for each measure of values.
void AppendPartialGroup(std::string_view row, uint64_t records, const Accumulator* accumulators, size_t count,
                        std::string* out);

}  // namespace earshot
