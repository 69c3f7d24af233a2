// Which names CQL takes unquoted: as they are, in every statement.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace earshot {

// Of a keyspace or a table.
inline constexpr size_t kCqlNameBytesMax = 48;

// A letter from a to z, then such letters, digits and underscores. CQL folds capitals of unquoted names.
bool IsCqlIdentifier(std::string_view name);

// Words of the language that no unquoted name can be.
std::span<const std::string_view> ReservedWords();
bool IsReservedWord(std::string_view name);

}  // namespace earshot
