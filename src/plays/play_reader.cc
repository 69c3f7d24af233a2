#include "plays/play_reader.h"

#include <utility>

#include "base/check.h"
#include "base/error_code.h"
#include "base/utf8.h"

namespace earshot {
StatusOr<std::unique_ptr<PlayReader>> PlayReader::Open(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<PlayBlockReader> blocks, PlayBlockReader::Open(path));
  std::unique_ptr<PlayReader> reader(new PlayReader(std::move(blocks)));
  RETURN_IF_ERROR(reader->ReadHeader());
  return reader;
}

Status PlayReader::ReadHeader() {
  const std::string& path = blocks_->path();
  ASSIGN_OR_RETURN(const bool found, blocks_->Next(&block_));
  if (!found) return WithCode(InputError("{} is empty", path), ErrorCode::kNotConsolidated);
  PlayBlock copy = {block_.text, block_.line};
  if (copy.text.starts_with(kByteOrderMark)) copy.text.erase(0, kByteOrderMark.size());
  PlayParser parser(path);
  parser.Start(&copy);
  Play header;
  ASSIGN_OR_RETURN(const bool has_header, parser.Next(&header));
  for (size_t i = 0; has_header && i < kPlayColumnCount; ++i) {
    if (header.fields[i] == kPlayColumns[i].csv_name) continue;
    return WithCode(InputError("{}, line 1: column {} is called \"{}\" where a consolidated file has {}", path, i + 1,
                               std::string(header.fields[i]), kPlayColumns[i].csv_name),
                    ErrorCode::kNotConsolidated);
  }
  const size_t header_bytes = block_.text.size() - parser.bytes_left();
  header_ = block_.text.substr(0, header_bytes);
  block_.text.erase(0, header_bytes);
  block_.line = parser.next_line();
  layout_.column_count = parser.field_count();
  return FindFurtherColumns();
}

Status PlayReader::FindFurtherColumns() {
  for (size_t column = kPlayColumnCount; column < layout_.column_count; ++column) {
    PlayBlock copy = {header_, 1};
    PlayParser parser(blocks_->path(), {.column_count = 0, .further = {column, PlayLayout::kMissing}});
    parser.Start(&copy);
    Play header;
    RETURN_IF_ERROR(parser.Next(&header).status());
    for (size_t i = 0; i < kFurtherColumns.size(); ++i) {
      if (header.ts == kFurtherColumns[i]) layout_.further[i] = column;
    }
  }
  return absl::OkStatus();
}

StatusOr<bool> PlayReader::NextBlock(PlayBlock* block) {
  EARSHOT_CHECK(!parser_.has_value());
  if (block_.text.empty()) return blocks_->Next(block);
  std::swap(*block, block_);
  block_.text.clear();
  return true;
}

StatusOr<bool> PlayReader::Next(Play* play) { return Next(&PlayParser::Next, play); }

StatusOr<bool> PlayReader::NextText(std::string_view* row) { return Next(&PlayParser::NextText, row); }

template <typename Row>
StatusOr<bool> PlayReader::Next(StatusOr<bool> (PlayParser::*next)(Row*), Row* row) {
  if (!parser_.has_value()) {
    parser_.emplace(blocks_->path(), layout_);
    parser_->Start(&block_);
  }
  while (true) {
    ASSIGN_OR_RETURN(const bool found, ((*parser_).*next)(row));
    if (found) return true;
    ASSIGN_OR_RETURN(const bool more, blocks_->Next(&block_));
    if (!more) return false;
    parser_->Start(&block_);
  }
}

}  // namespace earshot
