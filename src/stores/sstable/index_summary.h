// Summary.db: where every 128th partition is in Index.db, which Cassandra keeps in memory. (In Cassandra's sources:
// IndexSummary, IndexSummaryBuilder.)
//
// One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace earshot {

class IndexSummary {
 public:
  // The next partition: its key, and where its entry begins in Index.db.
  void Add(std::string_view key, uint64_t index_position);
  // How many there are.
  uint64_t keys() const { return keys_; }
  // REQUIRES: there is a partition.
  std::string Serialized() const;

 private:
  uint64_t keys_ = 0;
  std::string entries_;
  std::vector<uint32_t> offsets_;  // in `entries_`
  std::string first_key_;
  std::string last_key_;
};

}  // namespace earshot
