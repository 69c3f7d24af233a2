// The types that a column may have: those of CQL, and how many bytes their values take on the wire (native protocol v4,
// section 6).
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace earshot {

enum class ColumnType : uint8_t { kBigint, kInt, kDouble, kText, kTimestamp, kDate };

// The type's name in CQL: "bigint", "timestamp".
std::string_view CqlName(ColumnType type);

// The width that every value of the type has; 0 for text, which has any.
size_t FixedWidth(ColumnType type);

}  // namespace earshot
