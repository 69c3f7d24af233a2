// What a known beginning of a file becomes when lines are left out of the file: rejects and corrections name the plays
// that they belong to by such a beginning.
//
// Plain counting; one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <utility>

#include "base/content_id.h"

namespace earshot {

class Beginning {
 public:
  explicit Beginning(ContentId before) : before_(std::move(before)) {}

  // Takes the file's text piece by piece; a beginning ends where a piece does.
  void Add(std::string_view piece, bool is_kept);

  const ContentId& before() const { return before_; }
  // Nothing where the file has no such beginning.
  const std::optional<ContentId>& after() const { return after_; }

 private:
  const ContentId before_;
  ContentHash read_;
  ContentHash kept_;
  uint64_t read_bytes_ = 0;
  std::optional<ContentId> after_;
};

using Beginnings = std::deque<Beginning>;

}  // namespace earshot
