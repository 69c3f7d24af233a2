// What an SSTable says of its table: by it Cassandra reads the rows, whatever the table is now. (In Cassandra's
// sources: SerializationHeader.Component, EncodingStats.) Pure function; safe on any thread.
#pragma once

#include <cstdint>
#include <string>

#include "questions/table.h"

namespace earshot {

// The types of the table's columns, and the write time that rows have theirs as a distance from.
std::string SerializationHeader(const Table& table, int64_t timestamp_us);

}  // namespace earshot
