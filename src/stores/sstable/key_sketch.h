// A sketch of the partitions' keys, by which Cassandra estimates how many several SSTables have together: HyperLogLog
// with 2^13 registers. (In Cassandra's sources: CompactionMetadata; HyperLogLogPlus of stream-lib.)
//
// One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace earshot {

class KeySketch {
 public:
  KeySketch();

  // A key's CassandraMurmur2.
  void Add(uint64_t hash);
  void AppendTo(std::string* out) const;

 private:
  std::vector<uint8_t> registers_;
};

}  // namespace earshot
