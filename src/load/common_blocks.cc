#include "load/common_blocks.h"

#include <utility>

namespace earshot {

StatusOr<bool> CommonBlocks::Next(PlayBlock* block, BlockOf* of) {
  if (are_common_) return NextOfBoth(block, of);
  if (!now_is_at_end_) {
    *of = BlockOf::kNow;
    ASSIGN_OR_RETURN(const bool more, now_.NextBlock(block));
    if (more) return true;
    now_is_at_end_ = true;
  }
  return NextOfLast(block, of);
}

// Both are cut into blocks in the same way, up to the one that has the first difference.
StatusOr<bool> CommonBlocks::NextOfBoth(PlayBlock* block, BlockOf* of) {
  ASSIGN_OR_RETURN(const bool more, now_.NextBlock(block));
  ASSIGN_OR_RETURN(has_last_block_, last_->NextBlock(&last_block_));
  if (more && has_last_block_ && block->text == last_block_.text) {
    *of = BlockOf::kBoth;
    return true;
  }
  are_common_ = false;
  now_is_at_end_ = !more;
  *of = BlockOf::kNow;
  return more ? true : NextOfLast(block, of);
}

StatusOr<bool> CommonBlocks::NextOfLast(PlayBlock* block, BlockOf* of) {
  *of = BlockOf::kLast;
  if (last_ == nullptr) return false;
  if (!std::exchange(has_last_block_, false)) return last_->NextBlock(block);
  std::swap(*block, last_block_);
  return true;
}

}  // namespace earshot
