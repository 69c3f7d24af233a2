// Cassandra's hash of a partition key: MurmurHash3 x64 128 by Austin Appleby, of which the first half is the token, but
// with bytes of the tail taken as signed, as Cassandra has done since its first release with it and must do forever.
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace earshot {

struct KeyHash {
  uint64_t first = 0;
  uint64_t second = 0;
};

// Of a serialised partition key.
KeyHash HashOfKey(std::string_view partition_key);

// The token, as CQL's token() gives it.
int64_t TokenOfHash(const KeyHash& hash);
inline int64_t CassandraToken(std::string_view partition_key) { return TokenOfHash(HashOfKey(partition_key)); }

}  // namespace earshot
