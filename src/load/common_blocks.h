// The blocks of a file and of the one that took its place before: those with which both begin are given once. Day after
// day that is nearly all of them, and so they are parsed, encoded and sorted once.
//
// Belongs to one thread at a time; the readers must outlive it.
#pragma once

#include "base/status.h"
#include "plays/play_blocks.h"
#include "plays/play_reader.h"

namespace earshot {

// Which of the files have a block. Of each file's records the later one has the greater number where a record's origin
// has it as its file.
enum class BlockOf : uint32_t { kBoth = 0, kNow = 1, kLast = 2 };

class CommonBlocks {
 public:
  // `last` is null where no such file is wanted.
  CommonBlocks(PlayReader& now, PlayReader* last)
      : now_(now), last_(last), are_common_(last != nullptr && now.header() == last->header()) {}

  // Moves on to the next block: of both, then of the file alone, then of the last one alone; false at the end.
  StatusOr<bool> Next(PlayBlock* block, BlockOf* of);

 private:
  StatusOr<bool> NextOfBoth(PlayBlock* block, BlockOf* of);
  StatusOr<bool> NextOfLast(PlayBlock* block, BlockOf* of);

  PlayReader& now_;
  PlayReader* const last_;
  bool are_common_;
  bool now_is_at_end_ = false;
  PlayBlock last_block_;
  bool has_last_block_ = false;  // which has not been given yet
};

}  // namespace earshot
