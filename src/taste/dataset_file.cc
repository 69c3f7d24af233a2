#include "taste/dataset_file.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/ordered_work.h"

namespace earshot {
namespace {

constexpr size_t kLinesChunk = 64;

struct ChunkOfLines {
  size_t begin = 0;
  size_t end = 0;
  std::string text;
  uint64_t rows = 0;
};

// Line ends outside of quotes.
uint64_t CountRows(std::string_view text) {
  uint64_t rows = 0;
  bool is_quoted = false;
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == '\n' && !is_quoted) ++rows;
  }
  return rows;
}

}  // namespace

StatusOr<uint64_t> WriteDataset(const Dataset& dataset, const DatasetLines& lines, size_t threads, OutputFile* file) {
  std::vector<std::string_view> names;
  for (const DatasetColumn& column : dataset.columns) names.push_back(column.name);
  std::string header;
  AppendQuotedCsvLine(names, &header);
  RETURN_IF_ERROR(file->Write(header));
  size_t next = 0;
  uint64_t rows = 0;
  RETURN_IF_ERROR(RunInOrder(
      ThreadCount(threads), [] { return ChunkOfLines(); },
      [&](ChunkOfLines* chunk) -> StatusOr<bool> {
        chunk->begin = next;
        chunk->end = next = std::min(lines.count, next + kLinesChunk);
        return chunk->begin < lines.count;
      },
      [&](ChunkOfLines* chunk) {
        chunk->text.clear();
        lines.append(chunk->begin, chunk->end, &chunk->text);
        chunk->rows = CountRows(chunk->text);
      },
      [&](ChunkOfLines* chunk) -> Status {
        rows += chunk->rows;
        return file->Write(chunk->text);
      }));
  return rows;
}

}  // namespace earshot
