// The error of a store whose data cannot be read any more. It is not transient: the data must be replaced, as the
// message says. Its code is kDataLoss. Plain values; safe on any thread.
#pragma once

#include <utility>

#include "base/status.h"

namespace earshot {

template <typename... Args>
Status DamageError(fmt::format_string<Args...> format, Args&&... args) {
  return absl::DataLossError(fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace earshot
