// A CSV file's header, and what its first rows say about its layout. Pure functions; safe on any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "events/detect/layout.h"
#include "events/split/chunk.h"

namespace earshot {

// The position after the line end of the row that starts at `begin`, at most `end`.
size_t RowEnd(const Chunk& chunk, size_t begin, size_t end);

// Whether `header` has a carriage return outside quotes other than in its line end: it may hold more rows, then.
bool HasBareCarriageReturn(std::string_view header, char delimiter);

// The names in `header`, a chunk of that row alone.
std::vector<std::string> HeaderNames(const Chunk& header);

// Whether [begin, end) of the chunk's buffer holds all rows that CountFields looks at.
bool HasFirstRows(const Chunk& chunk, size_t begin, size_t end);

// How many fields a file's rows have: as many as more than half of the first rows in [chunk->begin, end) have, else as
// many as the header. A row counts if its fields after the last named column are empty. Leaves the chunk as it was.
size_t CountFields(size_t end, const Layout& layout, Chunk* chunk);

}  // namespace earshot
