#include "plays/play_reader.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/error_code.h"
#include "base/utf8.h"

namespace earshot {
namespace {

size_t ParsedCalled(const Dataset& of, std::string_view name) {
  size_t column = 0;
  while (column < kParsedColumnCount && NameOfParsed(of, column) != name) ++column;
  return column;
}

}  // namespace

StatusOr<std::unique_ptr<PlayReader>> PlayReader::Open(const std::string& path, const Dataset& of) {
  ASSIGN_OR_RETURN(std::unique_ptr<PlayBlockReader> blocks, PlayBlockReader::Open(path));
  std::unique_ptr<PlayReader> reader(new PlayReader(std::move(blocks)));
  RETURN_IF_ERROR(reader->ReadHeader(of));
  return reader;
}

Status PlayReader::ReadHeader(const Dataset& of) {
  const std::string& path = blocks_->path();
  const ErrorCode code = of.is_computed ? ErrorCode::kComputedDamaged : ErrorCode::kNotConsolidated;
  const auto not_one = [&](Status status) { return WithCode(std::move(status), code); };
  ASSIGN_OR_RETURN(const bool found, blocks_->Next(&block_));
  if (!found) return not_one(InputError("{} is empty", path));
  ASSIGN_OR_RETURN(const std::vector<std::string> names, ReadNames(of));
  for (size_t i = 0; i < of.header.size(); ++i) {
    const std::string name = i < names.size() ? names[i] : "";
    if (name == of.header[i]) continue;
    return not_one(InputError("{}, line 1: column {} is called \"{}\" where {} has {}", path, i + 1, name, of.file_kind,
                              of.header[i]));
  }
  layout_.of = &of;
  layout_.parsed.clear();
  for (size_t i = 0; i < names.size(); ++i) {
    // The first column of a name is the one.
    const bool is_first = std::find(names.begin(), names.begin() + static_cast<ptrdiff_t>(i), names[i]) ==
                          names.begin() + static_cast<ptrdiff_t>(i);
    layout_.parsed.push_back(is_first ? ParsedCalled(of, names[i]) : PlayLayout::kNotParsed);
  }
  layout_.column_count = names.size();
  return absl::OkStatus();
}

// Takes the header out of the first block.
StatusOr<std::vector<std::string>> PlayReader::ReadNames(const Dataset& of) {
  std::vector<std::string> names;
  for (size_t column = 0; column == 0 || column < layout_.column_count; ++column) {
    PlayBlock copy = {header_.empty() ? block_.text : header_, block_.line};
    if (copy.text.starts_with(kByteOrderMark)) copy.text.erase(0, kByteOrderMark.size());
    PlayLayout alone;
    alone.of = &of;
    alone.parsed.assign(column + 1, PlayLayout::kNotParsed);
    alone.parsed[column] = 0;
    PlayParser parser(blocks_->path(), alone);
    parser.Start(&copy);
    Play header;
    ASSIGN_OR_RETURN(const bool has_header, parser.Next(&header));
    if (!has_header) return names;
    names.emplace_back(header.fields[0]);
    if (column > 0) continue;
    layout_.column_count = parser.field_count();
    const size_t header_bytes = block_.text.size() - parser.bytes_left();
    header_ = block_.text.substr(0, header_bytes);
    block_.text.erase(0, header_bytes);
    block_.line = parser.next_line();
  }
  return names;
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
