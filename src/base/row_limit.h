// A limit of rows that may be lost: a number, or a share of all.
//
// Plain data; safe on any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/error_code.h"
#include "base/status.h"

namespace earshot {

struct RowLimit {
  uint64_t rows = 0;
  double share = 0.01;
  bool is_share = true;

  bool accepts_all() const { return is_share && share >= 1; }

  bool IsExceededBy(uint64_t lost, uint64_t all) const {
    const double share_lost = static_cast<double>(lost) / static_cast<double>(std::max<uint64_t>(all, 1));
    return is_share ? share_lost > share : lost > rows;
  }
};

// "100" or "2.5%"; an error has the code `invalid`, and begins with the text.
StatusOr<RowLimit> ParseRowLimit(const std::string& text, ErrorCode invalid);

// "1 %", "100 rows"
std::string Describe(const RowLimit& limit);

}  // namespace earshot
