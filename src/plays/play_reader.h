// Reads plays from a consolidated file, or events from a file of events, in the file's order and in bounded memory.
// Whoever reads it on several threads takes blocks (plays/play_blocks.h) and parses them (plays/play_parser.h) instead.
//
// A reader owns its file and a block, and belongs to one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/dataset.h"
#include "plays/play.h"
#include "plays/play_blocks.h"
#include "plays/play_parser.h"

namespace earshot {

class PlayReader {
 public:
  // Reads the header, too: that of a file of another dataset, or of no such file, is refused.
  static StatusOr<std::unique_ptr<PlayReader>> Open(const std::string& path, const Dataset& of = PlaysDataset());

  // Moves on to the next play; false at the end of the file. The fields of `play` are valid until the next call.
  StatusOr<bool> Next(Play* play);
  // The same, with the row as it is in the file, its line end included; the last one may have none.
  StatusOr<bool> NextText(std::string_view* row);

  // Of the row that NextText gave last, the field of one of kPlayColumns as it is in the file: between its quotes, if
  // it has any.
  std::string_view field_text(size_t column) const { return parser_->field_text(column); }

  // The plays in blocks, for a PlayParser of layout() each. REQUIRES: neither Next nor NextText was called.
  StatusOr<bool> NextBlock(PlayBlock* block);

  // The header as it is in the file, with what is before it.
  const std::string& header() const { return header_; }
  const PlayLayout& layout() const { return layout_; }

 private:
  explicit PlayReader(std::unique_ptr<PlayBlockReader> blocks) : blocks_(std::move(blocks)) {}
  Status ReadHeader(const Dataset& of);
  StatusOr<std::vector<std::string>> ReadNames(const Dataset& of);
  template <typename Row>
  StatusOr<bool> Next(StatusOr<bool> (PlayParser::*next)(Row*), Row* row);

  std::unique_ptr<PlayBlockReader> blocks_;
  PlayBlock block_;  // that the parser has; before that, the rest of the first one
  std::optional<PlayParser> parser_;
  std::string header_;
  PlayLayout layout_;
};

}  // namespace earshot
