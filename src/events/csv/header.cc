#include "events/csv/header.h"

#include <algorithm>
#include <bit>

#include "events/csv/row_index.h"

namespace earshot {
namespace {

// How many rows decide what a file's rows have after the last named column.
constexpr size_t kFirstRows = 3;

struct Span {
  size_t begin = 0;
  size_t end = 0;
};

// The value of a header's field: without the quotes around it, and each doubled quote in it single.
std::string HeaderName(std::string_view field) {
  const bool quoted = !field.empty() && field.front() == '"';
  if (quoted) field = field.substr(1, field.size() - 2);
  std::string name;
  for (size_t i = 0; i < field.size(); ++i) {
    name.push_back(field[i]);
    if (quoted && field[i] == '"') ++i;
  }
  return name;
}

// Field `i` of the only row of `chunk`, without the line end.
std::string_view FieldOf(const Chunk& chunk, const RowIndex& index, size_t i) {
  const size_t begin = index.field_ends[i] + 1u;
  std::string_view field(chunk.buffer.data() + begin, index.field_ends[i + 1] - begin);
  if (i + 1 == index.field_count && field.ends_with('\r')) field.remove_suffix(1);
  return field;
}

// The first rows in [begin, end) with their line ends, up to kFirstRows of them, without blank ones.
std::vector<Span> FirstRows(const Chunk& chunk, size_t begin, size_t end) {
  std::vector<Span> rows;
  while (begin < end && rows.size() < kFirstRows) {
    const size_t row_end = RowEnd(chunk, begin, end);
    const std::string_view row(chunk.buffer.data() + begin, row_end - begin);
    if (row.find_first_not_of(" \t\r\n") != std::string_view::npos) rows.push_back({begin, row_end});
    begin = row_end;
  }
  return rows;
}

// Whether the only row of `chunk` has the named columns, and nothing after them unless it has the header's fields.
bool FitsLayout(const Chunk& chunk, const RowIndex& index, const Layout& layout) {
  if (index.field_count < layout.named_count) return false;
  if (index.field_count == layout.field_count) return true;
  for (size_t i = layout.named_count; i < index.field_count; ++i) {
    const std::string_view field = FieldOf(chunk, index, i);
    if (!field.empty() && field != "\"\"") return false;
  }
  return true;
}

}  // namespace

size_t RowEnd(const Chunk& chunk, size_t begin, size_t end) {
  size_t block = begin / kBlockBytes;
  uint64_t bits = ~uint64_t{0} << (begin % kBlockBytes);
  for (; block * kBlockBytes < end; ++block, bits = ~uint64_t{0}) {
    const uint64_t row_ends = chunk.masks[block].newline & ~chunk.masks[block].inside & bits;
    if (row_ends == 0) continue;
    return std::min(end, block * kBlockBytes + static_cast<size_t>(std::countr_zero(row_ends)) + 1);
  }
  return end;
}

bool HasBareCarriageReturn(std::string_view header, char delimiter) {
  bool in_quotes = false;
  for (size_t i = 0; i + 1 < header.size(); ++i) {
    const bool starts_field = i == 0 || header[i - 1] == delimiter;
    if (header[i] == '"' && (in_quotes || starts_field)) {
      in_quotes = !in_quotes;
    } else if (header[i] == '\r' && header[i + 1] != '\n' && !in_quotes) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> HeaderNames(const Chunk& header) {
  RowIndex index;
  IndexRows(header, &index);
  std::vector<std::string> names;
  for (size_t i = 0; i < index.field_count; ++i) names.push_back(HeaderName(FieldOf(header, index, i)));
  return names;
}

bool HasFirstRows(const Chunk& chunk, size_t begin, size_t end) {
  return FirstRows(chunk, begin, end).size() == kFirstRows;
}

size_t CountFields(size_t end, const Layout& layout, Chunk* chunk) {
  const std::vector<Span> rows = FirstRows(*chunk, chunk->begin, end);
  const Span all = {chunk->begin, chunk->end};
  std::vector<size_t> counts;
  RowIndex index;
  for (const Span& row : rows) {
    chunk->begin = row.begin;
    chunk->end = row.end;
    IndexRows(*chunk, &index);
    if (FitsLayout(*chunk, index, layout)) counts.push_back(index.field_count);
  }
  chunk->begin = all.begin;
  chunk->end = all.end;
  for (const size_t count : counts) {
    if (2 * static_cast<size_t>(std::count(counts.begin(), counts.end(), count)) > rows.size()) return count;
  }
  return layout.field_count;
}

}  // namespace earshot
