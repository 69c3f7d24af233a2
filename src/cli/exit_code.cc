#include "cli/exit_code.h"

#include "base/error_code.h"

namespace earshot {

int ExitCodeOf(const Status& status) {
  if (status.ok()) return kExitDone;
  if (CodeOf(status) == ErrorCode::kDifferences || CodeOf(status) == ErrorCode::kRemovalsOverLimit) {
    return kExitDifferent;
  }
  if (absl::IsInvalidArgument(status)) return kExitUsage;
  return absl::IsUnavailable(status) ? kExitTransient : kExitFailed;
}

}  // namespace earshot
