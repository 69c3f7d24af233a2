#include "events/csv/escapes.h"

#include <fmt/format.h>

#include <memory>

#include "events/csv/row_index.h"
#include "events/source/unescaping_source.h"
#include "events/split/chunk.h"

namespace earshot {
namespace {

struct RowCounts {
  size_t rows = 0;     // after the header
  size_t misfits = 0;  // of which break the rules of quotes, or have other fields than the header
};

RowCounts CountRows(std::string_view text, bool is_whole, char delimiter) {
  auto file = std::make_shared<EventFile>();
  file->dialect.delimiter = delimiter;
  Chunk chunk;
  FillChunk(text, file, /*in_doubt=*/false, &chunk);
  RowIndex index;
  IndexRows(chunk, &index);
  RowCounts counts;
  size_t first_field = 0;
  size_t error = 0;
  for (size_t row = 0; row + (is_whole ? 0 : 1) < index.row_count; ++row) {
    const size_t last_field = index.row_ends[row];
    const size_t begin = index.field_ends[first_field] + 1u;
    const size_t end = index.field_ends[last_field];
    const size_t first_error = error;
    while (error < chunk.split.quote_errors.size() && chunk.split.quote_errors[error].position < end) ++error;
    const bool is_blank = end - begin <= (chunk.buffer[begin] == '\r' ? 1u : 0u);
    const bool fits = last_field - first_field == index.row_ends[0] && error == first_error;
    first_field = last_field;
    if (is_blank) continue;
    if (row > 0) ++counts.rows;
    if (!fits) ++counts.misfits;
  }
  return counts;
}

}  // namespace

std::optional<std::string> DetectBackslashEscapes(std::string_view beginning, bool is_whole, char delimiter) {
  if (beginning.find('\\') == std::string_view::npos) return std::nullopt;
  const RowCounts as_it_stands = CountRows(beginning, is_whole, delimiter);
  if (as_it_stands.misfits == 0) return std::nullopt;
  const RowCounts without = CountRows(Unescape(beginning, {.delimiter = delimiter}), is_whole, delimiter);
  if (without.misfits > 0) return std::nullopt;
  return fmt::format("{} of the first {} rows do not fit the header as they are, but all do if backslashes escape",
                     as_it_stands.misfits, without.rows);
}

}  // namespace earshot
