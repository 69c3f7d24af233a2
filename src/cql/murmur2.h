// The hash by which Cassandra estimates how many partitions an SSTable has: MurmurHash2 64A by Austin Appleby with a
// seed of 0, but with bytes of the tail taken as signed. Pure function; safe on any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace earshot {

uint64_t CassandraMurmur2(std::string_view partition_key);

}  // namespace earshot
