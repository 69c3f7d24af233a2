#include "cli/exit_code.h"

#include <optional>

#include "base/error_code.h"

namespace earshot {

int ExitCodeOf(const Status& status) {
  if (status.ok()) return kExitDone;
  const std::optional<ErrorCode> code = CodeOf(status);
  const bool is_different =
      code == ErrorCode::kDifferences || code == ErrorCode::kRemovalsOverLimit || code == ErrorCode::kListenerFound;
  if (is_different) return kExitDifferent;
  if (absl::IsInvalidArgument(status)) return kExitUsage;
  return absl::IsUnavailable(status) ? kExitTransient : kExitFailed;
}

}  // namespace earshot
