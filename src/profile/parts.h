// A consolidated file's plays, or all events, in eight parts of about the same size: what is in several of them comes
// again as plays are added, and what is in one does not.
//
// Constant; safe to share between threads.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "questions/table.h"
#include "rows/sorted_row.h"

namespace earshot {

// What there are more plays by: the same listeners go on for more days, or more of them listen in the same days.
enum class Growth { kDays, kListeners };

inline constexpr size_t kParts = 8;

class Parts {
 public:
  // By days, a part is of neighbouring lines, up to `last_line`; by listeners, of some of them: the table then has a
  // column user_id. Events that no user is known of are in their lines' parts.
  Parts(Growth growth, const Table& table, uint64_t last_line);

  // From 0.
  size_t Of(const SortedRow& row) const;

 private:
  std::optional<size_t> user_;  // the column
  uint64_t lines_;              // with plays
};

}  // namespace earshot
