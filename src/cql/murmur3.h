// Cassandra's hash of a partition key: MurmurHash3 x64 128 by Austin Appleby, of which the first half is the token, but
// with bytes of the tail taken as signed, as Cassandra has done since its first release with it and must do forever.
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace earshot {

// The token of a serialised partition key, as CQL's token() gives it.
int64_t CassandraToken(std::string_view partition_key);

}  // namespace earshot
