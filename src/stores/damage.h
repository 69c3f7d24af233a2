// The error of a store whose data cannot be read any more. Trying again does not help: they have to be put away and
// made anew, as the message says. Its code is kDataLoss.
#pragma once

#include <utility>

#include "base/status.h"

namespace earshot {

template <typename... Args>
Status DamageError(fmt::format_string<Args...> format, Args&&... args) {
  return absl::DataLossError(fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace earshot
