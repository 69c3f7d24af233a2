#include "base/status.h"

#include <system_error>

namespace earshot {

Status ErrnoError(int errno_value, const std::string& what) {
  return InputError("{}: {}", what, std::generic_category().message(errno_value));
}

std::string MessageOf(const Status& status) { return std::string(status.message()); }

}  // namespace earshot
