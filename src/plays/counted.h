// Numbers in sentences. Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace earshot {

// "1,234,567"
std::string Grouped(uint64_t number);

// "1 play", "2,000 plays"
std::string Counted(uint64_t count, std::string_view what);

}  // namespace earshot
