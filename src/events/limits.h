// Limits on the size of fields and rows. What exceeds them is rejected before it can fill the memory.
// Constants; safe on any thread.
#pragma once

#include <cstddef>

namespace earshot {

// Of a field as the file has it, without the quotes around it.
inline constexpr size_t kFieldBytesMax = size_t{64} << 10;
// Of a row; a buffer never grows beyond this and one chunk.
inline constexpr size_t kRowBytesMax = size_t{2} << 20;

}  // namespace earshot
